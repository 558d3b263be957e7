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
import dev.palisade.policy.apparmor.BaseText;
import dev.palisade.policy.apparmor.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A profile as apparmor.d(5) has it. What it denies is taken over; what it allows is, where {@code
 * RuntimeDefault} allows it anyway, and is told where not. Rules stand one a line, or over several
 * up to their comma.
 */
final class AppArmorText {
  private static final Pattern QUALIFIED =
      Pattern.compile("(audit\\s+)?(deny\\s+|allow\\s+)?(owner\\s+)?(.*)");
  private static final Pattern PATH =
      Pattern.compile("(?:file\\s+)?(?:\"([^\"]+)\"|([/@]\\S*))\\s+([a-zA-Z]+)(?:\\s*->.*)?");
  private static final Pattern PATH_LAST =
      Pattern.compile("(?:file\\s+)?([a-zA-Z]+)\\s+(?:\"([^\"]+)\"|([/@]\\S*))");
  private static final Pattern LIMIT = Pattern.compile("set rlimit (\\S+) <= (\\d{1,18}),");
  private static final Set<String> READ_ALREADY =
      Set.of("include <tunables/global>", "include <abstractions/base>");
  private static final Set<String> WHOLE = Set.of("network", "capability", "file", "umount");
  private static final String NO_ALLOW_LISTS =
      "allows: what is not denied is allowed here; for an allow list write base: Restricted by hand";

  private final Translation translation;
  private final List<Rule> base;

  private AppArmorText(Translation translation, List<Rule> base) {
    this.translation = translation;
    this.base = base;
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
    var reader =
        new AppArmorText(translation, Library.bundledBases().get(Library.RUNTIME_DEFAULT).rules());
    translation.in(List.of(), said -> reader.profile(rules, said));
    return translation;
  }

  private void profile(List<String> rules, Said said) {
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
    if (rule.startsWith("abi ") || rule.startsWith("@{") || rule.startsWith("alias ")) {
      if (!rule.startsWith("abi ")) {
        translation.unsaid(rule, "variables and aliases are not read; write what they stand for");
      }
    } else if (rule.startsWith("set rlimit")) {
      limit(rule, said);
    } else if (rule.startsWith("change_profile")) {
      translation.unsaid(rule, "a container keeps its profile: no base lets it change");
    } else if (rule.startsWith("include")) {
      include(rule);
    } else {
      Matcher qualified = QUALIFIED.matcher(rule.replaceAll(",$", "").strip());
      if (qualified.matches()) {
        boolean denies = qualified.group(2) != null && qualified.group(2).startsWith("deny");
        boolean audits = qualified.group(1) != null;
        FileOwner owner = qualified.group(3) == null ? FileOwner.Any : FileOwner.Self;
        body(rule, qualified.group(4).strip(), denies, audits, owner, said);
      }
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

  private void body(
      String rule, String body, boolean denies, boolean audits, FileOwner owner, Said said) {
    if (isOfBase(rule) || (!denies && WHOLE.contains(body))) {
      return;
    }
    if (!denies && !audits) {
      translation.unsaid(rule, NO_ALLOW_LISTS);
      return;
    }
    RuleAction action = denies ? RuleAction.Deny : RuleAction.Audit;
    List<String> words = List.of(body.split("\\s+", -1));
    boolean done =
        switch (words.getFirst()) {
          case "capability" -> denies && capability(words, said);
          case "network" -> network(action, words, said);
          case "mount", "remount", "umount", "pivot_root" -> mount(action, words, said);
          case "ptrace" -> ptrace(action, body, said);
          default -> path(action, body, owner, said);
        };
    if (!done) {
      translation.unsaid(rule, "has no counterpart that could be made of it");
    }
  }

  /** As its own text would be read, without audit. */
  private boolean isOfBase(String rule) {
    String plain = rule.replaceFirst("^audit\\s+", "").replace("@{PROC}", "/proc");
    try {
      return BaseText.read("# base x version x\n" + plain).rules().stream()
          .allMatch(r -> base.contains(r) || base.stream().anyMatch(b -> covers(b, r)));
    } catch (IllegalArgumentException notOfTheSubset) {
      return false;
    }
  }

  /** The same path with more permissions. */
  private static boolean covers(Rule wide, Rule narrow) {
    return wide instanceof Rule.Path w
        && narrow instanceof Rule.Path n
        && w.effect() == n.effect()
        && w.path().equals(n.path())
        && w.permissions().containsAll(n.permissions());
  }

  private static boolean capability(List<String> words, Said said) {
    (words.size() == 1 ? List.of("ALL") : words.subList(1, words.size())).forEach(said::drop);
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

  private static boolean path(RuleAction action, String body, FileOwner owner, Said said) {
    Matcher first = PATH.matcher(body);
    Matcher last = PATH_LAST.matcher(body);
    String path;
    String letters;
    if (first.matches()) {
      path = first.group(1) != null ? first.group(1) : first.group(2);
      letters = first.group(3);
    } else if (last.matches()) {
      path = last.group(2) != null ? last.group(2) : last.group(3);
      letters = last.group(1);
    } else {
      return false;
    }
    Set<FileAccess> access = access(letters);
    if (access.isEmpty()) {
      return false;
    }
    for (String one : Alternatives.of(path)) {
      if (owner == FileOwner.Any && access.equals(Set.of(FileAccess.Execute))) {
        said.execute(action, one);
      } else {
        said.file(action, List.copyOf(access), owner, one);
      }
    }
    return true;
  }

  /** Mapping alone has no word here; Write is locking and linking too. */
  private static Set<FileAccess> access(String letters) {
    Set<FileAccess> access = EnumSet.noneOf(FileAccess.class);
    for (int i = 0; i < letters.length(); i++) {
      switch (letters.charAt(i)) {
        case 'r' -> access.add(FileAccess.Read);
        case 'w' -> access.add(FileAccess.Write);
        case 'a' -> access.add(FileAccess.Append);
        case 'k' -> access.add(FileAccess.Lock);
        case 'l' -> access.add(FileAccess.Link);
        case 'x' -> access.add(FileAccess.Execute);
        default -> {
          // How a program that may be executed goes on, and mapping.
        }
      }
    }
    if (access.contains(FileAccess.Write)) {
      access.removeAll(EnumSet.of(FileAccess.Append, FileAccess.Lock, FileAccess.Link));
    }
    return new LinkedHashSet<>(access);
  }

  private static <W extends Enum<W>> Optional<W> word(String word, W[] values) {
    return Arrays.stream(values)
        .filter(v -> v.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst();
  }
}
