package dev.palisade.node.denials;

import dev.palisade.node.json.Json;
import dev.palisade.node.model.Artefact;
import dev.palisade.node.model.Revision;
import dev.palisade.policy.BundledBases;
import dev.palisade.policy.ContainerReader;
import dev.palisade.policy.ContainerRules;
import dev.palisade.policy.DenialKind;
import dev.palisade.policy.DenialRecord;
import dev.palisade.policy.Denials;
import dev.palisade.policy.Draft;
import dev.palisade.policy.Mode;
import dev.palisade.policy.apparmor.BaseProfile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Classes of records, by the rules that the record's SecurityProfile carries. */
public final class Classifier {
  /** Profiles are few; this bounds what a node that lives for months gathers. */
  private static final int REMEMBERED = 500;

  private final Map<String, BaseProfile> bases = BundledBases.load();
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  private record Known(ContainerRules rules, Mode mode) {}

  /**
   * The class of a record.
   *
   * @param revisions among which the record's profile is looked for; if it is in none of them,
   *     nobody can say that its denial was meant
   */
  public DenialKind classify(AuditRecord seen, Collection<Revision> revisions) {
    DenialRecord record = record(seen);
    return known(seen.profile(), revisions)
        .map(k -> Denials.classify(record, k.rules(), k.mode()))
        .orElse(
            record.type() == DenialRecord.Type.DENIED
                ? DenialKind.UNEXPECTED
                : DenialKind.COMPLAIN);
  }

  private Optional<Known> known(String profile, Collection<Revision> revisions) {
    if (known.size() > REMEMBERED) {
      known.clear();
    }
    // The rules behind a profile's name never change: the name is made from them.
    return Optional.ofNullable(
        known.computeIfAbsent(profile, p -> read(p, revisions).orElse(null)));
  }

  private Optional<Known> read(String profile, Collection<Revision> revisions) {
    for (Revision revision : revisions) {
      for (Artefact artefact : revision.artefacts()) {
        if (artefact.profile().equals(profile)) {
          return Mode.of(revision.mode())
              .flatMap(mode -> rules(artefact.rules()).map(rules -> new Known(rules, mode)));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<ContainerRules> rules(Json entry) {
    var draft =
        new Draft.Container(
            entry.text("name"),
            entry.text("base"),
            paths(entry, "files"),
            paths(entry, "executables"),
            capabilities(entry));
    return ContainerReader.read(entry.text("profileName"), draft, bases, new ArrayList<>());
  }

  private static List<Draft.PathRule> paths(Json entry, String list) {
    return entry.items(list).stream()
        .map(rule ->
            new Draft.PathRule(
                rule.text("name"), rule.text("action"), rule.texts("paths"), rule.texts("access")))
        .toList();
  }

  private static Optional<Draft.Capabilities> capabilities(Json entry) {
    Json sets = entry.at("capabilities");
    return sets.isNull()
        ? Optional.empty()
        : Optional.of(new Draft.Capabilities(sets.texts("drop"), sets.texts("add")));
  }

  private static DenialRecord record(AuditRecord seen) {
    return new DenialRecord(
        DenialRecord.Type.valueOf(seen.outcome()),
        seen.operation(),
        seen.field("requested_mask"),
        seen.field("denied_mask"),
        text(seen, "name"),
        text(seen, "target"),
        text(seen, "capname"));
  }

  private static Optional<String> text(AuditRecord seen, String key) {
    return Optional.of(seen.field(key)).filter(value -> !value.isEmpty());
  }
}
