package dev.palisade.policy.meaning;

import dev.palisade.policy.Capability;
import dev.palisade.policy.apparmor.Family;
import dev.palisade.policy.apparmor.Permission;
import dev.palisade.policy.apparmor.Resource;
import dev.palisade.policy.apparmor.Rule.MountOperation;
import dev.palisade.policy.apparmor.Rule.PtraceWay;
import dev.palisade.policy.apparmor.Rule.SignalWay;
import dev.palisade.policy.apparmor.SignalName;
import dev.palisade.policy.apparmor.SocketType;
import dev.palisade.policy.device.DeviceAccess;
import dev.palisade.policy.device.DeviceNumbers;
import dev.palisade.policy.seccomp.Condition;
import java.util.List;
import java.util.Set;

/**
 * Something a process in a container may or may not do. Paths are those that the kernel compares:
 * resolved, of a directory with {@code /} at the end, one char of value 1..255 for each byte. A
 * peer is a profile's name, or {@code @SELF@}.
 */
public sealed interface Question {

  /**
   * All of {@code permissions} on one file.
   *
   * @param permissions without {@link Permission#LINK}, which is about two paths
   * @param owned whether the process's user owns the file
   */
  record OnFile(Set<Permission> permissions, String path, boolean owned) implements Question {
    public OnFile {
      permissions = Set.copyOf(permissions);
      if (permissions.isEmpty() || permissions.contains(Permission.LINK)) {
        throw new IllegalArgumentException("not what is asked of one file: " + permissions);
      }
    }
  }

  /**
   * Giving the file {@code target} another name, {@code name}, by a hard link.
   *
   * @param owned whether the process's user owns the target
   */
  record MakeLink(String name, String target, boolean owned) implements Question {}

  record UseCapability(Capability capability) implements Question {}

  /** Making and using a socket of this family and type. */
  record UseNetwork(Family family, SocketType type) implements Question {}

  record OnSignal(SignalWay way, SignalName signal, String peer) implements Question {}

  record OnProcess(PtraceWay way, String peer) implements Question {}

  /**
   * Something done with the mount point {@code point}; with the new root, where that is changed.
   */
  record OnMount(MountOperation operation, String point) implements Question {}

  /** Giving itself or a child this hard limit. */
  record SetLimit(Resource resource, long max) implements Question {}

  /**
   * Calling a system call.
   *
   * @param arguments all {@value Condition#ARGUMENTS}, unsigned; or none: whatever they are
   */
  record UseSyscall(String call, List<Long> arguments) implements Question {
    public UseSyscall {
      arguments = List.copyOf(arguments);
      if (!arguments.isEmpty() && arguments.size() != Condition.ARGUMENTS) {
        throw new IllegalArgumentException("not all arguments of a call: " + arguments);
      }
    }

    /** Whether all of these hold, whatever the arguments are. */
    boolean isCertain(List<Condition> when) {
      return when.isEmpty() || (!arguments.isEmpty() && holds(when));
    }

    /** Whether all of these hold, or may. */
    boolean isPossible(List<Condition> when) {
      return arguments.isEmpty() || holds(when);
    }

    private boolean holds(List<Condition> when) {
      return when.stream().allMatch(c -> c.holds(arguments.get(c.index())));
    }
  }

  /**
   * All of {@code access} with one device, as the kernel asks of it.
   *
   * @param device one
   * @param access at least one
   */
  record UseDevice(DeviceNumbers device, Set<DeviceAccess> access) implements Question {
    public UseDevice {
      access = Set.copyOf(access);
      if (device.minor().isEmpty() || access.isEmpty()) {
        throw new IllegalArgumentException(
            "not what is asked of one device: %s %s".formatted(access, device));
      }
    }
  }
}
