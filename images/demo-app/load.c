#include "demo.h"

#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static atomic_int sent, answered, unlogged, failed;
static char last_failure[128] = "none";
static struct sockaddr_in target;
static long interval_ns;

/* One request on a connection of its own, never repeated: NULL, or at which step it failed. */
static const char *request_once(void) {
  static const char text[] = "GET / HTTP/1.1\r\nHost: demo\r\nConnection: close\r\n\r\n";
  char reply[512];
  struct timeval limit = {.tv_sec = 15};
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  const char *step = NULL;
  errno = 0;
  if (connect(fd, (struct sockaddr *)&target, sizeof target)) {
    step = "connect";
  } else if (write(fd, text, sizeof text - 1) != sizeof text - 1) {
    step = "send";
  } else {
    ssize_t n = recv(fd, reply, sizeof reply - 1, 0);
    reply[n > 0 ? n : 0] = 0;
    if (n < 12 || strncmp(reply, "HTTP/1.1 200", 12)) step = n < 0 ? "receive" : n == 0 ? "closed without an answer" : "status";
    if (!step && strstr(reply, " log E")) atomic_fetch_add(&unlogged, 1);
  }
  int error = errno;
  close(fd);
  errno = error;
  return step;
}

static void *worker(void *unused) {
  const char *step = request_once();
  if (step) {
    atomic_fetch_add(&failed, 1);
    snprintf(last_failure, sizeof last_failure, "%s: %s", step, strerror(errno));
    fprintf(stderr, "demo-app: request failed: %s\n", last_failure);
  } else {
    atomic_fetch_add(&answered, 1);
  }
  return unused;
}

/* Every request starts at its time, however long the ones before it take. */
static void *drive(void *unused) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, 128 * 1024);
  for (;;) {
    pthread_t thread;
    atomic_fetch_add(&sent, 1);
    if (pthread_create(&thread, &attributes, worker, NULL)) worker(NULL);
    at.tv_nsec += interval_ns;
    at.tv_sec += at.tv_nsec / 1000000000;
    at.tv_nsec %= 1000000000;
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL);
  }
  return unused;
}

void load_start(const char *address, int port, int per_second) {
  target.sin_family = AF_INET;
  target.sin_port = htons((uint16_t)port);
  if (inet_pton(AF_INET, address, &target.sin_addr) != 1 || per_second < 1) {
    fprintf(stderr, "demo-app: LOAD_ADDRESS must be an IPv4 address and LOAD_PER_SECOND at least 1\n");
    _exit(1);
  }
  interval_ns = 1000000000L / per_second;
  pthread_t thread;
  pthread_create(&thread, NULL, drive, NULL);
}

void load_report(struct response *out) {
  out->status = 200;
  snprintf(out->body, sizeof out->body, "sent %d, answered %d (of these %d that the app could not log), failed %d, last failure: %s\n",
           atomic_load(&sent), atomic_load(&answered), atomic_load(&unlogged), atomic_load(&failed), last_failure);
}
