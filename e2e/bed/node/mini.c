/*
 * The only process of the mini VM: loads the AppArmor blobs in /in/blobs, answers the queries in /in/queries by the kernel's
 * .access file, and switches off.
 *
 * A query is a line "<label in hex> <class> <rest in hex>", an answer a line "<allow> <deny> <audit> <quiet>", or "error <errno>".
 * With an "o" behind the class it is asked by somebody else than the file's owner, who is root to .access.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define APPARMOR "/sys/kernel/security/apparmor/"

static void finish(void) {
  fflush(NULL);
  sync();
  reboot(RB_POWER_OFF);
  for (;;) pause();
}

static void fail(const char *what) {
  printf("mini: FAILED %s: %s\n", what, strerror(errno));
  finish();
}

static long ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void load(const char *directory) {
  struct dirent **entries;
  int n = scandir(directory, &entries, NULL, alphasort);
  for (int i = 0; i < n; i++) {
    char path[4096];
    struct stat s;
    snprintf(path, sizeof path, "%s/%s", directory, entries[i]->d_name);
    if (stat(path, &s) || !S_ISREG(s.st_mode)) continue;
    char *blob = malloc(s.st_size);
    int in = open(path, O_RDONLY), out = open(APPARMOR ".load", O_WRONLY);
    if (!blob || in < 0 || out < 0 || read(in, blob, s.st_size) != s.st_size) fail(path);
    if (write(out, blob, s.st_size) != s.st_size) fail(path); /* one write: the kernel takes a blob whole */
    close(in);
    close(out);
    free(blob);
  }
}

static int nibble(char c) { return c <= '9' ? c - '0' : (c | 32) - 'a' + 10; }

/* Decodes hex up to a blank or the end; returns what follows. */
static const char *unhex(const char *from, char **to) {
  while (*from > ' ' && from[1] > ' ') {
    *(*to)++ = (char)(nibble(from[0]) << 4 | nibble(from[1]));
    from += 2;
  }
  while (*from == ' ') from++;
  return from;
}

static void answer(int fd, const char *line, char *request, FILE *out) {
  char *end = request, *after, reply[256];
  memcpy(end, "label", 6);
  end += 6;
  line = unhex(line, &end);
  *end++ = 0;
  *end++ = (char)strtol(line, &after, 0);
  int other = *after == 'o';
  if (other) {
    setfsuid(1);
    after++;
  }
  while (*after == ' ') after++;
  unhex(after, &end);
  ssize_t n = -1;
  if (pwrite(fd, request, end - request, 0) == end - request) n = pread(fd, reply, sizeof reply - 1, 0);
  if (other) setfsuid(0); /* a call is a large part of what an answer takes */
  unsigned allow, deny, audit, quiet;
  if (n > 0) reply[n] = 0;
  if (n > 0 && sscanf(reply, "allow %x deny %x audit %x quiet %x", &allow, &deny, &audit, &quiet) == 4)
    fprintf(out, "%08x %08x %08x %08x\n", allow, deny, audit, quiet);
  else
    fprintf(out, "error %d\n", errno);
}

/* A file of the host, by User Mode Linux in the directory RESULTS, otherwise behind a port whose number is the kernel's choice. */
static FILE *results(void) {
  const char *directory = getenv("RESULTS");
  if (directory) return mount("results", "/out", "hostfs", 0, directory) ? NULL : fopen("/out/out", "w");
  struct dirent **entries;
  int n = scandir("/dev", &entries, NULL, alphasort);
  for (int i = 0; i < n; i++)
    if (!strncmp(entries[i]->d_name, "vport", 5)) {
      char path[512];
      snprintf(path, sizeof path, "/dev/%s", entries[i]->d_name);
      FILE *out = fopen(path, "w");
      if (out) setvbuf(out, NULL, _IOFBF, 32768);
      return out;
    }
  return NULL;
}

int main(void) {
  char *line = NULL;
  size_t room = 0;
  long queries = 0;
  mount("dev", "/dev", "devtmpfs", 0, "");
  mount("sys", "/sys", "sysfs", 0, "");
  mount("security", "/sys/kernel/security", "securityfs", 0, "");
  freopen("/dev/console", "w", stdout);
  long booted = ms();
  load("/in/blobs");
  long loaded = ms();
  FILE *in = fopen("/in/queries", "r"), *out = results();
  int fd = open(APPARMOR ".access", O_RDWR);
  if (!in || !out || fd < 0) fail("opening queries, results or .access");
  for (ssize_t n; (n = getline(&line, &room, in)) > 0; queries++) {
    char *request = malloc(n + 16);
    answer(fd, line, request, out);
    free(request);
  }
  if (fclose(out)) fail("writing results");
  printf("mini: DONE %ld queries; kernel %ld ms, load %ld ms, queries %ld ms\n", queries, booted, loaded - booted, ms() - loaded);
  finish();
}
