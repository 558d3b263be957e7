package dev.palisade.compile;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.policy.ContainerRules;
import dev.palisade.policy.Library;
import dev.palisade.policy.Policy;
import dev.palisade.policy.Problem;
import dev.palisade.policy.apparmor.BaseProfile;
import dev.palisade.policy.meaning.Wider;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A policy may not make a container wider than the runtime's default, unless its namespace may. */
final class WidthCheck {
  /** So many things are named in a message. */
  private static final int NAMED = 5;

  private WidthCheck() {}

  /**
   * Whether one container is; a warning where it may be.
   *
   * @param at where it stands, as {@code spec.containers[0]}
   */
  static List<Problem> of(String at, Policy policy, ContainerRules rules, Cluster cluster) {
    BaseProfile byDefault = Revisions.LIBRARY.bases().get(Library.RUNTIME_DEFAULT);
    List<String> wider =
        Stream.concat(Stream.of(rules), rules.programs().stream().map(rules::of))
            .flatMap(held -> Wider.than(byDefault, held, policy.mode()).stream())
            .distinct()
            .toList();
    if (wider.isEmpty()) {
      return List.of();
    }
    String what = "wider than the runtime's default: " + some(wider);
    String label = "label %s: \"true\"".formatted(Palisade.ALLOW_WIDER);
    return List.of(
        switch (cluster.width()) {
          case DEFAULT ->
              Problem.error(
                  at,
                  "%s; take it out, or give namespace %s the %s, which says that its policies may be"
                      .formatted(what, policy.namespace(), label));
          case WIDER ->
              Problem.warning(at, "%s; its namespace's %s lets it be".formatted(what, label));
          case UNKNOWN ->
              Problem.warning(
                  at, "%s; namespace %s needs the %s".formatted(what, policy.namespace(), label));
        });
  }

  private static String some(List<String> all) {
    String named = all.stream().limit(NAMED).collect(Collectors.joining(", "));
    return all.size() > NAMED ? "%s and %d more".formatted(named, all.size() - NAMED) : named;
  }
}
