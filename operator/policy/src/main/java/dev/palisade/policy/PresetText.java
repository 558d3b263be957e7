package dev.palisade.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads presets. A rule is a line {@code LIST FIELD=WORD,WORD FIELD=WORD}, with the lists and
 * fields of a policy, or {@code capabilities drop=NAME,NAME}. Comparisons of arguments are {@code
 * args=INDEX:OPERATOR:VALUE:MASK}.
 */
public final class PresetText {
  private static final Pattern HEADER =
      Pattern.compile("# preset ([a-z0-9-]+) version (\\S+): (.+)");
  private static final Pattern FIELD = Pattern.compile("([a-zA-Z]+)=([^\\s=]+)");
  private static final String CAPABILITIES = "capabilities";

  private PresetText() {}

  /**
   * Reads a file of the library.
   *
   * @return by name
   * @throws IllegalArgumentException naming the preset and the line that is not understood
   */
  static SortedMap<String, Preset> read(String text) {
    var presets = new TreeMap<String, Preset>();
    Matcher header = null;
    var lines = new ArrayList<String>();
    for (String line : text.lines().map(String::strip).toList()) {
      Matcher next = HEADER.matcher(line);
      if (next.matches()) {
        add(presets, header, lines);
        header = next;
        lines.clear();
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        lines.add(line);
      }
    }
    add(presets, header, lines);
    return presets;
  }

  private static void add(SortedMap<String, Preset> presets, Matcher header, List<String> lines) {
    if (header == null) {
      if (!lines.isEmpty()) {
        throw new IllegalArgumentException("a rule before the first '# preset': " + lines);
      }
      return;
    }
    String name = header.group(1);
    if (presets.put(name, preset(name, header.group(2), header.group(3), lines)) != null) {
      throw new IllegalArgumentException("preset " + name + " is there twice");
    }
  }

  /**
   * A preset of these rules.
   *
   * @throws IllegalArgumentException naming the preset and what is not understood
   */
  public static Preset preset(String name, String version, String purpose, List<String> lines) {
    var rules = new ArrayList<PolicyRule>();
    Set<Capability> denied = new LinkedHashSet<>();
    var problems = new ArrayList<Problem>();
    for (int i = 0; i < lines.size(); i++) {
      String at = "preset %s, rule %d".formatted(name, i + 1);
      String[] words = lines.get(i).split(" ", -1);
      Map<String, List<String>> fields = fields(at, words);
      Optional<RuleList> list =
          Arrays.stream(RuleList.values()).filter(l -> l.word().equals(words[0])).findFirst();
      if (list.isPresent()
          && list.get().fields().containsAll(fields.keySet())
          && !fields.containsKey(ProgramReader.FIELD)) {
        var draft = new Draft.Rule(name, Action.DENY.word(), fields);
        rules.add(list.get().read(new RuleFields(at, draft, problems)));
      } else if (words[0].equals(CAPABILITIES) && fields.keySet().equals(Set.of("drop"))) {
        var drop = new Draft.Capabilities(fields.get("drop"), List.of());
        denied.addAll(CapabilityReader.read(at, drop, problems).drop());
      } else {
        throw new IllegalArgumentException(at + " is not understood: " + lines.get(i));
      }
    }
    problems.stream()
        .filter(Problem::isError)
        .findFirst()
        .ifPresent(p -> {
          throw new IllegalArgumentException(p.toString());
        });
    return new Preset(name, version, purpose, lines, rules, denied.stream().sorted().toList());
  }

  private static Map<String, List<String>> fields(String at, String[] words) {
    Map<String, List<String>> fields = new HashMap<>();
    for (String word : Arrays.asList(words).subList(1, words.length)) {
      Matcher field = FIELD.matcher(word);
      if (!field.matches()) {
        throw new IllegalArgumentException(at + " is not understood: " + word);
      }
      String values = field.group(2);
      // A draft has spaces between the parts of a comparison.
      fields.put(
          field.group(1),
          List.of(
              (field.group(1).equals("args") ? values.replace(':', ' ') : values).split(",", -1)));
    }
    return fields;
  }
}
