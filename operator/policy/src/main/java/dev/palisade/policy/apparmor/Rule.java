package dev.palisade.policy.apparmor;

import dev.palisade.policy.Capability;
import dev.palisade.policy.Word;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One rule of a profile, in the parts of AppArmor's language that Palisade uses. */
public sealed interface Rule {
  Effect effect();

  /** Whether it is about everything that {@code other} is about, and more. */
  default boolean covers(Rule other) {
    return false;
  }

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
  record Path(Effect effect, Glob path, Set<Permission> permissions, Owner owner) implements Rule {
    public Path {
      boolean write = permissions.contains(Permission.WRITE);
      permissions =
          permissions.stream()
              .filter(p -> !write || p != Permission.APPEND)
              .collect(Collectors.toUnmodifiableSet());
      if (permissions.isEmpty()) {
        throw new IllegalArgumentException("a path rule has at least one permission");
      }
    }

    Path of(Owner other) {
      return new Path(effect, path, permissions, other);
    }

    /** Empty if nothing is left. */
    Optional<Rule> without(Set<Permission> held) {
      var rest = EnumSet.noneOf(Permission.class);
      rest.addAll(permissions);
      rest.removeAll(held);
      if (held.contains(Permission.WRITE)) {
        rest.remove(Permission.APPEND);
      }
      return rest.isEmpty() ? Optional.empty() : Optional.of(new Path(effect, path, rest, owner));
    }
  }

  /**
   * New hard links, of any name, to {@code target}. As an allow rule only where the link would not
   * gain permissions over its target ({@code subset}), as the {@code file} rule has it.
   */
  record LinkTo(Effect effect, Glob target, Owner owner) implements Rule {}

  /**
   * Sockets of a family (empty: each) and type. Without a type these are all types that have a word
   * in the parser ({@link SocketType} and {@code packet}), without both all sockets.
   */
  record Network(Effect effect, Optional<Family> family, Optional<SocketType> type)
      implements Rule {
    @Override
    public boolean covers(Rule other) {
      return other instanceof Network o
          && !equals(o)
          && effect == o.effect
          && isAllOr(family, o.family)
          && isAllOr(type, o.type);
    }
  }

  /** These signals (none: all) to or from the peer. */
  record Signal(Effect effect, List<SignalWay> ways, List<SignalName> signals, Peer peer)
      implements Rule {
    public Signal {
      ways = List.copyOf(ways);
      signals = List.copyOf(signals);
    }

    @Override
    public boolean covers(Rule other) {
      return other instanceof Signal o
          && !equals(o)
          && effect == o.effect
          && ways.containsAll(o.ways)
          && (signals.isEmpty() || (!o.signals.isEmpty() && signals.containsAll(o.signals)))
          && peer.covers(o.peer);
    }
  }

  enum SignalWay implements Word {
    SEND("Send"),
    RECEIVE("Receive");

    private final String word;

    SignalWay(String word) {
      this.word = word;
    }

    @Override
    public String word() {
      return word;
    }
  }

  record Ptrace(Effect effect, List<PtraceWay> ways, Peer peer) implements Rule {
    public Ptrace {
      ways = List.copyOf(ways);
    }

    @Override
    public boolean covers(Rule other) {
      return other instanceof Ptrace o
          && !equals(o)
          && effect == o.effect
          && ways.containsAll(o.ways)
          && peer.covers(o.peer);
    }
  }

  enum PtraceWay implements Word {
    TRACE("Trace"),
    TRACEDBY("TracedBy"),
    READ("Read"),
    READBY("ReadBy");

    private final String word;

    PtraceWay(String word) {
      this.word = word;
    }

    @Override
    public String word() {
      return word;
    }
  }

  /**
   * An operation on a mount point (none: each); of {@link MountOperation#PIVOTROOT} the new root.
   */
  record Mount(Effect effect, MountOperation operation, Optional<Glob> point) implements Rule {
    /** The parser's {@code mount} is every way to mount, {@code remount} one of them. */
    @Override
    public boolean covers(Rule other) {
      return other instanceof Mount o
          && !equals(o)
          && effect == o.effect
          && (operation == o.operation
              || (operation == MountOperation.MOUNT && o.operation == MountOperation.REMOUNT))
          && isAllOr(point, o.point);
    }
  }

  enum MountOperation implements Word {
    MOUNT("Mount"),
    REMOUNT("Remount"),
    UNMOUNT("Unmount"),
    PIVOTROOT("PivotRoot");

    private final String word;

    MountOperation(String word) {
      this.word = word;
    }

    @Override
    public String word() {
      return word;
    }
  }

  /** The hard limit of processes that start under the profile; what is more is denied. */
  record Limit(Resource resource, long max) implements Rule {
    public Limit {
      if (max < 0) {
        throw new IllegalArgumentException("a limit is not negative");
      }
    }

    @Override
    public Effect effect() {
      return Effect.DENY;
    }
  }

  private static <W> boolean isAllOr(Optional<W> wide, Optional<W> narrow) {
    return wide.isEmpty() || wide.equals(narrow);
  }
}
