package dev.palisade.conformance;

import dev.palisade.bed.Checkout;
import dev.palisade.bed.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** What this machine's kernel answers processes in cgroups: {@code bed devices}. */
final class DeviceAnswers {
  private DeviceAnswers() {}

  /** What a process in a cgroup asks. */
  record Asked(Path cgroup, List<DeviceQuestion> questions) {}

  /**
   * Asks it.
   *
   * @param directory for a file
   * @return of each cgroup, in their order and that of the questions, whether it was denied
   */
  static List<List<Boolean>> areDenied(Path directory, List<Asked> all) throws IOException {
    Path file = Files.createTempFile(directory, "questions", "");
    try (var out = Files.newBufferedWriter(file)) {
      for (Asked asked : all) {
        out.write("cgroup " + asked.cgroup() + "\n");
        for (DeviceQuestion question : asked.questions()) {
          out.write(question.line() + "\n");
        }
      }
    }
    Iterator<String> answers = bed(file).out().lines().iterator();
    var denied = new ArrayList<List<Boolean>>();
    for (Asked asked : all) {
      denied.add(asked.questions().stream().map(_ -> isDenied(answers.next())).toList());
    }
    return denied;
  }

  /** Takes a program away from a cgroup, as somebody else might. */
  static void detach(Path directory, Path cgroup, Path pin) throws IOException {
    Path file = Files.createTempFile(directory, "detach", "");
    Files.writeString(file, "detach %s %s%n".formatted(cgroup, pin));
    bed(file);
  }

  private static Program bed(Path file) {
    return Program.run(
            List.of(Checkout.root().resolve("e2e/bed/bed").toString(), "devices", file.toString()),
            Map.of(),
            Duration.ofMinutes(10))
        .successful();
  }

  private static boolean isDenied(String answer) {
    return switch (answer) {
      case "deny" -> true;
      case "allow" -> false;
      default -> throw new IllegalStateException("unknown answer " + answer);
    };
  }
}
