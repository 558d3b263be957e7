package dev.palisade.policy.apparmor;

import dev.palisade.policy.Word;
import java.util.Locale;

/**
 * Signals of the pinned feature set that Linux has on the machines supported. Real-time signals are
 * only in rules about all.
 */
public enum SignalName implements Word {
  /** Signal 0: whether the process is there. */
  EXISTS,
  HUP,
  INT,
  QUIT,
  ILL,
  TRAP,
  ABRT,
  BUS,
  FPE,
  KILL,
  USR1,
  SEGV,
  USR2,
  PIPE,
  ALRM,
  TERM,
  STKFLT,
  CHLD,
  CONT,
  STOP,
  TSTP,
  TTIN,
  TTOU,
  URG,
  XCPU,
  XFSZ,
  VTALRM,
  PROF,
  WINCH,
  IO,
  PWR,
  SYS;

  @Override
  public String word() {
    return this == EXISTS ? "Exists" : "SIG" + name();
  }

  /** In AppArmor's language, and in its records. */
  public String kernelName() {
    return this == TSTP ? "stp" : name().toLowerCase(Locale.ROOT);
  }
}
