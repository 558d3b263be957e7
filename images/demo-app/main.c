/* Settings come from the environment:
   NAME, PORT (8080), LOG (a file: a line is appended for every GET /, and every SHIP_SECONDS where that is set),
   REQUIRE_WRITABLE (a file that must be writable at start, else the program ends with 1),
   LOAD_ADDRESS, LOAD_PORT, LOAD_PER_SECOND (sends requests; the counts are at /load).
   `demo-app try OP PATH [FROM]` makes one attempt itself, for kubectl exec, and ends with 1 if it was refused.
   `demo-app label` prints the profile that the kernel holds this process under.
   GET /healthz, /, /tail (end of the log), /try?op=&path= (see attempt.c), /load. */
#include "demo.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const char *name, *journal;
static char host[64];

static const char *setting(const char *key, const char *otherwise) {
  const char *value = getenv(key);
  return value && *value ? value : otherwise;
}

static int note(const char *what) {
  char line[256], now[32];
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  strftime(now, sizeof now, "%H:%M:%S", gmtime(&t.tv_sec));
  snprintf(line, sizeof line, "%s %s@%s %s\n", now, name, host, what);
  return append_line(journal, line);
}

static void handle(const struct request *request, struct response *out) {
  out->status = 200;
  if (!strcmp(request->path, "/healthz")) {
    snprintf(out->body, sizeof out->body, "ok\n");
  } else if (!strcmp(request->path, "/try")) {
    attempt(request->query, out);
  } else if (!strcmp(request->path, "/load")) {
    load_report(out);
  } else if (!strcmp(request->path, "/tail") && journal) {
    tail(journal, out);
  } else if (!strcmp(request->path, "/")) {
    int error = journal ? note("request") : 0;
    snprintf(out->body, sizeof out->body, "%s@%s log %s\n", name, host, error ? errno_name(error) : "ok");
  } else {
    out->status = 404;
  }
}

static void *ship(void *seconds) {
  for (;;) {
    int error = note("shipped");
    if (error) fprintf(stderr, "demo-app: %s: %s\n", journal, strerror(error));
    sleep((unsigned)*(int *)seconds);
  }
  return NULL;
}

static int try_once(int argc, char **argv) {
  char query[600];
  struct response out;
  snprintf(query, sizeof query, "op=%s&path=%s%s%s", argv[2], argv[3], argc > 4 ? "&from=" : "", argc > 4 ? argv[4] : "");
  attempt(query, &out);
  fputs(out.body, stdout);
  return out.status != 200;
}

static int print_label(void) {
  struct response out;
  tail("/proc/self/attr/current", &out);
  fputs(out.body, stdout);
  return out.status != 200;
}

int main(int argc, char **argv) {
  if (argc >= 4 && !strcmp(argv[1], "try")) return try_once(argc, argv);
  if (argc == 2 && !strcmp(argv[1], "label")) return print_label();
  signal(SIGPIPE, SIG_IGN);
  sigset_t ends; /* before any thread starts: serve() takes them */
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  sigprocmask(SIG_BLOCK, &ends, NULL);
  gethostname(host, sizeof host - 1);
  name = setting("NAME", "app");
  journal = getenv("LOG");
  const char *required = getenv("REQUIRE_WRITABLE"), *target = getenv("LOAD_ADDRESS");
  int error = required ? append_line(required, "") : 0;
  if (error) {
    fprintf(stderr, "demo-app: cannot start: %s: %s\n", required, strerror(error));
    return 1;
  }
  int every = atoi(setting("SHIP_SECONDS", "0"));
  pthread_t shipper;
  if (journal && every > 0) pthread_create(&shipper, NULL, ship, &every);
  if (target) load_start(target, atoi(setting("LOAD_PORT", "80")), atoi(setting("LOAD_PER_SECOND", "20")));
  return serve(atoi(setting("PORT", "8080")), handle);
}
