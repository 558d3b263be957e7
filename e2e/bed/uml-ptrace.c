/*
 * ptrace for User Mode Linux 6.12, which keeps a traced process's floating-point registers in a buffer of fixed size. Where a processor
 * has more of them (AMX), Linux takes only the whole set: regset->size bytes, otherwise EFAULT (xstateregs_set in
 * arch/x86/kernel/fpu/regset.c). What is missing is added here, as zeros: the header of what comes says that it is unused.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/uio.h>

#define NT_X86_XSTATE 0x202

static char whole[65536];
static size_t size; /* of the whole set; known once it was read, which is the first that User Mode Linux does */

long ptrace(enum __ptrace_request request, ...) {
  static long (*next)(enum __ptrace_request, ...);
  va_list rest;
  va_start(rest, request);
  long pid = va_arg(rest, long), address = va_arg(rest, long);
  void *data = va_arg(rest, void *);
  va_end(rest);
  if (!next) next = (long (*)(enum __ptrace_request, ...))dlsym(RTLD_NEXT, "ptrace");
  if (address != NT_X86_XSTATE || (request != PTRACE_GETREGSET && request != PTRACE_SETREGSET)) return next(request, pid, address, data);

  struct iovec *asked = data, all = {whole, sizeof whole};
  if (request == PTRACE_GETREGSET) {
    long result = next(request, pid, address, &all);
    if (result < 0) return result;
    size = all.iov_len;
    if (asked->iov_len > size) asked->iov_len = size;
    memcpy(asked->iov_base, whole, asked->iov_len);
    return result;
  }
  if (asked->iov_len >= size) return next(request, pid, address, data);
  memcpy(whole, asked->iov_base, asked->iov_len);
  memset(whole + asked->iov_len, 0, size - asked->iov_len);
  all.iov_len = size;
  return next(request, pid, address, &all);
}
