package dev.palisade.delivery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Dockerfile's stages, in its order; a base that is an argument is that argument's default. */
record Dockerfile(List<Stage> stages) {
  private static final Pattern ARGUMENT = Pattern.compile("\\$\\{(\\w+)}");

  /** As Docker tells a registry's host from the first part of a name. */
  private static final Pattern HOST = Pattern.compile("([^/]*[.:][^/]*|localhost)/.*");

  /**
   * @param base an image or an earlier stage
   * @param platform of {@code --platform}; empty: that of the image that is made
   */
  record Stage(String name, String base, String platform, List<Instruction> instructions) {
    /** The arguments of the only such instruction. */
    Optional<String> argument(String keyword) {
      return instructions.stream()
          .filter(instruction -> instruction.keyword().equals(keyword))
          .map(Instruction::arguments)
          .findFirst();
    }
  }

  record Instruction(String keyword, String arguments) {
    /** As they are separated by blanks. */
    List<String> words() {
      return List.of(arguments.split("\\s+", -1));
    }
  }

  static Dockerfile parse(String text) {
    List<Stage> stages = new ArrayList<>();
    Map<String, String> defaults = new HashMap<>();
    String joined = text.replaceAll("(?m)^#.*\\n", "").replaceAll("\\\\\\n\\s*", "");
    for (String line : joined.lines().toList()) {
      if (line.isBlank()) {
        continue;
      }
      String[] parts = line.strip().split("\\s+", 2);
      Instruction instruction = new Instruction(parts[0], parts[1]);
      if (parts[0].equals("FROM")) {
        stages.add(stage(instruction.words(), defaults));
      } else if (stages.isEmpty()) {
        String[] argument = parts[1].split("=", 2);
        defaults.put(argument[0], argument[1]);
      } else {
        stages.getLast().instructions().add(instruction);
      }
    }
    return new Dockerfile(stages);
  }

  /** {@code [--platform=P] BASE AS NAME}. */
  private static Stage stage(List<String> from, Map<String, String> defaults) {
    boolean elsewhere = from.getFirst().startsWith("--platform=");
    String platform = elsewhere ? from.getFirst().substring("--platform=".length()) : "";
    String base =
        ARGUMENT
            .matcher(from.get(elsewhere ? 1 : 0))
            .replaceAll(name -> Matcher.quoteReplacement(defaults.getOrDefault(name.group(1), "")));
    return new Stage(from.getLast(), base, platform, new ArrayList<>());
  }

  Stage stage(String name) {
    return stages.stream().filter(stage -> stage.name().equals(name)).findFirst().orElseThrow();
  }

  /** What is against the rules, each with what it is about. */
  List<String> complaints() {
    List<String> out = new ArrayList<>();
    List<String> known = new ArrayList<>(List.of("scratch"));
    for (Stage stage : stages) {
      // A release or a day, not a name that moves.
      if (!known.contains(stage.base()) && !stage.base().matches(".+:.*(\\d+\\.\\d+|\\d{8}).*")) {
        out.add(stage.name() + ": FROM " + stage.base() + ": no version");
      }
      if (HOST.matcher(stage.base()).matches()) {
        out.add(stage.name() + ": FROM " + stage.base() + ": names a registry's host");
      }
      for (Instruction each : stage.instructions()) {
        if (each.keyword().equals("ADD") || each.arguments().matches(".*(curl|wget)\\b.*\\|.*")) {
          out.add(stage.name() + ": " + each.keyword() + " " + each.arguments());
        }
        copiedFrom(each)
            .filter(from -> !known.contains(from))
            .forEach(from -> out.add(stage.name() + ": COPY --from=" + from + ": no such stage"));
      }
      known.add(stage.name());
    }
    return out;
  }

  private static Stream<String> copiedFrom(Instruction instruction) {
    return instruction.words().stream()
        .filter(word -> instruction.keyword().equals("COPY") && word.startsWith("--from="))
        .map(word -> word.substring("--from=".length()));
  }
}
