package dev.palisade.policy.apparmor;

import dev.palisade.policy.Word;

/**
 * Resources that can be limited. {@code RLIMIT_RSS} and {@code RLIMIT_LOCKS} are accepted by the
 * parser and obeyed by no kernel since 2.4; for {@code RLIMIT_CPU} kernels before 6ca56813f4a5 do
 * not start the timer when AppArmor sets it; {@code RLIMIT_NICE} counts backwards.
 */
public enum Resource implements Word {
  FSIZE,
  DATA,
  STACK,
  CORE,
  NPROC,
  NOFILE,
  MEMLOCK,
  AS,
  SIGPENDING,
  MSGQUEUE,
  RTPRIO,
  RTTIME;

  @Override
  public String word() {
    return name();
  }
}
