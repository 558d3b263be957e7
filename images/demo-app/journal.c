#include "demo.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Opened for each line: a policy is asked at open, and a log may be rotated. */
int append_line(const char *path, const char *line) {
  int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0) return errno;
  ssize_t length = (ssize_t)strlen(line);
  int error = write(fd, line, (size_t)length) == length ? 0 : errno;
  close(fd);
  return error;
}

void tail(const char *path, struct response *out) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    out->status = 403;
    snprintf(out->body, sizeof out->body, "%s open\n", errno_name(errno));
    return;
  }
  off_t size = lseek(fd, 0, SEEK_END), wanted = 1024; /* files of /proc have no size */
  ssize_t n = pread(fd, out->body, (size_t)wanted, size > wanted ? size - wanted : 0);
  int error = errno;
  close(fd);
  if (n < 0) {
    out->status = 403;
    snprintf(out->body, sizeof out->body, "%s read\n", errno_name(error));
    return;
  }
  out->body[n > 0 ? n : 0] = 0;
  out->status = 200;
  char *line = size > wanted ? strchr(out->body, '\n') : NULL;
  if (line) memmove(out->body, line + 1, strlen(line));
}

const char *errno_name(int error) {
  const char *name = strerrorname_np(error);
  return name ? name : "EUNKNOWN";
}
