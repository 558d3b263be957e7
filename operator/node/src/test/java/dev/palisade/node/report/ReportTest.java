package dev.palisade.node.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.node.Fixtures;
import dev.palisade.node.apparmor.Hash;
import dev.palisade.node.apparmor.KernelProfile;
import dev.palisade.node.apparmor.ProfileMode;
import dev.palisade.node.denials.DenialCounts;
import dev.palisade.node.json.Json;
import dev.palisade.node.json.JsonText;
import dev.palisade.node.model.Filter;
import dev.palisade.node.plan.Wanted;
import dev.palisade.node.plan.WantedFilter;
import dev.palisade.node.verify.DroppedCapabilities;
import dev.palisade.node.verify.PodDevices;
import dev.palisade.node.verify.ProofLine;
import dev.palisade.node.verify.SecretMounts.Proof;
import dev.palisade.node.verify.Verdict;
import dev.palisade.policy.DenialKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTest {
  private static final NodeFacts FACTS =
      new NodeFacts("n1", "helper-1", "uid", "1.0", "boot", "6.12.1");
  private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05.678Z");

  @Test
  void theShapeOfAReport() {
    var report =
        new Report(
            FACTS,
            "sha256",
            new Ability(true, "Capable", "", SINCE),
            new Ability(false, "SwitchedOff", "switch it on", SINCE),
            List.of(new ProfileLine("palisade.p", "ab", "Loaded", "")),
            List.of(new ProfileLine("palisade/p.json", "cd", "Failed", "why")),
            List.of(
                new PodLine(
                    "u",
                    "ns",
                    "pod",
                    "rev",
                    new Verdict(Verdict.State.ENFORCED, ""),
                    List.of(
                        new ProofLine("app", Proof.READ_ONLY),
                        new ProofLine("log", Proof.SYS_ADMIN_PRESENT)),
                    List.of(
                        new ProofLine("app", DroppedCapabilities.Proof.APP_ARMOR_ONLY),
                        new ProofLine("log", DroppedCapabilities.Proof.DROPPED)),
                    Optional.of(PodDevices.Proof.ATTACHED_LATE)),
                new PodLine(
                    "v",
                    "ns",
                    "dop",
                    "rev",
                    new Verdict(Verdict.State.PENDING, "no"),
                    List.of(),
                    List.of(),
                    Optional.empty())),
            new CacheLine(true, ""),
            new DenialCounts.Report(
                List.of(
                    new DenialCounts.Entry(
                        "palisade.p", DenialKind.INTENDED, "open", "/a", 3, SINCE)),
                1,
                2,
                "why not"));
    assertThat(report.status())
        .isEqualTo(
            Fixtures.json(
                """
                {'bootID': 'boot', 'helper': {'podName': 'helper-1', 'podUID': 'uid', 'version': '1.0'},
                 'kernel': {'release': '6.12.1', 'rawHash': 'sha256'},
                 'appArmor': {'capable': true, 'reason': 'Capable', 'since': '2026-01-02T03:04:05Z'},
                 'devices': {'capable': false, 'reason': 'SwitchedOff', 'message': 'switch it on', 'since': '2026-01-02T03:04:05Z'},
                 'profiles': [{'name': 'palisade.p', 'sha256': 'ab', 'state': 'Loaded'}],
                 'seccompProfiles': [{'name': 'palisade/p.json', 'sha256': 'cd', 'state': 'Failed', 'message': 'why'}],
                 'pods': [
                  {'uid': 'u', 'namespace': 'ns', 'name': 'pod', 'revision': 'rev', 'verdict': 'Enforced',
                   'secretMounts': [{'container': 'app', 'proof': 'ReadOnly'},
                                    {'container': 'log', 'proof': 'SysAdminPresent'}],
                   'capabilities': [{'container': 'app', 'proof': 'AppArmorOnly'},
                                    {'container': 'log', 'proof': 'Dropped'}], 'devices': 'AttachedLate'},
                  {'uid': 'v', 'namespace': 'ns', 'name': 'dop', 'revision': 'rev', 'verdict': 'Pending', 'message': 'no'}],
                 'denials': {'entries': [{'profile': 'palisade.p', 'kind': 'Intended', 'operation': 'open',
                   'target': '/a', 'count': 3, 'lastSeen': '2026-01-02T03:04:05Z'}], 'omitted': 1, 'lost': 2, 'unavailable': 'why not'}}
                """));
  }

  /** A full node on which everything is wrong and every name is long. */
  @ParameterizedTest
  @ValueSource(ints = {0, 40, 400})
  void aFullNodeFitsAndNoPodOrProfileIsLeftOut(int messageLength) {
    Report report = full(messageLength);
    Json status = report.status();
    assertThat(JsonText.write(status).length).isLessThan(64 * 1024);
    assertThat(status.items("pods")).hasSize(110);
    assertThat(status.items("pods"))
        .allSatisfy(pod -> {
          assertThat(pod.items("secretMounts").getFirst().text("proof")).isEqualTo("Writable");
          assertThat(pod.text("devices")).isEqualTo("AttachedLate");
        });
    assertThat(status.items("profiles")).hasSize(30);
    assertThat(status.items("seccompProfiles")).hasSize(30);
    long listed =
        status.items("denials", "entries").stream().mapToLong(e -> e.number("count")).sum();
    assertThat(listed + status.number("denials", "omitted")).isEqualTo(50 * 1000 + 7);
  }

  /** A container without a line has what its rules ask for, as long as there is room. */
  @Test
  void whatLacksIsToldBeforeWhatDoesNot() {
    String name = "n".repeat(40);
    List<ProofLine> lines =
        Stream.concat(
                Stream.of(new ProofLine("lacks", DroppedCapabilities.Proof.APP_ARMOR_ONLY)),
                IntStream.range(0, 20)
                    .mapToObj(i -> new ProofLine(name + i, DroppedCapabilities.Proof.DROPPED)))
            .toList();
    Json status = pods(IntStream.range(0, 100).mapToObj(i -> pod("pod-" + i, lines)).toList());
    assertThat(status.items("pods"))
        .allSatisfy(pod ->
            assertThat(pod.at("capabilities"))
                .isEqualTo(Fixtures.json("[{'container': 'lacks', 'proof': 'AppArmorOnly'}]")));
  }

  private static List<ProofLine> secrets(String name) {
    return List.of(
        new ProofLine(name + "-a", Proof.WRITABLE),
        new ProofLine(name + "-b", Proof.READ_ONLY),
        new ProofLine(name + "-c", Proof.READ_ONLY));
  }

  private static List<ProofLine> capabilities(String name) {
    return Stream.of("-a", "-b", "-c")
        .map(c -> new ProofLine(name + c, DroppedCapabilities.Proof.APP_ARMOR_ONLY))
        .toList();
  }

  private static Report full(int messageLength) {
    String message = "x".repeat(messageLength);
    String name = "n".repeat(30);
    return new Report(
        FACTS,
        "sha256",
        new Ability(false, "RuntimeIgnoresAppArmor", message, SINCE),
        new Ability(false, "Refused", message, SINCE),
        failed("palisade.%s.%s.container.%%026d".formatted(name, name), message),
        failed("palisade/%s.%s.container.%%026d.json".formatted(name, name), message),
        IntStream.range(0, 110)
            .mapToObj(i ->
                new PodLine(
                    "0f3c2b1a-0000-4000-8000-%012d".formatted(i),
                    name,
                    name + "-5689c45fd-5t4nd",
                    name + "." + name + ".ab12cd34ef",
                    new Verdict(Verdict.State.UNENFORCED, message),
                    secrets(name),
                    capabilities(name),
                    Optional.of(PodDevices.Proof.ATTACHED_LATE)))
            .toList(),
        new CacheLine(false, message),
        new DenialCounts.Report(
            IntStream.range(0, 50)
                .mapToObj(i ->
                    new DenialCounts.Entry(
                        "palisade.%s.%s.container.%026d".formatted(name, name, i),
                        DenialKind.INTENDED,
                        "open",
                        "/" + message,
                        1000,
                        SINCE))
                .toList(),
            7,
            0,
            message));
  }

  private static List<ProfileLine> failed(String names, String message) {
    return IntStream.range(0, 30)
        .mapToObj(i -> new ProfileLine(names.formatted(i), "a".repeat(64), "Failed", message))
        .toList();
  }

  @Test
  void whatIsSaidOfEachProfile() {
    var kernel = new TreeMap<String, KernelProfile>();
    kernel.put("good", new KernelProfile("good", "enforce", new Hash("sha256", "aa")));
    kernel.put("old", new KernelProfile("old", "enforce", new Hash("sha1", "11")));
    kernel.put("other", new KernelProfile("other", "enforce", new Hash("sha256", "cc")));
    kernel.put("soft", new KernelProfile("soft", "complain", new Hash("sha256", "aa")));
    kernel.put("unknown", new KernelProfile("unknown", "enforce", new Hash("sha256", "dd")));
    var known = new TreeMap<String, Wanted>();
    for (String name : List.of("good", "old", "other", "soft", "failed", "untried")) {
      known.put(
          name, new Wanted(name, "blob", "aa", "11", Optional.of(ProfileMode.ENFORCE), "why"));
    }
    Map<String, String> failures = Map.of("failed", "no room");
    List<ProfileLine> lines =
        ProfileLine.of(kernel, known, known, name -> Optional.ofNullable(failures.get(name)));
    assertThat(lines.stream().map(l -> l.name() + " " + l.state() + " " + l.sha256()))
        .containsExactly(
            "failed Failed aa",
            "good Loaded aa",
            "old Loaded aa",
            "other Tampered cc",
            "soft Tampered aa",
            "unknown Loaded dd");
    assertThat(lines.get(0).message()).isEqualTo("no room");
    assertThat(lines.get(3).message()).contains("hash cc, expected aa").contains("not replaced");
  }

  @Test
  void whatIsSaidOfEachFilter() {
    Map<String, String> files =
        Map.of("good", "aa", "damaged", "bb", "broken", "bb", "of-before", "dd", "unreadable", "");
    Map<String, String> known =
        Map.of("good", "aa", "damaged", "aa", "broken", "aa", "failed", "aa", "untried", "aa");
    Map<String, WantedFilter> wanted = new TreeMap<>();
    for (String name : List.of("damaged", "broken", "failed", "untried")) {
      wanted.put(name, new WantedFilter(new Filter(name, "blob", "aa"), "why"));
    }
    Map<String, String> failures = Map.of("failed", "no room", "broken", "no disk", "good", "x");
    List<ProfileLine> lines =
        ProfileLine.ofFilters(files, known, wanted, n -> Optional.ofNullable(failures.get(n)));
    assertThat(lines)
        .containsExactly(
            new ProfileLine("broken", "aa", "Failed", "no disk"),
            new ProfileLine("failed", "aa", "Failed", "no room"),
            new ProfileLine("good", "aa", "Loaded", ""),
            new ProfileLine("of-before", "dd", "Loaded", ""));
  }

  private static PodLine pod(String name, List<ProofLine> capabilities) {
    return new PodLine(
        name,
        "ns",
        name,
        "rev",
        new Verdict(Verdict.State.ENFORCED, ""),
        List.of(),
        capabilities,
        Optional.empty());
  }

  /** The status of a node with these pods and nothing else. */
  private static Json pods(List<PodLine> pods) {
    return new Report(
            FACTS,
            "sha256",
            new Ability(true, "Capable", "", SINCE),
            new Ability(false, "SwitchedOff", "switch it on", SINCE),
            List.of(),
            List.of(),
            pods,
            new CacheLine(true, ""),
            DenialCounts.Report.NONE)
        .status();
  }

  @Test
  void aNodeWithoutFiltersSaysNothingOfThem() {
    assertThat(pods(List.of()).fields())
        .containsKey("profiles")
        .doesNotContainKey("seccompProfiles");
  }
}
