package dev.palisade.policy.meaning;

import dev.palisade.policy.Access;
import dev.palisade.policy.Capability;
import dev.palisade.policy.SyscallRule;
import dev.palisade.policy.apparmor.Bytes;
import dev.palisade.policy.apparmor.Glob;
import dev.palisade.policy.apparmor.Owner;
import dev.palisade.policy.apparmor.Peer;
import dev.palisade.policy.apparmor.Permission;
import dev.palisade.policy.apparmor.Profile;
import dev.palisade.policy.apparmor.Rule;
import dev.palisade.policy.device.DeviceAccess;
import dev.palisade.policy.device.DeviceAction;
import dev.palisade.policy.device.DeviceNumbers;
import dev.palisade.policy.device.DeviceRule;
import dev.palisade.policy.device.RuntimeDevices;
import dev.palisade.policy.meaning.Question.MakeLink;
import dev.palisade.policy.meaning.Question.OnFile;
import dev.palisade.policy.meaning.Question.OnMount;
import dev.palisade.policy.meaning.Question.OnProcess;
import dev.palisade.policy.meaning.Question.OnSignal;
import dev.palisade.policy.meaning.Question.SetLimit;
import dev.palisade.policy.meaning.Question.UseCapability;
import dev.palisade.policy.meaning.Question.UseDevice;
import dev.palisade.policy.meaning.Question.UseNetwork;
import dev.palisade.policy.meaning.Question.UseSyscall;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rules and questions in words; those of a question are what {@link QuestionReader} reads. */
public final class Wording {
  private static final Set<Permission> WRITE = Access.WRITE.permissions();
  private static final Set<Permission> RUN = Access.EXECUTE.permissions();

  /** The devices that no rule takes away. */
  static final String MINIMUM = "those that every container has";

  private Wording() {}

  /** What a rule is about, to stand behind "may not": {@code write /var/log/**}. */
  public static String of(Rule rule) {
    return switch (rule) {
      case Rule.Whole(var effect, Rule.Subject subject) -> of(subject);
      case Rule.Capable(var effect, var capability) -> "use capability " + capability;
      case Rule.Path(var effect, Glob path, Set<Permission> permissions, Owner owner) ->
          accesses(permissions) + " " + path.written() + of(owner);
      case Rule.LinkTo(var effect, Glob path, Owner owner) ->
          "give another name to " + path.written() + of(owner);
      case Rule.Network(var effect, var family, var type) ->
          "use sockets" + of("family", family) + of("type", type);
      case Rule.Signal(var effect, var ways, var signals, Peer peer) ->
          "%s %s %s"
              .formatted(
                  listed(ways.stream()),
                  signals.isEmpty() ? "signals" : "signal " + listed(signals.stream()),
                  of(peer, "to or from"));
      case Rule.Mount(var effect, var operation, var point) ->
          "%s %s".formatted(lower(operation), point.map(Glob::written).orElse("anything"));
      case Rule.Limit(var resource, long max) ->
          "have a limit %s above %d".formatted(lower(resource), max);
      case Rule.Ptrace(var effect, var ways, Peer peer) ->
          "ptrace (%s) %s".formatted(listed(ways.stream()), of(peer, "with"));
    };
  }

  /** The same of a rule about system calls. */
  public static String of(SyscallRule rule) {
    return "call " + SyscallRule.words(rule.calls(), rule.when());
  }

  /** The same of a rule about devices. */
  public static String of(DeviceRule rule) {
    return of(rule.access(), rule, List.of(rule.devices()), List.of());
  }

  /**
   * The same of a part of what it is about.
   *
   * @param devices at least one
   * @param others of these, which are not meant
   */
  static String of(
      Set<DeviceAccess> access,
      DeviceRule rule,
      List<DeviceNumbers> devices,
      List<DeviceNumbers> others) {
    String what = rule.type().word() + " device";
    boolean all = devices.getFirst().major().isEmpty();
    boolean spares =
        rule.action() == DeviceAction.DENY
            && RuntimeDevices.MINIMUM.stream()
                .anyMatch(m -> devices.stream().anyMatch(d -> d.contains(m.numbers())));
    String but =
        Stream.concat(
                others.stream().map(Wording::numbers), spares ? Stream.of(MINIMUM) : Stream.of())
            .collect(Collectors.joining(", "));
    return "%s %s%s"
        .formatted(
            anyOf(lower(access).toList()),
            all
                ? "any " + what
                : devices.stream()
                    .map(Wording::numbers)
                    .collect(Collectors.joining(", ", what + " ", "")),
            but.isEmpty() ? "" : " but " + but);
  }

  /** Many of them by those that are not among them. */
  public static String of(Set<Capability> capabilities) {
    Set<Capability> others = EnumSet.allOf(Capability.class);
    others.removeAll(capabilities);
    if (others.isEmpty()) {
      return "use any capability";
    }
    return others.size() < capabilities.size()
        ? "use any capability but " + named(others)
        : "use capability " + named(capabilities);
  }

  private static String named(Set<Capability> capabilities) {
    return capabilities.stream().sorted().map(Capability::name).collect(Collectors.joining(", "));
  }

  private static String of(Rule.Subject subject) {
    return switch (subject) {
      case NETWORK -> "use any socket";
      case CAPABILITY -> "use any capability";
      case FILE -> "use any file";
      case MOUNT -> "mount anything";
      case UMOUNT -> "unmount anything";
    };
  }

  /** The words of permissions; those that come together with another are not said. */
  static String accesses(Set<Permission> permissions) {
    var rest = EnumSet.copyOf(permissions);
    var words = Stream.<String>builder();
    if (rest.containsAll(WRITE)) {
      rest.removeAll(WRITE);
      words.add("write");
    }
    if (rest.containsAll(RUN)) {
      rest.removeAll(RUN);
      words.add("execute");
    }
    rest.forEach(p -> words.add(word(p)));
    return anyOf(words.build().sorted().toList());
  }

  private static String anyOf(List<String> words) {
    return words.size() == 1
        ? words.getFirst()
        : String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
  }

  /** As a question has it. */
  static String word(Permission permission) {
    return permission.name().toLowerCase(Locale.ROOT);
  }

  public static List<String> of(Question question) {
    return switch (question) {
      case OnFile(var permissions, String path, boolean owned) ->
          Stream.concat(
                  Stream.of(
                      permissions.stream()
                          .sorted()
                          .map(Wording::word)
                          .collect(Collectors.joining(",")),
                      Bytes.text(path)),
                  whose(owned))
              .toList();
      case MakeLink(String name, String target, boolean owned) ->
          Stream.concat(Stream.of("link", Bytes.text(name), Bytes.text(target)), whose(owned))
              .toList();
      case UseCapability(var capability) -> List.of("capability", capability.name());
      case UseNetwork(var family, var type) -> List.of("network", lower(family), lower(type));
      case OnSignal(var way, var signal, String peer) ->
          List.of("signal", lower(way), lower(signal), peer(peer));
      case OnProcess(var way, String peer) -> List.of("ptrace", lower(way), peer(peer));
      case OnMount(var operation, String point) -> List.of(lower(operation), Bytes.text(point));
      case SetLimit(var resource, long max) ->
          List.of("limit", lower(resource), Long.toString(max));
      case UseSyscall(String call, var arguments) ->
          Stream.concat(Stream.of("syscall", call), arguments(arguments)).toList();
      case UseDevice(var device, var access) ->
          List.of(
              "device",
              lower(device.type()),
              numbers(device),
              lower(access).collect(Collectors.joining(",")));
    };
  }

  /** At least the first; zeros at the end go without saying. */
  private static Stream<String> arguments(List<Long> arguments) {
    int size = arguments.size();
    while (size > 1 && arguments.get(size - 1) == 0) {
      size--;
    }
    return arguments.subList(0, size).stream().map(Long::toUnsignedString);
  }

  private static Stream<String> whose(boolean owned) {
    return owned ? Stream.of() : Stream.of("other");
  }

  private static String peer(String peer) {
    return peer.equals(Profile.SELF) ? "self" : peer;
  }

  private static String of(Owner owner) {
    return owner == Owner.SELF ? " where it is the owner" : "";
  }

  private static String of(String what, Optional<? extends Enum<?>> value) {
    return value.map(v -> " of %s %s".formatted(what, lower(v))).orElse("");
  }

  private static String of(Peer peer, String how) {
    return switch (peer) {
      case Peer.Anyone() -> how + " anyone";
      case Peer.Self() -> how + " its own container's processes";
      case Peer.Label(String name) -> how + " " + name;
    };
  }

  private static String listed(Stream<? extends Enum<?>> values) {
    return values.map(Wording::lower).collect(Collectors.joining(" or "));
  }

  /** Of one major; as {@code 8:0} or {@code 8:*}. */
  private static String numbers(DeviceNumbers devices) {
    OptionalInt minor = devices.minor();
    return devices.major().getAsInt()
        + ":"
        + (minor.isPresent() ? Integer.toString(minor.getAsInt()) : "*");
  }

  private static Stream<String> lower(Set<DeviceAccess> access) {
    return access.stream().sorted().map(Wording::lower);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
