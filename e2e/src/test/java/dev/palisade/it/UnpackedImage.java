package dev.palisade.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.palisade.bed.Program;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The files of an image of {@code images/target}, and its program started among them as root. */
record UnpackedImage(String name, Path tree) {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** A container's file system without one: its own /proc and /dev, gone with the process. */
  private static final String ENTER =
      "mount --bind /proc \"$0/proc\" && mount --bind /dev \"$0/dev\" && exec chroot \"$0\" \"$@\"";

  static UnpackedImage of(String name, Path directory) throws IOException {
    Path archive = Path.of(System.getenv("PALISADE_IMAGES"), name + ".tar");
    Path parts = Files.createDirectories(directory.resolve(name + ".parts"));
    Path tree = Files.createDirectories(directory.resolve(name));
    untar(archive, parts);
    JsonNode manifest = new ObjectMapper().readTree(parts.resolve("manifest.json").toFile());
    for (JsonNode layer : manifest.get(0).get("Layers")) {
      untar(parts.resolve(layer.asText()), tree);
    }
    return new UnpackedImage(name, tree);
  }

  private static void untar(Path archive, Path target) {
    Program.run(List.of("tar", "-xf", archive.toString(), "-C", target.toString()), Map.of(), LIMIT)
        .successful();
  }

  /** Bytes of all files, links not followed. */
  long size() throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      return files
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .mapToLong(UnpackedImage::length)
          .sum();
    }
  }

  private static long length(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the kubelet mounts into a pod of the account. */
  void giveAccount(Config config, String namespace) throws IOException {
    Path account =
        Files.createDirectories(tree.resolve("run/secrets/kubernetes.io/serviceaccount"));
    Files.writeString(account.resolve("token"), config.getOauthToken());
    Files.writeString(account.resolve("ca.crt"), FaultyRoll.ca(config));
    Files.writeString(account.resolve("namespace"), namespace);
  }

  Path log() {
    return tree.resolveSibling(name + ".log");
  }

  /** The image's program, with these options of the JVM before its own. */
  Process start(Map<String, String> environment, List<String> options) throws IOException {
    var command =
        new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", ENTER, tree.toString()));
    command.add("/jre/bin/java");
    command.addAll(options);
    command.add("@/app/start");
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log().toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("PATH", System.getenv("PATH"));
    return builder.start();
  }
}
