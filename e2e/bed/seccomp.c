/*
 * What seccomp filters do with system calls, asked of the kernel; not one of the calls is done. Reads from standard input:
 *
 *   filter OPTIMIZE ERRNO ARCHITECTURE...                   a filter begins; what it does not name fails with ERRNO
 *   rule ACTION NAME [INDEX OP VALUE VALUETWO]...           ACTION: allow, log, or an errno
 *   ask ARCHITECTURE NAME-OR-NUMBER A0 A1 A2 A3 A4 A5       after the rules; numbers are in hex
 *
 * Architectures are the OCI runtime specification's without SCMP_ARCH_, in small letters. OPTIMIZE is libseccomp's (1: a list,
 * 2: a binary tree). Each filter is answered by "filter INSTRUCTIONS", each question by allow, log, an errno, "none" where
 * libseccomp has no such call, or "absent" where the kernel lacks the architecture.
 *
 * Rules become a filter as runc makes them one (libcontainer/seccomp/seccomp_linux.go): names that libseccomp does not know and
 * rules that do as the filter does anyway are left out. A child loads a guard and then the filter. The guard fails every call with
 * ALLOWED, and of two filters that fail a call the one loaded last decides how (seccomp(2)); what the filter logs would be hidden
 * by that, so its SECCOMP_RET_LOG is made to fail with LOGGED.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define ALLOWED 4095 /* errnos that no call ends with */
#define LOGGED 4094
#define UNANSWERED 1
#define ASKS 20000
#define INSTRUCTIONS 4096 /* BPF_MAXINSNS */
#define LIMIT 30 /* seconds for a filter with its questions */

struct ask {
  uint32_t arch;
  int number; /* __NR_SCMP_ERROR: no such call */
  uint64_t arguments[6];
  int64_t answer;
};

static struct ask *asks; /* shared with the child */
static int asked, denied, x86, filters;
static scmp_filter_ctx filter;

static void fail(const char *what, const char *about, int error) {
  fprintf(stderr, "seccomp: filter %d: %s %s: %s\n", filters, what, about, strerror(error));
  _exit(1);
}

/* libseccomp has been seen not to end with a rule. */
static void endless(int signal) {
  (void)signal;
  fail("it takes libseccomp too long to make", "a filter", ETIME);
}

static char *word(void) {
  char *w = strtok(NULL, " \n");
  return w ? w : "";
}

static uint64_t number(void) { return strtoull(word(), NULL, 16); }

static void begin(void) {
  char *arch;
  int optimize = atoi(word()), error;
  filters++;
  alarm(LIMIT);
  denied = atoi(word());
  filter = seccomp_init(SCMP_ACT_ERRNO(denied));
  if (!filter) fail("seccomp_init", "", ENOMEM);
  while (*(arch = word())) {
    error = seccomp_arch_add(filter, seccomp_arch_resolve_name(arch));
    if (error && error != -EEXIST) fail("architecture", arch, -error);
  }
  error = seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, optimize);
  if (error) fail("optimize", "", -error);
}

static void rule(void) {
  static const char *const operators[] = {"", "NE", "LT", "LE", "EQ", "GE", "GT", "MASKED_EQ"}; /* enum scmp_compare */
  struct scmp_arg_cmp arguments[6];
  unsigned int n = 0;
  char *action = word(), *name = word(), *index, *op;
  int call = seccomp_syscall_resolve_name(name), error;
  uint32_t does = !strcmp(action, "allow") ? SCMP_ACT_ALLOW : !strcmp(action, "log") ? SCMP_ACT_LOG : SCMP_ACT_ERRNO(atoi(action));
  if (call == __NR_SCMP_ERROR || does == SCMP_ACT_ERRNO(denied)) return;
  while (*(index = word())) {
    int compare = SCMP_CMP_NE;
    op = word();
    while (compare < _SCMP_CMP_MAX && strcmp(op, operators[compare])) compare++;
    if (n == 6 || compare == _SCMP_CMP_MAX) fail("argument", op, EINVAL);
    uint64_t value = number(), two = number();
    arguments[n++] = SCMP_CMP64(atoi(index), compare, value, two);
  }
  error = seccomp_rule_add_array(filter, does, call, n, arguments);
  if (error) fail("rule", name, -error);
}

static void ask(void) {
  struct ask *a = &asks[asked++];
  if (asked > ASKS) fail("more questions than", "ASKS", E2BIG);
  a->arch = seccomp_arch_resolve_name(word());
  char *name = word();
  a->number = *name >= '0' && *name <= '9' ? (int)strtoul(name, NULL, 16) : seccomp_syscall_resolve_name_arch(a->arch, name);
  for (int i = 0; i < 6; i++) a->arguments[i] = number();
  a->answer = UNANSWERED;
}

/* Numbers below 0 are libseccomp's own, for calls that the architecture has not. */
static int exists(const struct ask *a) { return a->number >= 0 && (a->arch != SCMP_ARCH_X86 || x86); }

static int64_t call(const struct ask *a) {
  const uint64_t *b = a->arguments;
  int64_t result;
  if (a->arch == SCMP_ARCH_X86) {
    int narrow;
    register uint64_t first __asm__("r8") = b[0], last __asm__("r9") = b[5];
    /* Two registers that the compiler keeps for itself, and below the stack's end what it may have there. */
    __asm__ volatile("lea -128(%%rsp), %%rsp; push %%rbp; push %%rbx; mov %%r8d, %%ebx; mov %%r9d, %%ebp; int $0x80;"
      "pop %%rbx; pop %%rbp; lea 128(%%rsp), %%rsp"
      : "=a"(narrow), "+r"(first), "+r"(last)
      : "a"(a->number), "c"((uint32_t)b[1]), "d"((uint32_t)b[2]), "S"((uint32_t)b[3]), "D"((uint32_t)b[4])
      : "r10", "r11", "memory");
    return narrow;
  }
  register uint64_t r10 __asm__("r10") = b[3], r8 __asm__("r8") = b[4], r9 __asm__("r9") = b[5];
  __asm__ volatile("syscall"
    : "=a"(result)
    : "a"((uint64_t)a->number), "D"(b[0]), "S"(b[1]), "d"(b[2]), "r"(r10), "r"(r8), "r"(r9)
    : "rcx", "r11", "memory");
  return result;
}

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define UNLESS(value, skip) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(value), 0, skip)

#define END() __asm__ volatile("int3") /* without a system call, which the child could not make any more */

/* In the child. */
static void try(struct sock_fprog *program) {
  uint64_t at = (uint64_t)program;
  struct sock_filter lines[] = {
    LOAD(arch), UNLESS(AUDIT_ARCH_X86_64, 7),
    LOAD(nr), UNLESS(__NR_seccomp, 5),
    LOAD(args[2]), UNLESS(at, 3),
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2]) + 4), UNLESS(at >> 32, 1),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ALLOWED),
  };
  struct sock_fprog guard = {sizeof lines / sizeof *lines, lines};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) fail("no_new_privs", "", errno);
  if (syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, &guard)) fail("cannot load", "the guard", errno);
  if (syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, program)) END(); /* without answers */
  for (int i = 0; i < asked; i++)
    if (exists(&asks[i])) asks[i].answer = call(&asks[i]);
  END();
}

static void answer(const struct ask *a) {
  if (a->number < 0) puts("none");
  else if (!exists(a)) puts("absent");
  else if (a->answer == -ALLOWED) puts("allow");
  else if (a->answer == -LOGGED) puts("log");
  else if (a->answer < 0) printf("%d\n", (int)-a->answer);
  else {
    fprintf(stderr, "seccomp: filter %d: question %ld, number %d: answered by %lld\n", filters, (long)(a - asks), a->number, (long long)a->answer);
    exit(1);
  }
}

static void end(void) {
  static struct sock_filter lines[INSTRUCTIONS];
  int file = memfd_create("filter", 0), error = seccomp_export_bpf(filter, file), status;
  off_t size = lseek(file, 0, SEEK_END);
  if (error) fail("seccomp_export_bpf", "", -error);
  printf("filter %ld\n", (long)(size / sizeof *lines));
  if (size > (off_t)sizeof lines) fail("the filter is longer than", "the kernel takes", E2BIG);
  if (pread(file, lines, sizeof lines, 0) != size) fail("cannot read", "the filter", errno);
  close(file);
  seccomp_release(filter);
  struct sock_fprog program = {size / sizeof *lines, lines};
  for (int i = 0; i < program.len; i++)
    if (lines[i].code == (BPF_RET | BPF_K) && lines[i].k == SECCOMP_RET_LOG) lines[i].k = SECCOMP_RET_ERRNO | LOGGED;
  fflush(NULL);
  pid_t child = fork();
  if (!child) try(&program);
  if (waitpid(child, &status, 0) < 0 || !WIFSIGNALED(status) || WTERMSIG(status) != SIGTRAP) {
    int last = 0;
    while (last < asked - 1 && (!exists(&asks[last]) || asks[last].answer != UNANSWERED)) last++;
    fprintf(stderr, "seccomp: filter %d: the child ended with status %x at call %d of %x\n", filters, status, asks[last].number, asks[last].arch);
    exit(1);
  }
  for (int i = 0; i < asked; i++) answer(&asks[i]);
  asked = 0;
  filter = NULL;
}

/* Does the kernel run programs of 32 bits? */
static int runs_x86(void) {
  struct ask getpid = {.arch = SCMP_ARCH_X86, .number = 20};
  int status;
  pid_t child = fork();
  if (!child) _exit(call(&getpid) != syscall(__NR_getpid));
  return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

int main(void) {
  char *line = NULL;
  size_t size = 0;
  signal(SIGALRM, endless);
  x86 = runs_x86();
  asks = mmap(NULL, ASKS * sizeof *asks, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (asks == MAP_FAILED) fail("mmap", "", errno);
  while (getline(&line, &size, stdin) > 0) {
    char *what = strtok(line, " \n");
    if (!what) continue;
    if (!strcmp(what, "filter")) {
      if (filter) end();
      begin();
    } else if (!strcmp(what, "rule")) rule();
    else if (!strcmp(what, "ask")) ask();
    else fail("unknown line", what, EINVAL);
  }
  if (filter) end();
  return 0;
}
