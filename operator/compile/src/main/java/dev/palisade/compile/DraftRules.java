package dev.palisade.compile;

import dev.palisade.api.v1alpha1.ContainerRules;
import dev.palisade.api.v1alpha1.DeviceRule;
import dev.palisade.api.v1alpha1.NamedRule;
import dev.palisade.api.v1alpha1.Rule;
import dev.palisade.api.v1alpha1.RuleLists;
import dev.palisade.api.v1alpha1.SyscallArgument;
import dev.palisade.policy.Draft;
import dev.palisade.policy.RuleList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Rules of the API as they were written. */
final class DraftRules {
  private final Map<RuleList, List<Draft.Rule>> rules = new EnumMap<>(RuleList.class);

  private DraftRules() {}

  static Map<RuleList, List<Draft.Rule>> of(RuleLists written) {
    var drafts = new DraftRules();
    drafts.add(
        RuleList.FILES,
        written.files,
        (rule, fields) ->
            fields
                .put("paths", rule.paths)
                .put("access", rule.access)
                .one("owner", rule.owner)
                .put("programs", rule.programs));
    drafts.add(
        RuleList.EXECUTABLES,
        written.executables,
        (rule, fields) -> fields.put("paths", rule.paths).put("programs", rule.programs));
    drafts.add(
        RuleList.NETWORK,
        written.network,
        (rule, fields) ->
            fields
                .put("families", rule.families)
                .put("types", rule.types)
                .put("programs", rule.programs));
    drafts.add(
        RuleList.SIGNALS,
        written.signals,
        (rule, fields) ->
            fields.put("access", rule.access).put("signals", rule.signals).one("peer", rule.peer));
    drafts.add(
        RuleList.PTRACE,
        written.ptrace,
        (rule, fields) -> fields.put("access", rule.access).one("peer", rule.peer));
    drafts.add(
        RuleList.MOUNTS,
        written.mounts,
        (rule, fields) -> fields.put("operations", rule.operations).put("paths", rule.paths));
    drafts.add(
        RuleList.SYSCALLS,
        written.syscalls,
        (rule, fields) ->
            fields
                .put("names", rule.names)
                .put(
                    "args",
                    rule.args == null ? null : rule.args.stream().map(DraftRules::words).toList()));
    if (written instanceof ContainerRules ofContainer) {
      drafts.add(
          RuleList.RESOURCE_LIMITS,
          ofContainer.resourceLimits,
          (rule, fields) -> fields.one("resource", rule.resource).one("max", rule.max));
    }
    return drafts.rules;
  }

  /** Rules of pods as a whole. */
  static List<Draft.Rule> devices(List<DeviceRule> written) {
    return drafts(
        written,
        (rule, fields) ->
            fields
                .one("type", rule.type)
                .one("major", rule.major)
                .one("minor", rule.minor)
                .put("access", rule.access));
  }

  private <R extends NamedRule> void add(
      RuleList list, List<R> written, BiConsumer<R, Fields> about) {
    rules.put(list, drafts(Drafts.orEmpty(written), about));
  }

  private static <R extends NamedRule> List<Draft.Rule> drafts(
      List<R> written, BiConsumer<R, Fields> about) {
    return written.stream()
        .map(rule -> {
          var fields = new Fields();
          about.accept(rule, fields);
          return new Draft.Rule(Drafts.text(rule.name), action(rule), fields.words);
        })
        .toList();
  }

  private static String words(SyscallArgument a) {
    return String.join(
        " ",
        Drafts.text(a.index),
        Drafts.text(a.operator),
        Drafts.text(a.value),
        a.mask == null ? "-" : Drafts.text(a.mask));
  }

  private static String action(NamedRule rule) {
    return switch (rule) {
      case Rule r -> Drafts.text(r.action);
      case DeviceRule r -> Drafts.text(r.action);
      default -> "";
    };
  }

  /** What a rule is about; a field that is left out is not there. */
  private static final class Fields {
    private final Map<String, List<String>> words = new HashMap<>();

    Fields put(String name, List<?> values) {
      if (values != null) {
        words.put(name, values.stream().map(Drafts::text).toList());
      }
      return this;
    }

    Fields one(String name, Object value) {
      return put(name, value == null ? null : List.of(value));
    }
  }
}
