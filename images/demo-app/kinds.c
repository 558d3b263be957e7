#include "demo.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

/* One operation of each kind that a policy has rules for, beside files. Each returns 0 or an errno value. */

/* "FAMILY,TYPE,PROTOCOL", as numbers (sys/socket.h, netinet/in.h) */
static int socketed(const char *what) {
  int family, type, protocol;
  if (sscanf(what, "%d,%d,%d", &family, &type, &protocol) != 3) return EINVAL;
  int fd = socket(family, type, protocol);
  return fd < 0 ? errno : close(fd) ? errno : 0;
}

static int signalled(pid_t child, const char *number) { return kill(child, atoi(number)) ? errno : 0; }

static int traced(pid_t child, const char *unused) {
  (void)unused;
  if (ptrace(PTRACE_SEIZE, child, 0, 0)) return errno;
  /* It ends, and is let go of by that. */
  return 0;
}

/* With a child that needs no signal to end: it waits for the end of a pipe. One that was stopped has to go on for that. */
static int with_child(int (*act)(pid_t, const char *), const char *what) {
  int ends[2];
  char none;
  int status;
  if (pipe(ends)) return errno;
  pid_t child = fork();
  if (child < 0) return errno;
  if (child == 0) {
    close(ends[1]);
    while (read(ends[0], &none, 1) < 0) continue;
    _exit(0);
  }
  close(ends[0]);
  int error = act(child, what);
  close(ends[1]);
  while (waitpid(child, &status, WUNTRACED) < 0 ? errno == EINTR : WIFSTOPPED(status)) kill(child, SIGCONT);
  return error;
}

static int limited(const char *max) {
  struct rlimit limit = {(rlim_t)atol(max), (rlim_t)atol(max)};
  return setrlimit(RLIMIT_NOFILE, &limit) ? errno : 0;
}

/* A null device: what is asked for is CAP_MKNOD. */
static int device_made(const char *path) {
  if (mknod(path, S_IFCHR | 0600, makedev(1, 3))) return errno;
  return unlink(path) ? errno : 0;
}

/* "TYPE,MAJOR,MINOR", TYPE b or c: any device's file, where nothing but its number can be what is minded. */
static int numbered_made(const char *what) {
  static const char path[] = "/dev/made";
  char type;
  unsigned major, minor;
  if (sscanf(what, "%c,%u,%u", &type, &major, &minor) != 3) return EINVAL;
  if (mknod(path, (type == 'b' ? S_IFBLK : S_IFCHR) | 0600, makedev(major, minor))) return errno;
  return unlink(path) ? errno : 0;
}

/* Opens and reads: of a device, or of a file. */
static int read_from(const char *path) {
  char block[512];
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return errno;
  int error = read(fd, block, sizeof block) < 0 ? errno : 0;
  close(fd);
  return error;
}

/* A mount point that is read-only is writable then. */
static int remounted(const char *point) { return mount(NULL, point, NULL, MS_REMOUNT | MS_BIND, NULL) ? errno : 0; }

/* A system call that nothing but a seccomp filter has a say in. Not times(3), which takes an error for a number of ticks. */
static int timed(void) { return syscall(SYS_times, NULL) == -1 ? errno : 0; }

int perform_kind(const char *op, const char *what) {
  if (!strcmp(op, "socket")) return socketed(what);
  if (!strcmp(op, "signal")) return with_child(signalled, what);
  if (!strcmp(op, "ptrace")) return with_child(traced, what);
  if (!strcmp(op, "unmount")) return umount(what) ? errno : 0;
  if (!strcmp(op, "remount")) return remounted(what);
  if (!strcmp(op, "limit")) return limited(what);
  if (!strcmp(op, "mknod")) return device_made(what);
  if (!strcmp(op, "times")) return timed();
  if (!strcmp(op, "make")) return numbered_made(what);
  if (!strcmp(op, "read")) return read_from(what);
  return -1;
}
