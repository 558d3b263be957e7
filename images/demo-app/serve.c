#include "demo.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

static atomic_int open_connections;
static void (*handler)(const struct request *, struct response *);

static int parse(char *text, struct request *request) {
  char target[576];
  if (sscanf(text, "%7s %575s", request->method, target) != 2) return 0;
  char *mark = strchr(target, '?');
  if (mark) *mark++ = 0;
  snprintf(request->path, sizeof request->path, "%.63s", target);
  snprintf(request->query, sizeof request->query, "%.511s", mark ? mark : "");
  return 1;
}

static void *answer(void *argument) {
  int fd = (int)(intptr_t)argument, length = 0, n;
  char text[4096] = "", reply[sizeof(struct response) + 160];
  while (!strstr(text, "\r\n\r\n") && length < (int)sizeof text - 1 &&
         (n = (int)read(fd, text + length, sizeof text - 1 - (size_t)length)) > 0) {
    text[length += n] = 0;
  }
  struct request request;
  struct response response = {.status = 400};
  if (parse(text, &request)) handler(&request, &response);
  int size = snprintf(reply, sizeof reply,
                      "HTTP/1.1 %d %s\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n%s",
                      response.status, response.status == 200 ? "OK" : "Refused", strlen(response.body), response.body);
  if (length > 0 && write(fd, reply, (size_t)size) < 0) perror("demo-app: write");
  shutdown(fd, SHUT_WR);
  while (length > 0 && read(fd, text, sizeof text) > 0) { /* closing with unread bytes would reset the connection */
  }
  close(fd);
  atomic_fetch_sub(&open_connections, 1);
  return NULL;
}

static void accept_waiting(int listener) {
  int fd;
  while ((fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC)) >= 0) {
    struct timeval limit = {.tv_sec = 5};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, 128 * 1024);
    pthread_t thread;
    atomic_fetch_add(&open_connections, 1);
    if (pthread_create(&thread, &attributes, answer, (void *)(intptr_t)fd)) answer((void *)(intptr_t)fd);
    pthread_attr_destroy(&attributes);
  }
}

/* Serves until SIGTERM or SIGINT, then answers what was already connected and returns 0. */
int serve(int port, void (*handle)(const struct request *, struct response *)) {
  handler = handle;
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, NULL);
  int end = signalfd(-1, &ends, SFD_CLOEXEC), yes = 1;
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 512)) {
    fprintf(stderr, "demo-app: cannot listen on port %d: %s\n", port, strerror(errno));
    return 1;
  }
  struct pollfd ready[] = {{.fd = listener, .events = POLLIN}, {.fd = end, .events = POLLIN}};
  while (poll(ready, 2, -1) >= 0 && !ready[1].revents) accept_waiting(listener);
  accept_waiting(listener);
  close(listener);
  for (int i = 0; i < 100 && atomic_load(&open_connections); i++) poll(NULL, 0, 100);
  return 0;
}
