package dev.palisade.node;

import dev.palisade.node.apparmor.Hash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a report says, in short. */
final class Seen {
  /** What the node holds once it holds both filters. */
  static final Map<String, String> BOTH_FILTERS =
      Map.of(
          Fixtures.APP_FILTER, Hash.sha256(Fixtures.APP_FILTER_BYTES),
          Fixtures.DEFAULT_FILTER, Hash.sha256(Fixtures.DEFAULT_FILTER_BYTES));

  private Seen() {}

  /** Such as {@code Loaded} of each profile, in the order of names. */
  static List<String> profiles(NodeBox node) {
    return node.report().items("profiles").stream().map(p -> p.text("state")).toList();
  }

  /** Such as {@code checkout-1 Enforced} of each governed pod. */
  static List<String> pods(NodeBox node) {
    return node.report().items("pods").stream()
        .map(p -> p.text("name") + " " + p.text("verdict"))
        .toList();
  }

  static String reason(NodeBox node) {
    return node.report().text("appArmor", "reason");
  }

  static boolean by(NodeBox node, String podUid) {
    return node.report().text("helper", "podUID").equals(podUid);
  }

  /** Both profiles are loaded and the pod is proven, as this helper says. */
  static boolean enforced(NodeBox node) {
    return by(node, node.podUid)
        && node.report().text("bootID").equals(boot(node))
        && profiles(node).equals(List.of("Loaded", "Loaded"))
        && pods(node).equals(List.of("checkout-" + node.name.substring(1) + " Enforced"));
  }

  /** Each filter's file on the node with its bytes' SHA-256. */
  static Map<String, String> filters(NodeBox node) {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> all = Files.walk(node.seccomp())) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        found.put(
            node.seccomp().relativize(file).toString(), Hash.sha256(Files.readAllBytes(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  static boolean cached(NodeBox node) {
    return node.report().at("cache").isNull();
  }

  /** The list of what the node wanted last, as it stands on its disk. */
  static String wanted(NodeBox node) {
    return text(node.disk().resolve("wanted"));
  }

  private static String boot(NodeBox node) {
    return text(node.root.resolve("proc/sys/kernel/random/boot_id")).strip();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
