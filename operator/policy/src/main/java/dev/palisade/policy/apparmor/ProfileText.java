package dev.palisade.policy.apparmor;

import dev.palisade.policy.apparmor.Profile.Child;
import dev.palisade.policy.apparmor.Profile.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A profile in AppArmor's language, with its children inside it: one text, which makes one blob.
 */
final class ProfileText {
  private final Profile profile;
  private final String name;
  private final List<String> lines = new ArrayList<>();
  private final List<String> origins = new ArrayList<>();

  ProfileText(Profile profile, String name) {
    this.profile = profile;
    this.name = name;
  }

  Profile.Text text() {
    add("abi <abi/" + Profile.ABI + ">,", "");
    add("", "");
    add(opening(name), "");
    entries("  ", profile.entries(), profile.children());
    for (Child child : profile.children()) {
      add("  " + opening(child.program().id()), "");
      entries(
          "    ",
          child.entries(),
          profile.children().stream().filter(c -> !c.equals(child)).toList());
      add("  }", "");
    }
    add("}", "");
    return new Profile.Text(String.join("\n", lines) + "\n", origins);
  }

  private String opening(String own) {
    return "profile \"%s\" flags=(attach_disconnected,mediate_deleted%s) {"
        .formatted(own, profile.complains() ? ",complain" : "");
  }

  private void entries(String indent, List<Entry> entries, List<Child> others) {
    var at = new Surroundings(self(), targets(others));
    Stream<Entry> ways = others.stream().flatMap(c -> way(c.program(), entries).stream());
    List<Entry> all = Stream.concat(entries.stream(), ways).toList();
    Stream.concat(all.stream(), reports(all))
        .forEach(e -> add(indent + line(RuleText.of(e.rule(), at)), e.origin()));
  }

  /** A process of the container may be under the container's profile or under a child of it. */
  private String self() {
    return profile.children().isEmpty() ? name : name + "{," + Profile.CHILD + "*}";
  }

  private Map<Glob, String> targets(List<Child> others) {
    return others.stream()
        .map(Child::program)
        .collect(Collectors.toMap(Program::glob, p -> p.profile(name)));
  }

  /**
   * What leads to a program's profile where it may be run, but not because of a rule about its path
   * alone, which leads there itself. Of all rules that match, one about a single path decides what
   * becomes of the process (parser, exact matches); whether it may run at all, and what is
   * reported, is for the others still to say.
   */
  private static Optional<Entry> way(Program program, List<Entry> entries) {
    List<Entry> anybodys = running(program, entries, Owner.ANY);
    return anybodys.isEmpty()
        ? way(program, running(program, entries, Owner.SELF), Owner.SELF)
        : way(program, anybodys, Owner.ANY);
  }

  private static Optional<Entry> way(Program program, List<Entry> running, Owner owner) {
    Glob path = program.glob();
    boolean there =
        running.stream().anyMatch(e -> e.rule() instanceof Rule.Path p && p.path().equals(path));
    return running.isEmpty() || there
        ? Optional.empty()
        : Optional.of(
            new Entry(
                new Rule.Path(Effect.ALLOW, path, Set.of(Permission.EXECUTE), owner),
                running.getFirst().origin()));
  }

  /**
   * Where a rule about a single path lets it be run, what rules about more paths say of running
   * decides no longer whether it is reported that the file is mapped, as it does of everything else
   * (apparmor_parser 4.1.0, {@code -D dfa-states}): it is said once more.
   */
  private static Stream<Entry> reports(List<Entry> all) {
    return all.stream()
        .flatMap(e -> runs(e, Effect.ALLOW).stream())
        .map(Rule.Path::path)
        .filter(Glob::isLiteral)
        .distinct()
        .flatMap(path ->
            all.stream()
                .flatMap(e ->
                    runs(e, Effect.AUDIT).stream()
                        .filter(p -> !p.path().isLiteral() && p.path().matches(path.beginning()))
                        .map(p -> report(path, p.owner(), e.origin()))))
        .distinct();
  }

  private static Entry report(Glob path, Owner owner, String origin) {
    return new Entry(new Rule.Path(Effect.AUDIT, path, Set.of(Permission.MAP), owner), origin);
  }

  private static Optional<Rule.Path> runs(Entry entry, Effect effect) {
    return entry.rule() instanceof Rule.Path p && p.effect() == effect && isAboutRunning(p)
        ? Optional.of(p)
        : Optional.empty();
  }

  private static List<Entry> running(Program program, List<Entry> entries, Owner owner) {
    return entries.stream()
        .filter(e -> e.rule().effect() != Effect.DENY && isAboutRunning(e.rule(), program, owner))
        .toList();
  }

  private static boolean isAboutRunning(Rule rule, Program program, Owner owner) {
    return switch (rule) {
      case Rule.Whole w -> w.subject() == Rule.Subject.FILE && owner == Owner.ANY;
      case Rule.Path p ->
          p.owner() == owner && isAboutRunning(p) && p.path().matches(program.path());
      default -> false;
    };
  }

  private static boolean isAboutRunning(Rule.Path rule) {
    return rule.permissions().contains(Permission.EXECUTE);
  }

  /**
   * In a profile that complains a denial holds only if it is quiet: what is audited is allowed
   * after its record was written (security/apparmor/file.c, {@code aa_audit_file}; audit.c, {@code
   * aa_audit}).
   */
  private String line(String text) {
    return profile.complains() ? text.replaceFirst("^audit deny ", "deny ") : text;
  }

  private void add(String line, String origin) {
    lines.add(line);
    origins.add(origin);
  }
}
