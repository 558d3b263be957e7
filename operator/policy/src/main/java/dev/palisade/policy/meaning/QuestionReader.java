package dev.palisade.policy.meaning;

import dev.palisade.policy.Capability;
import dev.palisade.policy.Library;
import dev.palisade.policy.SyscallRule;
import dev.palisade.policy.apparmor.Bytes;
import dev.palisade.policy.apparmor.Family;
import dev.palisade.policy.apparmor.Permission;
import dev.palisade.policy.apparmor.Profile;
import dev.palisade.policy.apparmor.Quoted;
import dev.palisade.policy.apparmor.Resource;
import dev.palisade.policy.apparmor.Rule.MountOperation;
import dev.palisade.policy.apparmor.Rule.PtraceWay;
import dev.palisade.policy.apparmor.Rule.SignalWay;
import dev.palisade.policy.apparmor.SignalName;
import dev.palisade.policy.apparmor.SocketType;
import dev.palisade.policy.device.DeviceAccess;
import dev.palisade.policy.device.DeviceNumbers;
import dev.palisade.policy.device.DeviceType;
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
import dev.palisade.policy.seccomp.Condition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Questions in words, as they are typed: {@code write /var/log/app}, {@code capability NET_RAW}.
 */
public final class QuestionReader {
  /** What can be asked, a line each: the words, then what they ask. */
  public static final Map<String, String> FORMS = forms();

  private static final String SYSCALL = "syscall NAME [ARGUMENT...]";
  private static final String DEVICE = "device block|character MAJOR:MINOR read|write|mknod";

  private static final Map<String, Permission> FILE_WORDS =
      Map.of(
          "read", Permission.READ,
          "write", Permission.WRITE,
          "append", Permission.APPEND,
          "create", Permission.WRITE,
          "delete", Permission.WRITE,
          "lock", Permission.LOCK,
          "map", Permission.MAP,
          "execute", Permission.EXECUTE);

  private QuestionReader() {}

  public sealed interface Reading {
    record Asked(Question question) implements Reading {}

    /** {@code message} says what to write instead. */
    record Refused(String message) implements Reading {}
  }

  private static final class Misworded extends RuntimeException {
    private static final long serialVersionUID = 1;

    Misworded(String message) {
      super(message);
    }
  }

  public static Reading read(List<String> words) {
    try {
      return new Reading.Asked(question(words));
    } catch (Misworded e) {
      return new Reading.Refused(e.getMessage());
    }
  }

  private static Question question(List<String> words) {
    String verb = words.isEmpty() ? "" : words.getFirst();
    return switch (verb) {
      case "link" -> {
        requireWords(ofOwner(words), 3, "link NAME TARGET [other]");
        yield new MakeLink(path(words.get(1)), path(words.get(2)), isOwner(words));
      }
      case "capability" -> {
        requireWords(words, 2, "capability NAME");
        yield new UseCapability(
            Capability.named(words.get(1))
                .orElseThrow(() ->
                    new Misworded(
                        "unknown capability %s; write a name such as NET_RAW"
                            .formatted(Quoted.of(words.get(1))))));
      }
      case "network" -> {
        requireWords(words, 3, "network FAMILY TYPE");
        yield new UseNetwork(
            word(words.get(1), Family.values()), word(words.get(2), SocketType.values()));
      }
      case "signal" -> {
        requireWords(words, 4, "signal send|receive NAME PEER");
        yield new OnSignal(
            word(words.get(1), SignalWay.values()), signal(words.get(2)), peer(words.get(3)));
      }
      case "ptrace" -> {
        requireWords(words, 3, "ptrace trace|read|tracedby|readby PEER");
        yield new OnProcess(word(words.get(1), PtraceWay.values()), peer(words.get(2)));
      }
      case "mount", "remount", "unmount", "pivotroot" -> {
        requireWords(words, 2, verb + " PATH");
        yield new OnMount(word(verb, MountOperation.values()), path(words.get(1)));
      }
      case "limit" -> {
        requireWords(words, 3, "limit RESOURCE NUMBER");
        yield new SetLimit(word(words.get(1), Resource.values()), number(words.get(2)));
      }
      case "syscall" -> syscall(words);
      case "device" -> {
        requireWords(words, 4, DEVICE);
        yield device(words.get(1), words.get(2), words.get(3));
      }
      default -> {
        Set<Permission> permissions = permissions(verb);
        requireWords(ofOwner(words), 2, verb + " PATH [other]");
        yield new OnFile(permissions, path(words.get(1)), isOwner(words));
      }
    };
  }

  /** Arguments that are left out are 0; where all are, it is about all that there can be. */
  private static UseSyscall syscall(List<String> words) {
    if (words.size() < 2 || words.size() > 2 + Condition.ARGUMENTS) {
      throw new Misworded("the words are: " + SYSCALL);
    }
    if (!Library.SYSCALLS.isKnown(words.get(1))) {
      throw new Misworded(SyscallRule.unknown(words.get(1)));
    }
    var arguments = new ArrayList<Long>();
    words.stream().skip(2).map(QuestionReader::argument).forEach(arguments::add);
    while (!arguments.isEmpty() && arguments.size() < Condition.ARGUMENTS) {
      arguments.add(0L);
    }
    return new UseSyscall(words.get(1), arguments);
  }

  private static long argument(String word) {
    try {
      return word.startsWith("0x")
          ? Long.parseUnsignedLong(word.substring(2), 16)
          : Long.parseUnsignedLong(word);
    } catch (NumberFormatException e) {
      throw new Misworded(
          "%s is no argument; write a whole number, or one as 0x1f".formatted(Quoted.of(word)));
    }
  }

  private static UseDevice device(String type, String numbers, String accesses) {
    var access = EnumSet.noneOf(DeviceAccess.class);
    for (String word : accesses.split(",", -1)) {
      access.add(word(word, DeviceAccess.values()));
    }
    return new UseDevice(device(word(type, DeviceType.values()), numbers), access);
  }

  private static DeviceNumbers device(DeviceType type, String numbers) {
    if (numbers.matches("[0-9]{1,4}:[0-9]{1,7}")) {
      String[] both = numbers.split(":", -1);
      int major = Integer.parseInt(both[0]);
      int minor = Integer.parseInt(both[1]);
      if (major <= DeviceNumbers.MAX_MAJOR && minor <= DeviceNumbers.MAX_MINOR) {
        return DeviceNumbers.one(type, major, minor);
      }
    }
    throw new Misworded(
        "%s is no device; write its two numbers, as ls -l shows them, such as 8:0, at most %d:%d"
            .formatted(Quoted.of(numbers), DeviceNumbers.MAX_MAJOR, DeviceNumbers.MAX_MINOR));
  }

  private static void requireWords(List<String> words, int count, String form) {
    if (words.size() != count) {
      throw new Misworded("the words are: " + form);
    }
  }

  private static boolean isOwner(List<String> words) {
    return !words.getLast().equals("other");
  }

  private static List<String> ofOwner(List<String> words) {
    return isOwner(words) ? words : words.subList(0, words.size() - 1);
  }

  private static Set<Permission> permissions(String verb) {
    var permissions = EnumSet.noneOf(Permission.class);
    for (String word : verb.split(",", -1)) {
      Permission permission = FILE_WORDS.get(word);
      if (permission == null) {
        throw new Misworded(
            "unknown access %s; write one of %s (several with commas), link, capability, network, signal, ptrace, mount, remount, unmount, pivotroot, limit, syscall, device"
                .formatted(Quoted.of(word), String.join(", ", new TreeSet<>(FILE_WORDS.keySet()))));
      }
      permissions.add(permission);
    }
    return permissions;
  }

  /** As the kernel would have it, or an error: it never sees another. */
  private static String path(String path) {
    String at = Quoted.of(path);
    if (!path.startsWith("/")) {
      throw new Misworded(at + " is not absolute; write the full path, starting with /");
    }
    if (path.indexOf('*') >= 0 || path.indexOf('?') >= 0) {
      throw new Misworded(at + " has a wildcard; a question is about one path, write its name");
    }
    List<String> segments = Arrays.asList(path.substring(1).split("/", -1));
    if (segments.contains("..")
        || segments.contains(".")
        || segments.subList(0, segments.size() - 1).contains("")
        || path.indexOf('\0') >= 0) {
      throw new Misworded(
          at + " is not resolved; write it without ., .. and //, as the kernel sees it");
    }
    return Bytes.utf8(path);
  }

  private static SignalName signal(String word) {
    String name = word.toUpperCase(Locale.ROOT);
    return word(name.startsWith("SIG") ? name.substring(3) : name, SignalName.values());
  }

  private static long number(String word) {
    if (!word.matches("[0-9]{1,18}")) {
      throw new Misworded("%s is no limit; write a whole number".formatted(Quoted.of(word)));
    }
    return Long.parseLong(word);
  }

  private static String peer(String word) {
    return word.equals("self") ? Profile.SELF : word;
  }

  private static <W extends Enum<W>> W word(String word, W[] values) {
    return Arrays.stream(values)
        .filter(v -> v.name().equalsIgnoreCase(word))
        .findFirst()
        .orElseThrow(() ->
            new Misworded(
                "unknown %s; write one of %s"
                    .formatted(
                        Quoted.of(word),
                        Arrays.stream(values)
                            .map(v -> v.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", ")))));
  }

  private static Map<String, String> forms() {
    return new TreeMap<>(
        Map.of(
            "read|write|append|create|delete|lock|map|execute PATH [other]",
            "a file; several with commas; a directory's path ends in /; other: a file that is not the process's own",
            "link NAME TARGET [other]",
            "giving the file TARGET another name, by a hard link",
            "capability NAME",
            "a Linux capability",
            "network FAMILY TYPE",
            "a socket, as inet stream, netlink raw",
            "signal send|receive NAME PEER",
            "a signal to or from a profile; self is this one",
            "ptrace trace|read|tracedby|readby PEER",
            "another process",
            "mount|remount|unmount|pivotroot PATH",
            "a mount point, or the new root",
            "limit RESOURCE NUMBER",
            "a hard limit of setrlimit, as nofile 4096",
            SYSCALL,
            "a system call; arguments after the given ones are 0; without any: whatever they are",
            DEVICE,
            "a device, by its numbers; several accesses with commas"));
  }
}
