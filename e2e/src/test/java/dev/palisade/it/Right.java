package dev.palisade.it;

import dev.palisade.bed.Checkout;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleRef;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One thing that an account of the chart may do.
 *
 * @param account name of its ServiceAccount without {@code palisade-}
 * @param resource plural, after its group and a slash if it has one
 * @param where {@code everywhere}, a namespace, or a namespace and a name
 */
record Right(String account, String verb, String resource, String where)
    implements Comparable<Right> {
  static final String EVERYWHERE = "everywhere";
  private static final String PREFIX = "palisade-";

  @Override
  public String toString() {
    return String.join(" ", account, verb, resource, where);
  }

  @Override
  public int compareTo(Right other) {
    return toString().compareTo(other.toString());
  }

  /** The table {@code rights.txt}. */
  static Set<Right> table() {
    try (Stream<String> lines =
        Files.lines(Checkout.root().resolve("e2e/src/test/resources/rights.txt"))) {
      return lines
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split(" +"))
          .flatMap(cells ->
              Arrays.stream(cells[1].split(","))
                  .map(verb -> new Right(cells[0], verb, cells[2], cells[3])))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the roles among these objects give to the accounts that they are bound to. */
  static Set<Right> of(Collection<HasMetadata> objects) {
    Set<Right> rights = new TreeSet<>();
    for (HasMetadata object : objects) {
      switch (object) {
        case ClusterRoleBinding b ->
            rights.addAll(bound(b.getSubjects(), b.getRoleRef(), EVERYWHERE, objects));
        case RoleBinding b ->
            rights.addAll(
                bound(b.getSubjects(), b.getRoleRef(), b.getMetadata().getNamespace(), objects));
        default -> {
          // Accounts, roles and guards.
        }
      }
    }
    return rights;
  }

  private static List<Right> bound(
      List<Subject> subjects, RoleRef role, String where, Collection<HasMetadata> objects) {
    List<PolicyRule> rules =
        objects.stream()
            .filter(o -> o.getKind().equals(role.getKind()))
            .filter(o -> o.getMetadata().getName().equals(role.getName()))
            .map(Right::rules)
            .findFirst()
            .orElseThrow(() -> new AssertionError("the chart has no " + role));
    return subjects.stream()
        .flatMap(subject -> rules.stream().flatMap(rule -> each(account(subject), rule, where)))
        .toList();
  }

  private static List<PolicyRule> rules(HasMetadata role) {
    return role instanceof ClusterRole c ? c.getRules() : ((Role) role).getRules();
  }

  private static String account(Subject subject) {
    if (!subject.getKind().equals("ServiceAccount") || !subject.getName().startsWith(PREFIX)) {
      throw new AssertionError("a role is bound to " + subject);
    }
    return subject.getName().substring(PREFIX.length());
  }

  private static Stream<Right> each(String account, PolicyRule rule, String where) {
    if (!Objects.requireNonNullElse(rule.getNonResourceURLs(), List.of()).isEmpty()) {
      throw new AssertionError("a rule about paths: " + rule);
    }
    List<String> places =
        rule.getResourceNames().isEmpty()
            ? List.of(where)
            : rule.getResourceNames().stream().map(name -> where + "/" + name).toList();
    return rule.getApiGroups().stream()
        .flatMap(
            group -> rule.getResources().stream().map(r -> group.isEmpty() ? r : group + "/" + r))
        .flatMap(resource ->
            rule.getVerbs().stream()
                .flatMap(verb ->
                    places.stream().map(place -> new Right(account, verb, resource, place))));
  }
}
