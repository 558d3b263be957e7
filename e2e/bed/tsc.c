/* Prints the rate of this machine's time stamp counter in kHz, measured against the clock. */
#include <stdio.h>
#include <time.h>
#include <x86intrin.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC_RAW, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

/* The tightest of many readings: another process may run between the two instructions. */
static double pair(unsigned long long *ticks) {
  double best = 1, at = 0;
  for (int i = 0; i < 1000; i++) {
    double before = now();
    unsigned long long t = __rdtsc();
    double after = now();
    if (after - before < best) best = after - before, at = (before + after) / 2, *ticks = t;
  }
  return at;
}

int main(void) {
  unsigned long long from, to;
  double start = pair(&from);
  nanosleep(&(struct timespec){.tv_nsec = 300000000}, NULL);
  double end = pair(&to);
  printf("%.0f\n", (to - from) / (end - start) / 1000);
  return 0;
}
