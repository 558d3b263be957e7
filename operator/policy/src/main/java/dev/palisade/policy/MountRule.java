package dev.palisade.policy;

import dev.palisade.policy.apparmor.BaseProfile;
import dev.palisade.policy.apparmor.Effect;
import dev.palisade.policy.apparmor.Glob;
import dev.palisade.policy.apparmor.Rule;
import dev.palisade.policy.apparmor.Rule.MountOperation;
import dev.palisade.policy.apparmor.WithinBase;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Mounting, unmounting and changing the root.
 *
 * @param paths mount points; empty for all
 */
public record MountRule(
    String name, Action action, Set<MountOperation> operations, List<Glob> paths)
    implements PolicyRule {
  public MountRule {
    operations = Set.copyOf(operations);
    paths = List.copyOf(paths);
  }

  static MountRule read(RuleFields fields) {
    return new MountRule(
        fields.name(),
        fields.action(),
        fields.someWords("operations", MountOperation.class, "[Unmount], or what is done else"),
        fields.pathsOrAll());
  }

  /** Both of a file and of a directory as mount point: the kernel's name of one ends in a slash. */
  @Override
  public List<Rule> rules(Effect effect) {
    return operations.stream()
        .flatMap(op -> points().<Rule>map(point -> new Rule.Mount(effect, op, point)))
        .toList();
  }

  /** Operations that the base does not allow in the first place. */
  List<MountOperation> withoutEffect(BaseProfile base) {
    return operations.stream()
        .filter(op ->
            WithinBase.of(new Rule.Mount(Effect.AUDIT, op, Optional.empty()), base.rules())
                .findAny()
                .isEmpty())
        .sorted()
        .toList();
  }

  private Stream<Optional<Glob>> points() {
    return paths.isEmpty()
        ? Stream.of(Optional.empty())
        : paths.stream().flatMap(p -> Stream.of(p, p.directory())).distinct().map(Optional::of);
  }
}
