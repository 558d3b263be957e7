package dev.palisade.policy.apparmor;

import dev.palisade.policy.Capability;
import java.util.List;
import java.util.Set;

/** One rule of a profile, in the parts of AppArmor's language that Palisade uses. */
public sealed interface Rule {

  /** Every access of a class. */
  record Whole(Effect effect, Subject subject) implements Rule {}

  enum Subject {
    NETWORK,
    CAPABILITY,
    FILE,
    MOUNT,
    UMOUNT
  }

  record Capable(Effect effect, Capability capability) implements Rule {}

  /** {@code permissions} on paths that match; execution, where allowed, stays in the profile. */
  record Path(Effect effect, Glob path, Set<Permission> permissions) implements Rule {
    public Path {
      permissions = Set.copyOf(permissions);
      if (permissions.isEmpty()) {
        throw new IllegalArgumentException("a path rule has at least one permission");
      }
    }
  }

  /**
   * New hard links, of any name, to {@code target}. As an allow rule only where the link would not
   * gain permissions over its target ({@code subset}), as the {@code file} rule has it.
   */
  record LinkTo(Effect effect, Glob target) implements Rule {}

  /** Signals to or from the peer; {@code existsOnly} is {@code kill(pid, 0)}. */
  record Signal(List<SignalWay> ways, boolean existsOnly, Peer peer) implements Rule {
    public Signal {
      ways = List.copyOf(ways);
    }
  }

  enum SignalWay {
    SEND,
    RECEIVE
  }

  record Ptrace(List<PtraceWay> ways, Peer peer) implements Rule {
    public Ptrace {
      ways = List.copyOf(ways);
    }
  }

  enum PtraceWay {
    TRACE,
    TRACEDBY,
    READ,
    READBY
  }
}
