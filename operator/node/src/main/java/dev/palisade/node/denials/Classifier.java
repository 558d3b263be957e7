package dev.palisade.node.denials;

import dev.palisade.node.json.Json;
import dev.palisade.node.model.Artefact;
import dev.palisade.node.model.Revision;
import dev.palisade.policy.ClusterReader;
import dev.palisade.policy.ClusterRules;
import dev.palisade.policy.ContainerReader;
import dev.palisade.policy.ContainerRules;
import dev.palisade.policy.DenialKind;
import dev.palisade.policy.DenialRecord;
import dev.palisade.policy.Denials;
import dev.palisade.policy.Draft;
import dev.palisade.policy.Library;
import dev.palisade.policy.Mode;
import dev.palisade.policy.OwnBase;
import dev.palisade.policy.Preset;
import dev.palisade.policy.PresetText;
import dev.palisade.policy.RuleList;
import dev.palisade.policy.SecretMounts;
import dev.palisade.policy.apparmor.BaseProfile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Classes of records, by the rules that the record's SecurityProfile carries. */
public final class Classifier {
  /** Profiles are few; this bounds what a node that lives for months gathers. */
  private static final int REMEMBERED = 500;

  private final Library bundled = new Library(Library.bundledBases(), new TreeMap<>());
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  private record Known(ContainerRules rules, Mode mode) {}

  /**
   * The class of a record.
   *
   * @param revisions among which the record's profile is looked for; if it is in none of them,
   *     nobody can say that its denial was meant
   */
  public DenialKind classify(AuditRecord seen, Collection<Revision> revisions) {
    Optional<Known> rules = known(seen.profile(), revisions);
    if (seen.isOfSyscall()) {
      // It was done: in mode Complain for the sake of any rule, else for one with action Audit.
      return rules.filter(k -> k.mode() == Mode.COMPLAIN).isPresent()
          ? DenialKind.COMPLAIN
          : DenialKind.AUDITED;
    }
    DenialRecord record = record(seen);
    return rules
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
        if (artefact.isProfile(profile)) {
          return Mode.of(revision.mode())
              .flatMap(mode -> read(artefact, profile, revision).map(r -> new Known(r, mode)))
              .map(k -> new Known(k.rules().under(cluster(revision)), k.mode()));
        }
      }
    }
    return Optional.empty();
  }

  /** As they hold for the program, if the profile is one's. */
  private Optional<ContainerRules> read(Artefact artefact, String profile, Revision revision) {
    Json entry = artefact.rules();
    return ContainerReader.read(
            entry.text("profileName"),
            draft(entry),
            new Library(bundled.with(bases(revision)).bases(), presets(entry)),
            new ArrayList<>())
        .map(rules -> artefact.program(profile).map(rules::of).orElse(rules));
  }

  /** Bases of teams, as they were when the revision was made. */
  private List<BaseProfile> bases(Revision revision) {
    return revision.bases().stream()
        .flatMap(base ->
            new OwnBase(
                    base.text("name"),
                    Optional.of(base.text("from")).filter(from -> !from.isEmpty()),
                    base.texts("rules"))
                .read(bundled.bases(), new ArrayList<>()).stream())
        .toList();
  }

  private List<ClusterRules> cluster(Revision revision) {
    return revision.cluster().stream()
        .map(entry ->
            ClusterReader.read(
                draft(entry),
                List.of(),
                new Library(bundled.bases(), presets(entry)),
                new ArrayList<>()))
        .toList();
  }

  private static Draft.Container draft(Json entry) {
    return new Draft.Container(
        entry.text("name"),
        entry.text("base"),
        entry.texts(Preset.LIST),
        rules(entry),
        capabilities(entry),
        entry.text(SecretMounts.FIELD));
  }

  /** As they were when the revision was made. */
  private static SortedMap<String, Preset> presets(Json entry) {
    var presets = new TreeMap<String, Preset>();
    for (Json stored : entry.items("presetRules")) {
      String name = stored.text("name");
      try {
        presets.put(
            name, PresetText.preset(name, stored.text("version"), "", stored.texts("rules")));
      } catch (IllegalArgumentException ofLaterVersion) {
        // Without it a denial is Unexpected, as any that this helper cannot explain.
      }
    }
    return presets;
  }

  private static Map<RuleList, List<Draft.Rule>> rules(Json entry) {
    Map<RuleList, List<Draft.Rule>> rules = new EnumMap<>(RuleList.class);
    for (RuleList list : RuleList.values()) {
      rules.put(
          list, entry.items(list.word()).stream().map(rule -> rule(rule, list.fields())).toList());
    }
    return rules;
  }

  private static Draft.Rule rule(Json rule, List<String> names) {
    Map<String, List<String>> fields = new HashMap<>();
    for (String name : names) {
      switch (rule.at(name)) {
        case Json.Arr list -> fields.put(name, list.texts());
        case Json.Str text -> fields.put(name, List.of(text.value()));
        case Json.Num number -> fields.put(name, List.of(number.literal()));
        case Json.Obj o -> {}
        case Json.Bool b -> {}
        case Json.Null n -> {}
      }
    }
    return new Draft.Rule(rule.text("name"), rule.text("action"), fields);
  }

  private static Optional<Draft.Capabilities> capabilities(Json entry) {
    Json sets = entry.at("capabilities");
    return sets.isNull()
        ? Optional.empty()
        : Optional.of(new Draft.Capabilities(sets.texts("drop"), sets.texts("add")));
  }

  private static DenialRecord record(AuditRecord seen) {
    return new DenialRecord(
        DenialRecord.Type.valueOf(seen.outcome()), seen.operation(), seen.fields());
  }
}
