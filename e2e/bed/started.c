/*
 * The least that a container can run: says that it was started, and then either ends or, with an argument, waits for a signal.
 * Without a C library, whose start makes system calls of its own.
 */
#include <asm/unistd.h>

static long call(long number, long a, long b, long c) {
  long result;
  __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
  return result;
}

__attribute__((used)) static void begin(const long *stack) {
  static const char said[] = "started\n";
  call(__NR_write, 1, (long)said, sizeof said - 1);
  while (stack[0] > 1) call(__NR_pause, 0, 0, 0);
  call(__NR_exit, 0, 0, 0);
}

__asm__(".global _start\n_start: mov %rsp, %rdi\nand $-16, %rsp\ncall begin\n");
