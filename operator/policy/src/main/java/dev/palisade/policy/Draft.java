package dev.palisade.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A policy as it was written, before anything about it is known to hold. Lists that are absent are
 * empty, words that are absent are empty.
 *
 * @param devices their fields are {@code type}, {@code major}, {@code minor} and {@code access}
 */
public record Draft(
    String namespace,
    String name,
    String mode,
    Container defaultContainer,
    List<Container> containers,
    List<Rule> devices) {

  /** Rules of one container; the name of the pod level is {@link Container#DEFAULT}. */
  public record Container(
      String name,
      String base,
      List<String> presets,
      Map<RuleList, List<Rule>> rules,
      Optional<Capabilities> capabilities,
      String secretMounts) {
    /** Stands for the pod level where a container's name stands; no container can be called so. */
    public static final String DEFAULT = "_default";

    List<Rule> rules(RuleList list) {
      return rules.getOrDefault(list, List.of());
    }
  }

  /**
   * One rule of any list.
   *
   * @param fields what it is about, by the fields of the API ({@link RuleList#fields}); a single
   *     value is a list of one
   */
  public record Rule(String name, String action, Map<String, List<String>> fields) {
    List<String> texts(String field) {
      return fields.getOrDefault(field, List.of());
    }
  }

  public record Capabilities(List<String> drop, List<String> add) {}
}
