package dev.palisade.policy.meaning;

import dev.palisade.policy.Preset;
import dev.palisade.policy.SecretMounts;
import dev.palisade.policy.apparmor.Bytes;
import dev.palisade.policy.apparmor.Effect;
import dev.palisade.policy.apparmor.Glob;
import dev.palisade.policy.apparmor.Permission;
import dev.palisade.policy.apparmor.Profile;
import dev.palisade.policy.apparmor.Profile.Entry;
import dev.palisade.policy.apparmor.Quoted;
import dev.palisade.policy.apparmor.Rule;
import dev.palisade.policy.meaning.Finding.Severity;
import dev.palisade.policy.meaning.Question.OnFile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What can be said against the rules of one container, from what they mean. */
public final class Lint {
  /** Directories of every image, of which a rule without the slash says nothing. */
  private static final Set<String> DIRECTORIES =
      Set.of(
          "/bin",
          "/boot",
          "/dev",
          "/etc",
          "/home",
          "/lib",
          "/mnt",
          "/opt",
          "/proc",
          "/root",
          "/run",
          "/sbin",
          "/srv",
          "/sys",
          "/tmp",
          "/usr",
          "/usr/bin",
          "/usr/lib",
          "/usr/local",
          "/usr/local/bin",
          "/usr/sbin",
          "/usr/share",
          "/var",
          "/var/cache",
          "/var/lib",
          "/var/log",
          "/var/run",
          "/var/spool",
          "/var/tmp");

  private Lint() {}

  public static List<Finding> of(Meaning meaning) {
    var findings = new ArrayList<Finding>();
    findings.addAll(withoutEffect(meaning.profile()));
    findings.addAll(idlePresets(meaning.profile()));
    findings.addAll(SyscallLint.of(meaning.syscalls()));
    for (Entry entry : meaning.profile().entries()) {
      if (isWritten(entry) && entry.rule() instanceof Rule.Path path) {
        link(entry, path.path()).ifPresent(findings::add);
        directory(entry, path.path(), meaning.profile()).ifPresent(findings::add);
        renamed(entry, path, meaning).ifPresent(findings::add);
      }
    }
    return List.copyOf(new LinkedHashSet<>(findings));
  }

  /**
   * A rule matters if the profile without it means something else. Those that do not are left out
   * for the others, of which one may be the reason.
   */
  private static List<Finding> withoutEffect(Profile profile) {
    var findings = new ArrayList<Finding>();
    var rest = new ArrayList<>(profile.entries());
    for (Entry entry : profile.entries().reversed()) {
      if (!isWritten(entry) || isSaidElsewhere(entry.rule())) {
        continue;
      }
      var others = new ArrayList<>(rest);
      others.remove(entry);
      if (Changes.between(new Profile(others), new Profile(rest)).isEmpty()) {
        rest.remove(entry);
        findings.add(
            warning(
                entry,
                "changes nothing about \"%s\": %s"
                    .formatted(Wording.of(entry.rule()), who(entry, others))));
      }
    }
    return findings.reversed();
  }

  /** A link follows from its path's rule; a capability is taken out of the container's sets too. */
  private static boolean isSaidElsewhere(Rule rule) {
    return rule instanceof Rule.LinkTo || rule instanceof Rule.Capable;
  }

  /** As a rule by the policy's author; a preset is made to name more than one image has. */
  private static boolean isWritten(Entry entry) {
    return !entry.origin().isEmpty()
        && !isOfPreset(entry)
        && !entry.origin().equals(SecretMounts.FIELD);
  }

  private static boolean isOfPreset(Entry entry) {
    return Preset.isOrigin(entry.origin());
  }

  /**
   * Worth a note only: another base, or a later one, may need it. Those found are left out for the
   * others, as above.
   */
  private static List<Finding> idlePresets(Profile profile) {
    var findings = new ArrayList<Finding>();
    Set<String> kept =
        profile.entries().stream()
            .filter(Lint::isOfPreset)
            .flatMap(e -> origins(e).stream())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    for (String preset : List.copyOf(kept).reversed()) {
      Set<String> others = new LinkedHashSet<>(kept);
      others.remove(preset);
      if (Changes.between(with(others, profile), profile).isEmpty()) {
        kept.remove(preset);
        findings.add(
            new Finding(
                Severity.NOTE,
                preset,
                "changes nothing: the base and the other rules deny all of it already"));
      }
    }
    return findings.reversed();
  }

  /** The profile with these presets only. */
  private static Profile with(Set<String> presets, Profile profile) {
    return new Profile(
        profile.entries().stream()
            .filter(e -> !isOfPreset(e) || origins(e).stream().anyMatch(presets::contains))
            .toList());
  }

  private static List<String> origins(Entry entry) {
    return List.of(entry.origin().split(", ", -1));
  }

  private static String who(Entry entry, List<Entry> others) {
    List<Entry> base = others.stream().filter(e -> e.origin().isEmpty()).toList();
    if (suffices(base, entry)) {
      return "the base says so already";
    }
    return others.stream()
        .filter(e -> !e.origin().isEmpty())
        .filter(e -> suffices(Stream.concat(base.stream(), Stream.of(e)).toList(), entry))
        .findFirst()
        .map(e -> "%s says so already (%s)".formatted(e.origin(), Wording.of(e.rule())))
        .orElse("other rules together say so already");
  }

  private static boolean suffices(List<Entry> others, Entry entry) {
    return Changes.between(
            new Profile(others),
            new Profile(Stream.concat(others.stream(), Stream.of(entry)).toList()))
        .isEmpty();
  }

  private static Optional<Finding> link(Entry entry, Glob path) {
    return KnownLinks.resolved(path)
        .map(target ->
            warning(
                entry,
                "%s leads through a link, and the kernel sees what it points to; write %s as well"
                    .formatted(Quoted.of(path.written()), Quoted.of(target))));
  }

  /** A directory's path ends in a slash: without it the rule is about a file of that name. */
  private static Optional<Finding> directory(Entry entry, Glob path, Profile profile) {
    String written = path.written();
    if (!path.isLiteral() || written.length() < 2) {
      return Optional.empty();
    }
    boolean slash = written.endsWith("/");
    boolean known =
        DIRECTORIES.contains(written) || (!slash && hasContents(written + "/", profile));
    if (slash && !hasContents(written, profile)) {
      return Optional.of(
          warning(
              entry,
              "%s is the directory itself and nothing in it; write %s as well, if its contents are meant"
                  .formatted(Quoted.of(written), Quoted.of(written + "**"))));
    }
    return known
        ? Optional.of(
            warning(
                entry,
                "%s is a directory, which the kernel calls %s; write %s for what is in it"
                    .formatted(
                        Quoted.of(written), Quoted.of(written + "/"), Quoted.of(written + "/**"))))
        : Optional.empty();
  }

  private static boolean hasContents(String directory, Profile profile) {
    return profile.entries().stream()
        .filter(e -> !e.origin().isEmpty() && e.rule() instanceof Rule.Path)
        .map(e -> ((Rule.Path) e.rule()).path().written())
        .anyMatch(p -> p.length() > directory.length() && p.startsWith(directory));
  }

  /** Whoever may rename a directory gives everything below it another path. */
  private static Optional<Finding> renamed(Entry entry, Rule.Path rule, Meaning meaning) {
    if (rule.effect() != Effect.DENY || !rule.permissions().contains(Permission.WRITE)) {
      return Optional.empty();
    }
    List<String> open =
        above(rule.path().beginning()).stream()
            .filter(d -> meaning.answer(new OnFile(Set.of(Permission.WRITE), d, true)).allowed())
            .map(Bytes::text)
            .toList();
    return open.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Finding(
                Severity.NOTE,
                entry.origin(),
                "%s can be reached by another path once %s renamed; deny Write on %s too, unless a mount point or an owner prevents it"
                    .formatted(
                        Quoted.of(rule.path().written()),
                        String.join(" or ", open) + " is",
                        open.size() == 1 ? "it" : "them")));
  }

  /** {@code /a/} and {@code /a/b/} of {@code /a/b/c}. */
  private static List<String> above(String path) {
    var directories = new ArrayList<String>();
    for (int i = 1; i < path.length(); i++) {
      if (path.charAt(i) == '/') {
        directories.add(path.substring(0, i + 1));
      }
    }
    return directories;
  }

  private static Finding warning(Entry entry, String message) {
    return new Finding(Severity.WARNING, entry.origin(), message);
  }
}
