package dev.palisade.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.palisade.bed.Checkout;
import dev.palisade.bed.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * This machine's kernel with filters loaded, each in a process of its own, through libseccomp and
 * as runc reads the file: {@code bed seccomp}.
 */
final class SeccompKernel {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Pattern FAILING = Pattern.compile("seccomp: filter ([1-9][0-9]*):");

  private SeccompKernel() {}

  /** A filter's file and what is asked of it. */
  record Asked(String json, List<SyscallQuestion> questions) {}

  /**
   * What came of it.
   *
   * @param instructions of the program that the kernel runs
   * @param answers in the order of the questions: {@code allow}, {@code log} or an errno; {@code
   *     none} where the ABI has no such call, {@code absent} where the kernel has no such ABI
   */
  record Answered(int instructions, List<String> answers) {}

  static List<Answered> ask(Path directory, List<Asked> filters) throws IOException {
    Path file = directory.resolve("questions");
    try (var out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < filters.size(); i++) {
        for (String line : lines(filters.get(i), i)) {
          out.write(line);
          out.write('\n');
        }
      }
    }
    Program bed =
        Program.run(
            List.of(Checkout.root().resolve("e2e/bed/bed").toString(), "seccomp", file.toString()),
            Map.of(),
            Duration.ofMinutes(20));
    if (bed.exitCode() != 0) {
      throw new IllegalStateException(bed.err() + failing(bed.err(), filters));
    }
    Iterator<String> lines = bed.out().lines().iterator();
    var answered = new ArrayList<Answered>();
    for (Asked asked : filters) {
      int instructions = Integer.parseInt(lines.next().substring("filter ".length()));
      var answers = new ArrayList<String>();
      asked.questions().forEach(_ -> answers.add(lines.next()));
      answered.add(new Answered(instructions, answers));
    }
    return answered;
  }

  private static String failing(String message, List<Asked> filters) {
    Matcher number = FAILING.matcher(message);
    return number.find() ? filters.get(Integer.parseInt(number.group(1)) - 1).json() : "";
  }

  /** runc has libseccomp make a binary tree of a filter of this size, others a list: both. */
  private static List<String> lines(Asked asked, int number) throws IOException {
    JsonNode filter = JSON.readTree(asked.json());
    if (!filter.path("defaultAction").asText().equals("SCMP_ACT_ERRNO")) {
      throw new IllegalStateException("another default action: " + filter.path("defaultAction"));
    }
    var lines = new ArrayList<String>();
    var begin = new ArrayList<String>();
    filter.path("architectures").forEach(a -> begin.add(word("SCMP_ARCH_", a)));
    lines.add(
        "filter %d %d %s"
            .formatted(
                2 - number % 2, filter.path("defaultErrnoRet").asInt(), String.join(" ", begin)));
    for (JsonNode line : filter.path("syscalls")) {
      String action = word("SCMP_ACT_", line.path("action"));
      String does = action.equals("errno") ? line.path("errnoRet").asText() : action;
      String arguments = arguments(line.path("args"));
      line.path("names").forEach(n -> lines.add("rule " + does + ' ' + n.asText() + arguments));
    }
    for (SyscallQuestion q : asked.questions()) {
      var text = new StringBuilder("ask " + q.abi().word() + ' ' + q.call());
      q.arguments().forEach(a -> text.append(' ').append(Long.toHexString(a)));
      lines.add(text.toString());
    }
    return lines;
  }

  private static String arguments(JsonNode all) {
    var text = new StringBuilder();
    var indexes = new HashSet<Integer>();
    for (JsonNode a : all) {
      if (!indexes.add(a.path("index").asInt())) {
        throw new IllegalStateException("runc makes two rules of this: " + all);
      }
      text.append(
          " %d %s %x %x"
              .formatted(
                  a.path("index").asInt(),
                  a.path("op").asText().substring("SCMP_CMP_".length()),
                  a.path("value").longValue(),
                  a.path("valueTwo").longValue()));
    }
    return text.toString();
  }

  private static String word(String prefix, JsonNode name) {
    return name.asText().substring(prefix.length()).toLowerCase(Locale.ROOT);
  }
}
