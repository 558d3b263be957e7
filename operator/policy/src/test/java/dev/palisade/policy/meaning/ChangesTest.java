package dev.palisade.policy.meaning;

import static dev.palisade.policy.DraftBuilder.file;
import static dev.palisade.policy.DraftBuilder.run;
import static dev.palisade.policy.DraftBuilder.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.policy.Draft;
import dev.palisade.policy.DraftBuilder;
import dev.palisade.policy.Policy;
import dev.palisade.policy.ProfileTree;
import dev.palisade.policy.RuleList;
import dev.palisade.policy.apparmor.Profile;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChangesTest {
  static Stream<List<DraftBuilder>> same() {
    return Stream.of(
        List.of(files(write("a", "/d/**")), files(write("renamed", "/d/**"))),
        List.of(
            files(write("a", "/d/**", "/e/**")), files(write("b", "/e/**"), write("a", "/d/**"))),
        List.of(files(write("a", "/d/**")), files(write("a", "/d/**", "/d/x", "/d/*/y"))),
        // The base denies it already.
        List.of(files(), files(file("a", List.of("Read"), "/sys/firmware/**", "/proc/kcore"))),
        // All names below /d are those directly below and those further down.
        List.of(files(write("a", "/d/**")), files(write("a", "/d/*", "/d/*/", "/d/*/**"))));
  }

  @ParameterizedTest
  @MethodSource
  void same(List<DraftBuilder> policies) {
    assertThat(changes(policies.getFirst(), policies.getLast())).isEmpty();
    assertThat(changes(policies.getLast(), policies.getFirst())).isEmpty();
  }

  @Test
  void aRuleMoreIsNarrowerAndOneLessWider() {
    DraftBuilder none = files();
    DraftBuilder one = files(write("no-writes", "/d/**"));
    assertThat(changes(none, one))
        .containsExactly("NARROWER files/no-writes: write /d/**, as write /d/a");
    assertThat(changes(one, none))
        .containsExactly("WIDER files/no-writes: write /d/**, as write /d/a");
  }

  @Test
  void onlyWhatNoOtherRuleCoversIsShown() {
    assertThat(changes(files(write("a", "/d/*")), files(write("b", "/d/**"))))
        .containsExactly("NARROWER files/b: write /d/**, as write /d/a/");
    assertThat(
            changes(
                files(write("a", "/d/**")),
                files(write("a", "/d/**"), file("b", List.of("Read", "Write"), "/d/x"))))
        .containsExactly("NARROWER files/b: read /d/x, as read /d/x");
  }

  @Test
  void eachKindOfRule() {
    DraftBuilder more =
        new DraftBuilder()
            .executables(run("no-shell", "/bin/*sh"))
            .capabilities(List.of("NET_RAW"), List.of())
            .rules(
                RuleList.NETWORK, new Draft.Rule("no-raw", "Deny", Map.of("types", List.of("Raw"))))
            .rule(
                RuleList.MOUNTS,
                "stay",
                Map.of("operations", List.of("Unmount"), "paths", List.of("/d/*")))
            .rule(
                RuleList.RESOURCE_LIMITS,
                "files",
                Map.of("resource", List.of("NOFILE"), "max", List.of("64")));
    assertThat(changes(files(), more))
        .containsExactlyInAnyOrder(
            "NARROWER executables/no-shell: execute /bin/*sh, as execute /bin/sh",
            "NARROWER capabilities: use capability NET_RAW, as capability NET_RAW",
            "NARROWER network/no-raw: use sockets of type raw, as network unix raw",
            "NARROWER mounts/stay: unmount /d/*, as unmount /d/a",
            "NARROWER mounts/stay: unmount /d/*/, as unmount /d/a/",
            "NARROWER resourceLimits/files: have a limit nofile above 64, as limit nofile 65");
  }

  @Test
  void complainReports() {
    DraftBuilder enforced = files(write("a", "/d/**"));
    DraftBuilder tried = files(write("a", "/d/**")).mode("Complain");
    assertThat(changes(files().mode("Complain"), tried))
        .containsExactly("REPORTED files/a: write /d/**, as write /d/a");
    assertThat(changes(enforced, tried)).allMatch(c -> c.startsWith("WIDER files/a: write /d/**"));
    assertThat(changes(tried, enforced))
        .allMatch(c -> c.startsWith("NARROWER files/a: write /d/**"));
  }

  @Test
  void ownFiles() {
    DraftBuilder own =
        new DraftBuilder()
            .rule(
                RuleList.FILES,
                "own",
                Map.of(
                    "paths",
                    List.of("/d/**"),
                    "access",
                    List.of("Write"),
                    "owner",
                    List.of("Self")));
    assertThat(changes(own, files(write("any", "/d/**"))))
        .containsExactly("NARROWER files/any: write /d/**, as write /d/a other");
    assertThat(changes(files(), own))
        .containsExactly("NARROWER files/own: write /d/** where it is the owner, as write /d/a");
  }

  /** Every witness is answered differently, and where there is none, nothing random is. */
  @Test
  void witnessesHold() {
    var random = new Random(7);
    int differing = 0;
    for (int i = 0; i < 150; i++) {
      Policy before = random(random);
      Policy after = random(random);
      List<Change> found = Changes.between(profile(before), profile(after));
      for (Change change : found) {
        Question question = MeaningTest.asked(change.witness());
        assertThat(meaning(before).answer(question).allowed())
            .as("%s in %s", change, before)
            .isNotEqualTo(meaning(after).answer(question).allowed());
        differing++;
      }
      for (int j = 0; j < 20; j++) {
        Question question = MeaningTest.asked("write " + name(random));
        boolean was = meaning(before).answer(question).allowed();
        boolean is = meaning(after).answer(question).allowed();
        if (was != is) {
          assertThat(found)
              .as("%s differs in %s and %s", question, before, after)
              .anyMatch(c -> c.kind() == (is ? Change.Kind.WIDER : Change.Kind.NARROWER));
        }
      }
    }
    assertThat(differing).isGreaterThan(200);
  }

  private static Policy random(Random random) {
    var paths = new String[1 + random.nextInt(3)];
    for (int i = 0; i < paths.length; i++) {
      paths[i] =
          List.of(
                  "/a/**",
                  "/a/*",
                  "/a/b*",
                  "/a/**/b",
                  "/a/b/",
                  "/a/?",
                  "/a/bb",
                  "/a/*/b/**",
                  "/sys/f*")
              .get(random.nextInt(9));
    }
    return files(write("r", Stream.of(paths).distinct().toArray(String[]::new))).policy();
  }

  private static String name(Random random) {
    var name = new StringBuilder("/a");
    for (int more = 1 + random.nextInt(3); more > 0; more--) {
      name.append(List.of("/a", "/b", "/bb", "/bx").get(random.nextInt(4)));
    }
    return name.append(random.nextInt(3) == 0 ? "/" : "").toString();
  }

  private static DraftBuilder files(Draft.Rule... rules) {
    return new DraftBuilder().files(rules);
  }

  private static List<String> changes(DraftBuilder before, DraftBuilder after) {
    return Changes.between(profile(before.policy()), profile(after.policy())).stream()
        .map(c ->
            "%s %s: %s, as %s".formatted(c.kind(), c.decider().origin(), c.what(), c.witness()))
        .toList();
  }

  private static Profile profile(Policy policy) {
    return ProfileTree.of(policy.defaultContainer(), policy.mode());
  }

  private static Meaning meaning(Policy policy) {
    return Meaning.of(policy, policy.defaultContainer(), ContainerRuntime.CONTAINERD);
  }
}
