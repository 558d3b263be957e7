/*
 * What the device programs of cgroups allow, asked of the kernel. Reads from standard input:
 *
 *   cgroup DIRECTORY            a process in this cgroup asks what follows
 *   ask HOW TYPE MAJOR MINOR    TYPE: b or c
 *   detach DIRECTORY PIN        takes the program that is pinned there away from a cgroup, as anybody with the right may
 *
 * and answers each question by allow or deny. HOW is
 *
 *   make                        mknod(2), and the file is removed again
 *   may-r, may-w, may-rw        access(2): it asks a cgroup's programs as open(2) does (inode_permission in fs/namei.c), but no driver
 *   open-r, open-w, open-rw     open(2), which does call the driver: of devices that do not mind, or have none
 *
 * A device file that is opened lies on a file system of this program's own, and was made outside of the cgroup. A question is asked outside
 * of it, too, and has to be allowed there: else the answer would say nothing about the cgroup. Not to be asked about is Character 0:0, which
 * is no device to the kernel.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#define ASKS 100000
#define NAME 32

struct ask {
  char how[8], type;
  unsigned major, minor;
};

static struct ask asks[ASKS]; /* of one cgroup */
static int asked, lines;
static char cgroup[4096];

__attribute__((format(printf, 2, 3), noreturn)) static void fail(int error, const char *what, ...) {
  va_list about;
  fprintf(stderr, "devices: before line %d: ", lines + 1);
  va_start(about, what);
  vfprintf(stderr, what, about);
  fprintf(stderr, ": %s\n", strerror(error));
  _exit(1);
}

/* Into a file system that is mounted nowhere, so that nothing is left of it. */
static void enter_files(void) {
  int context = fsopen("tmpfs", 0), files;
  if (context < 0 || fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0)) fail(errno, "cannot make a tmpfs");
  files = fsmount(context, 0, 0);
  if (files < 0 || fchdir(files)) fail(errno, "cannot enter a tmpfs");
}

static const char *file(const struct ask *a) {
  static char name[NAME];
  snprintf(name, sizeof name, "%c%u:%u", a->type, a->major, a->minor);
  return name;
}

static int make(const struct ask *a, const char *name) {
  return mknod(name, (a->type == 'b' ? S_IFBLK : S_IFCHR) | 0600, makedev(a->major, a->minor)) ? errno : 0;
}

static int may(const struct ask *a, int how) { return access(file(a), how) ? errno : 0; }

/* Without a driver there is nothing to open, but the cgroup was asked. */
static int opened(const struct ask *a, int how) {
  int fd = open(file(a), how | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (fd < 0) return errno == ENXIO || errno == ENODEV ? 0 : errno;
  return close(fd) ? errno : 0;
}

/* 0 or an errno value */
static int perform(const struct ask *a) {
  const char *h = a->how;
  if (!strcmp(h, "make")) {
    int error = make(a, "made");
    return error || !unlink("made") ? error : errno;
  }
  if (!strcmp(h, "may-r")) return may(a, R_OK);
  if (!strcmp(h, "may-w")) return may(a, W_OK);
  if (!strcmp(h, "may-rw")) return may(a, R_OK | W_OK);
  if (!strcmp(h, "open-r")) return opened(a, O_RDONLY);
  if (!strcmp(h, "open-w")) return opened(a, O_WRONLY);
  if (!strcmp(h, "open-rw")) return opened(a, O_RDWR);
  fail(EINVAL, "unknown question %s", h);
}

static void join(void) {
  char path[sizeof cgroup + sizeof "/cgroup.procs"];
  snprintf(path, sizeof path, "%s/cgroup.procs", cgroup);
  int fd = open(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0 || write(fd, "0", 1) != 1) fail(errno, "cannot join %s", cgroup);
  close(fd);
}

static void ask_all(void) {
  for (int i = 0; i < asked; i++) {
    int error = perform(&asks[i]);
    if (error) fail(error, "%s of %s is refused outside of %s too", asks[i].how, file(&asks[i]), cgroup);
  }
  join();
  for (int i = 0; i < asked; i++) {
    int error = perform(&asks[i]);
    if (error && error != EPERM) fail(error, "%s of %s is neither allowed nor denied", asks[i].how, file(&asks[i]));
    puts(error ? "deny" : "allow");
  }
}

static void end(void) {
  int status;
  if (!asked) return;
  for (int i = 0; i < asked; i++) {
    int error = make(&asks[i], file(&asks[i]));
    if (error && error != EEXIST) fail(error, "cannot make %s", file(&asks[i]));
  }
  fflush(NULL);
  pid_t child = fork();
  if (!child) {
    ask_all();
    /* exit(3) would set the input back, the parent's too, to where this process has read. */
    _exit(fflush(stdout) != 0);
  }
  if (waitpid(child, &status, 0) < 0) fail(errno, "lost the child in %s", cgroup);
  if (status) exit(1);
  asked = 0;
}

/* bpf(2) has no function of its own in the C library. */
static long bpf(int command, union bpf_attr *attribute) { return syscall(__NR_bpf, command, attribute, sizeof *attribute); }

static void detach(const char *directory, const char *pin) {
  union bpf_attr got, taken;
  memset(&got, 0, sizeof got);
  memset(&taken, 0, sizeof taken);
  got.pathname = (unsigned long)pin;
  taken.attach_type = BPF_CGROUP_DEVICE;
  taken.attach_bpf_fd = (unsigned)bpf(BPF_OBJ_GET, &got);
  if ((int)taken.attach_bpf_fd < 0) fail(errno, "cannot get %s", pin);
  taken.target_fd = (unsigned)open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (bpf(BPF_PROG_DETACH, &taken)) fail(errno, "cannot detach %s from %s", pin, directory);
  close((int)taken.target_fd);
  close((int)taken.attach_bpf_fd);
}

int main(void) {
  char directory[sizeof cgroup], pin[sizeof cgroup], line[2 * sizeof cgroup];
  enter_files();
  while (fgets(line, sizeof line, stdin)) {
    struct ask *a = &asks[asked];
    lines++;
    if (sscanf(line, "cgroup %4095s", directory) == 1) {
      end();
      strcpy(cgroup, directory);
    } else if (sscanf(line, "detach %4095s %4095s", directory, pin) == 2) {
      end();
      detach(directory, pin);
    } else if (asked < ASKS && sscanf(line, "ask %7s %c %u %u", a->how, &a->type, &a->major, &a->minor) == 4) {
      asked++;
    } else {
      fail(asked < ASKS ? EINVAL : E2BIG, "cannot take %s", line);
    }
  }
  end();
  return 0;
}
