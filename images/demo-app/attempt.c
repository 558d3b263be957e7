#include "demo.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATH_SIZE 256

/* What is asked of the kernel. Each returns 0 or an errno value and undoes nothing that it did not do itself. */

static int opened(const char *path, int flags) {
  int fd = open(path, flags | O_CLOEXEC, 0644);
  return fd < 0 ? errno : close(fd) ? errno : 0;
}

static int written(const char *path, int flags) {
  int fd = open(path, flags | O_CLOEXEC, 0644);
  if (fd < 0) return errno;
  int error = write(fd, "tried\n", 6) == 6 ? 0 : errno;
  close(fd);
  return error;
}

static int renamed_over(const char *path, const char *from, const char **step) {
  int error, made = access(from, F_OK) != 0;
  *step = "create";
  if (made && (error = opened(from, O_WRONLY | O_CREAT))) return error;
  *step = "rename";
  if (rename(from, path) == 0) return 0;
  error = errno;
  if (made) unlink(from);
  return error;
}

static int linked(const char *path, const char *from) {
  if (link(path, from)) return errno;
  return unlink(from) ? errno : 0;
}

/* What a taken-over process would do; the exit status of the program is of no interest. */
static int executed(const char *path) {
  pid_t child;
  char *const arguments[] = {(char *)path, "--help", NULL}, *const environment[] = {NULL};
  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  for (int fd = 0; fd < 3; fd++) posix_spawn_file_actions_addopen(&quiet, fd, "/dev/null", O_RDWR, 0);
  int error = posix_spawn(&child, path, &quiet, NULL, arguments, environment);
  posix_spawn_file_actions_destroy(&quiet);
  if (!error) waitpid(child, NULL, 0);
  return error;
}

static int perform(const char *op, const char *path, const char *from, const char **step) {
  *step = op;
  if (!strcmp(op, "exec")) return executed(path);
  if (!strcmp(op, "open")) return opened(path, O_RDONLY);
  if (!strcmp(op, "write")) return written(path, O_WRONLY);
  if (!strcmp(op, "create")) return written(path, O_WRONLY | O_CREAT);
  if (!strcmp(op, "append")) return written(path, O_WRONLY | O_APPEND);
  if (!strcmp(op, "truncate")) return truncate(path, 0) ? errno : 0;
  if (!strcmp(op, "unlink")) return unlink(path) ? errno : 0;
  if (!strcmp(op, "rename")) return renamed_over(path, from, step);
  if (!strcmp(op, "link")) return linked(path, from);
  return perform_kind(op, path);
}

/* 200 "ok", or 403 with the name of the errno and the step that failed. rename puts `from` (default PATH.new; made if
   it is not there) over the path; link makes the name `from` (default PATH.link) for it and removes that name again. */
void attempt(const char *query, struct response *out) {
  char op[16], path[PATH_SIZE], from[PATH_SIZE + 8];
  const char *step;
  if (!parameter(query, "op", op, sizeof op) || !parameter(query, "path", path, sizeof path)) {
    out->status = 400;
    snprintf(out->body, sizeof out->body, "give op= and path=\n");
    return;
  }
  if (!parameter(query, "from", from, sizeof from)) {
    snprintf(from, sizeof from, "%s.%s", path, strcmp(op, "link") ? "new" : "link");
  }
  int error = perform(op, path, from, &step);
  if (error < 0) {
    out->status = 400;
    snprintf(out->body, sizeof out->body, "op is one of exec open write create append truncate unlink rename link socket signal ptrace unmount remount limit mknod times make read\n");
  } else if (error) {
    out->status = 403;
    snprintf(out->body, sizeof out->body, "%s %s\n", errno_name(error), step);
  } else {
    out->status = 200;
    snprintf(out->body, sizeof out->body, "ok\n");
  }
}
