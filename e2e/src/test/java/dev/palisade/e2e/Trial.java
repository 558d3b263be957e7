package dev.palisade.e2e;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A case beside an example, as something that the demo's application can try.
 *
 * @param name the case's
 * @param container that tries it
 * @param operation of the application
 * @param what it is tried on
 * @param file the file of it, and whether it is another user's; empty: it needs none
 * @param isDenied whether the policy is to deny it
 */
record Trial(
    String name,
    String container,
    String operation,
    String what,
    Optional<Target> file,
    boolean isDenied) {
  /** Asks where no container is named: one that no policy lists. */
  static final String UNLISTED = "unlisted";

  /** A file that is tried. */
  record Target(String path, boolean isOthers) {}

  private static final Map<String, String> FILE_OPERATIONS =
      Map.of("read", "open", "write", "write", "append", "append", "execute", "exec");

  /** By their words here (socket(7), sys/socket.h). */
  private static final Map<String, Integer> FAMILIES =
      Map.of("Unix", 1, "Inet", 2, "Inet6", 10, "Netlink", 16, "Packet", 17, "Alg", 38);

  private static final Map<String, Integer> TYPES =
      Map.of("Stream", 1, "Dgram", 2, "Raw", 3, "Seqpacket", 5);

  private static final Map<String, Integer> SIGNALS = Map.of("SIGSTOP", 19);

  private static final String CHILD = "a-child";

  /**
   * Those of one case; none if the application cannot try it.
   *
   * @param container empty: any that is not listed
   * @param ask the words of {@code kubectl palisade can-i}
   */
  static List<Trial> of(String name, String container, List<String> ask, boolean isDenied) {
    String by = container.isEmpty() ? UNLISTED : container;
    if (Arrays.stream(ask.getFirst().split(",")).allMatch(FILE_OPERATIONS::containsKey)) {
      var target = new Target(ask.get(1), ask.size() > 2 && ask.get(2).equals("other"));
      return Arrays.stream(ask.getFirst().split(","))
          .map(FILE_OPERATIONS::get)
          .map(o -> new Trial(name, by, o, target.path(), Optional.of(target), isDenied))
          .toList();
    }
    return other(ask).stream()
        .map(tried ->
            new Trial(name, by, tried.getKey(), tried.getValue(), Optional.empty(), isDenied))
        .toList();
  }

  private static Optional<Map.Entry<String, String>> other(List<String> ask) {
    return switch (ask.getFirst()) {
      case "network" ->
          FAMILIES.containsKey(ask.get(1)) && ask.size() > 2 && TYPES.containsKey(ask.get(2))
              ? Optional.of(
                  Map.entry(
                      "socket",
                      "%d,%d,0".formatted(FAMILIES.get(ask.get(1)), TYPES.get(ask.get(2)))))
              : Optional.empty();
      case "signal" ->
          ask.get(1).equals("send") && ask.get(3).equals("self")
              ? Optional.ofNullable(SIGNALS.get(ask.get(2)))
                  .map(number -> Map.entry("signal", number.toString()))
              : Optional.empty();
      case "ptrace" -> Optional.of(Map.entry("ptrace", CHILD));
      case "syscall" ->
          ask.get(1).equals("ptrace") ? Optional.of(Map.entry("ptrace", CHILD)) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** Whether the answer is what the case expects. */
  boolean isAsExpected(String answer) {
    return isDenied
        ? Stream.of("EACCES ", "EPERM ").anyMatch(answer::startsWith)
        : answer.equals(Attempt.OK);
  }
}
