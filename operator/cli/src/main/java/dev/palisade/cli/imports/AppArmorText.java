package dev.palisade.cli.imports;

import dev.palisade.api.v1alpha1.FileAccess;
import dev.palisade.api.v1alpha1.FileOwner;
import dev.palisade.api.v1alpha1.MountOperation;
import dev.palisade.api.v1alpha1.PtraceAccess;
import dev.palisade.api.v1alpha1.Resource;
import dev.palisade.api.v1alpha1.RuleAction;
import dev.palisade.api.v1alpha1.SocketFamily;
import dev.palisade.api.v1alpha1.SocketType;
import dev.palisade.policy.Library;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A profile as apparmor.d(5) has it. One that allows files by path, and not all of them, becomes
 * rules that allow, on base {@code Restricted}. Of any other what it denies is taken over, on base
 * {@code RuntimeDefault}; what it allows besides is told. Rules stand one a line, or over several
 * up to their comma.
 */
final class AppArmorText {
  private static final Pattern ASSIGNED = Pattern.compile("@\\{\\w+\\}\\s*\\+?=.*");
  private static final Pattern LIMIT = Pattern.compile("set rlimit (\\S+) <= (\\d{1,18}),");
  private static final Set<String> READ_ALREADY =
      Set.of("include <tunables/global>", "include <abstractions/base>");
  private static final Set<String> WHOLE = Set.of("network", "capability", "file", "umount");
  private static final String ALLOWED_ALREADY =
      "allows: what is not denied is allowed here, as the profile lists no files that it allows, or allows all";

  private final Translation translation;
  private final boolean isAllowList;
  private final BaseLines base;
  private final List<String> capabilities = new ArrayList<>();
  private boolean hasAllCapabilities;

  private AppArmorText(Translation translation, boolean isAllowList) {
    this.translation = translation;
    this.isAllowList = isAllowList;
    this.base = BaseLines.of(isAllowList ? Library.RESTRICTED : Library.RUNTIME_DEFAULT);
  }

  /** Whether a text looks like a profile. */
  static boolean is(String text) {
    return ProfileLines.of(text).stream().anyMatch(ProfileLines::isHeader);
  }

  static Translation translate(String text) {
    List<String> rules = ProfileLines.of(text);
    String name =
        rules.stream()
            .filter(ProfileLines::isHeader)
            .map(ProfileLines::name)
            .findFirst()
            .orElse("");
    var translation = new Translation("profile " + name, name, "");
    var reader = new AppArmorText(translation, isAllowList(rules));
    translation.in(List.of(), said -> reader.profile(rules, said));
    return translation;
  }

  /** Whether it allows files by path, and not all of them. */
  private static boolean isAllowList(List<String> rules) {
    List<String> allowed =
        rules.stream()
            .map(RuleLine::of)
            .filter(line -> !line.denies())
            .map(RuleLine::body)
            .toList();
    return !allowed.contains("file")
        && allowed.stream().anyMatch(body -> PathLine.of(body).isPresent());
  }

  private void profile(List<String> rules, Said said) {
    rules(rules, said);
    if (isAllowList) {
      said.restrict();
      if (translation.name.startsWith("/")) {
        // The program that the profile is for: a kernel attaches it, and a container starts it.
        Alternatives.of(translation.name).forEach(p -> said.execute(RuleAction.Allow, p));
      }
      if (!hasAllCapabilities) {
        said.keepOnly(capabilities);
      }
    }
  }

  private void rules(List<String> rules, Said said) {
    int depth = 0;
    for (String rule : rules) {
      if (rule.equals("}")) {
        depth--;
      } else if (rule.endsWith("{")) {
        if (++depth > 1 || !ProfileLines.isHeader(rule)) {
          translation.unsaid(
              rule, "a profile within a profile, which no_new_privs forbids to enter");
        }
      } else if (depth <= 1) {
        rule(rule, said);
      }
    }
  }

  private void rule(String rule, Said said) {
    if (ASSIGNED.matcher(rule).matches() || rule.startsWith("alias ")) {
      translation.unsaid(rule, "variables and aliases are not read; write what they stand for");
    } else if (rule.startsWith("set rlimit")) {
      limit(rule, said);
    } else if (rule.startsWith("change_profile")) {
      translation.unsaid(rule, "a container keeps its profile: no base lets it change");
    } else if (rule.startsWith("include")) {
      include(rule);
    } else if (!rule.startsWith("abi ")) {
      line(RuleLine.of(rule), said);
    }
  }

  /** The base has what every profile includes. */
  private void include(String rule) {
    if (!READ_ALREADY.contains(rule)) {
      translation.unsaid(rule, "what is included is not read; import it as a profile of its own");
    }
  }

  private void limit(String rule, Said said) {
    Matcher limit = LIMIT.matcher(rule);
    Optional<Resource> resource =
        limit.matches() ? word(limit.group(1), Resource.values()) : Optional.empty();
    if (resource.isPresent()) {
      said.limit(resource.get(), Long.parseLong(limit.group(2)));
    } else {
      translation.unsaid(rule, "not a limit that resourceLimits has, or not a plain number");
    }
  }

  private void line(RuleLine line, Said said) {
    if (base.says(line.text())) {
      return;
    }
    if (!line.denies() && WHOLE.contains(line.body())) {
      whole(line.body(), said);
      return;
    }
    if (!line.denies() && !line.audits() && !isAllowList) {
      translation.unsaid(line.text(), ALLOWED_ALREADY);
      return;
    }
    RuleAction action =
        line.denies() ? RuleAction.Deny : isAllowList ? RuleAction.Allow : RuleAction.Audit;
    if (action == RuleAction.Allow && line.audits()) {
      translation.unsaid(
          line.text(), "base Restricted audits nothing; it is allowed and not reported");
    }
    List<String> words = List.of(line.body().split("\\s+", -1));
    boolean done =
        switch (words.getFirst()) {
          case "capability" -> capability(action, words, said);
          case "network" -> network(action, words, said);
          case "mount", "remount", "umount", "pivot_root" ->
              action != RuleAction.Allow && mount(action, words, said);
          case "ptrace" -> action != RuleAction.Allow && ptrace(action, line.body(), said);
          default -> path(action, line, said);
        };
    if (!done) {
      translation.unsaid(line.text(), "has no counterpart that could be made of it");
    }
  }

  /** Under a base that allows by default there is nothing to say of it. */
  private void whole(String body, Said said) {
    if (isAllowList) {
      switch (body) {
        case "network" -> said.network(RuleAction.Allow, List.of(), List.of());
        case "capability" -> hasAllCapabilities = true;
        default -> said.mount(RuleAction.Allow, MountOperation.Unmount);
      }
    }
  }

  private boolean capability(RuleAction action, List<String> words, Said said) {
    List<String> named = words.size() == 1 ? List.of("ALL") : words.subList(1, words.size());
    switch (action) {
      case Deny -> named.forEach(said::drop);
      case Allow -> capabilities.addAll(named);
      case Audit -> {
        return false;
      }
    }
    return true;
  }

  private static boolean network(RuleAction action, List<String> words, Said said) {
    var families = new ArrayList<SocketFamily>();
    var types = new ArrayList<SocketType>();
    for (String word : words.subList(1, words.size())) {
      Optional<SocketFamily> family = word(word, SocketFamily.values());
      Optional<SocketType> type = word(word, SocketType.values());
      switch (word) {
        case "tcp" -> types.add(SocketType.Stream);
        case "udp" -> types.add(SocketType.Dgram);
        case "icmp" -> types.add(SocketType.Raw);
        default -> {
          if (family.isEmpty() && type.isEmpty()) {
            return false;
          }
          family.ifPresent(families::add);
          type.ifPresent(types::add);
        }
      }
    }
    said.network(action, families, types);
    return true;
  }

  private static boolean mount(RuleAction action, List<String> words, Said said) {
    if (words.size() > 1) {
      return false;
    }
    said.mount(
        action,
        switch (words.getFirst()) {
          case "mount" -> MountOperation.Mount;
          case "remount" -> MountOperation.Remount;
          case "umount" -> MountOperation.Unmount;
          default -> MountOperation.PivotRoot;
        });
    return true;
  }

  private static boolean ptrace(RuleAction action, String body, Said said) {
    var access = new ArrayList<PtraceAccess>();
    for (String word : body.substring("ptrace".length()).split("[(),\\s]+", -1)) {
      if (!word.isEmpty()) {
        Optional<PtraceAccess> named = word(word, PtraceAccess.values());
        if (named.isEmpty()) {
          return false;
        }
        access.add(named.get());
      }
    }
    said.ptrace(action, access.isEmpty() ? List.of(PtraceAccess.values()) : access);
    return true;
  }

  private boolean path(RuleAction action, RuleLine line, Said said) {
    Optional<PathLine> about = PathLine.of(line.body());
    if (action == RuleAction.Allow) {
      about
          .filter(a -> !a.path().equals(translation.name))
          .flatMap(PathLine::lost)
          .ifPresent(why -> translation.unsaid(line.text(), why));
    }
    if (about.isEmpty() || about.get().access().isEmpty()) {
      return false;
    }
    Set<FileAccess> access = about.get().access();
    // To run a program allows to read it.
    boolean isProgram =
        access.equals(Set.of(FileAccess.Execute))
            || (action == RuleAction.Allow
                && access.equals(Set.of(FileAccess.Read, FileAccess.Execute)));
    for (String one : Alternatives.of(about.get().path())) {
      if (line.owner() == FileOwner.Any && isProgram) {
        said.execute(action, one);
      } else {
        said.file(action, List.copyOf(access), line.owner(), one);
      }
    }
    return true;
  }

  private static <W extends Enum<W>> Optional<W> word(String word, W[] values) {
    return Arrays.stream(values)
        .filter(v -> v.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst();
  }
}
