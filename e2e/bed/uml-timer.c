/*
 * timer_gettime for User Mode Linux 6.12, which can lose its timer: an alarm that comes while the softirqs of the last one run, just
 * where signals are off, is forgotten when they are on again ("do not reenter the handler", unblock_signals in
 * arch/um/os-Linux/signal.c). Nothing sets the next then, and what sleeps in the machine sleeps for ever. The kernel asks for the
 * timer before it idles (os_idle_sleep), with the alarm blocked: where none is set, one more alarm lets it look at what is due.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <time.h>

int timer_gettime(timer_t timer, struct itimerspec *left) {
  static int (*next)(timer_t, struct itimerspec *);
  if (!next) next = (int (*)(timer_t, struct itimerspec *))dlsym(RTLD_NEXT, "timer_gettime");
  int result = next(timer, left);
  if (result == 0 && left->it_value.tv_sec == 0 && left->it_value.tv_nsec == 0) raise(SIGALRM);
  return result;
}
