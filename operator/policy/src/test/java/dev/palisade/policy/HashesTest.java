package dev.palisade.policy;

import static dev.palisade.policy.DraftBuilder.audit;
import static dev.palisade.policy.DraftBuilder.file;
import static dev.palisade.policy.DraftBuilder.run;
import static dev.palisade.policy.DraftBuilder.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.policy.apparmor.BaseProfile;
import dev.palisade.policy.apparmor.Rule;
import dev.palisade.policy.device.DeviceTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashesTest {
  @Test
  void base32IsThatOfRfc4648() {
    assertThat(Base32.of("foobar".getBytes(StandardCharsets.US_ASCII))).isEqualTo("mzxw6ytboi");
    assertThat(Base32.of("fo".getBytes(StandardCharsets.US_ASCII))).isEqualTo("mzxq");
  }

  @Test
  void whereAFieldEndsIsPartOfTheHash() {
    assertThat(Digest.over("ab", "c").hex()).isNotEqualTo(Digest.over("a", "bc").hex());
    assertThat(Digest.over().addAll(List.of("a")).addAll(List.of()).hex())
        .isNotEqualTo(Digest.over().addAll(List.of()).addAll(List.of("a")).hex());
  }

  @Test
  void sourceIsWhatThePolicyMeans() {
    var one = new DraftBuilder().files(write("a", "/x", "/y")).executables(run("e", "/z"));
    var same = new DraftBuilder().files(write("b", "/y"), write("c", "/x"));
    same.executables(run("other", "/z"));
    assertThat(Hashes.source(same.policy())).isEqualTo(Hashes.source(one.policy())).hasSize(52);
  }

  @Test
  void whatIsCoveredSaysNothingMore() {
    var one = new DraftBuilder().files(write("a", "/x"));
    one.rule(RuleList.NETWORK, "all", Map.of("families", List.of("Inet")));
    var same =
        new DraftBuilder().files(file("a", List.of("Write", "Append", "Lock", "Link"), "/x"));
    same.rule(
        RuleList.FILES,
        "own",
        Map.of(
            "paths", List.of("/x"),
            "access", List.of("Append"),
            "owner", List.of("Self")));
    same.rule(RuleList.NETWORK, "all", Map.of("families", List.of("Inet")));
    same.rule(
        RuleList.NETWORK,
        "raw",
        Map.of("families", List.of("Inet"), "types", List.of("Raw", "Dgram")));
    assertThat(Hashes.source(same.policy())).isEqualTo(Hashes.source(one.policy()));
    assertThat(artefact(same.policy())).isEqualTo(artefact(one.policy()));
  }

  /** Of the time before there were rules about devices: what runs is found by them (I11). */
  @Test
  void policiesWithoutRulesAboutDevicesHaveTheHashesThatTheyHad() {
    assertThat(Hashes.source(new DraftBuilder().files(write("a", "/x")).policy()))
        .isEqualTo("szkph7pvydzxop7xk5m453zjm4helmzaqsadqvkc6cjife4bvn2q");
    var part = new Hashes.Part("_default", "00", Optional.empty(), CapabilityRules.NONE, false);
    assertThat(Hashes.revision("shop", "checkout", "uid", List.of(part), DeviceTable.of(List.of())))
        .isEqualTo("pguitugg35cuptnaz6cmupscp22swnq26bcpouqvqpqte6qmfhma");
  }

  /** I11: an upgraded operator has another base, and finds what an older one made all the same. */
  @Test
  void anotherVersionOfTheBaseIsTheSameSourceAndAnotherArtefact() {
    var draft = new DraftBuilder().files(write("a", "/x"));
    Policy now = draft.policy();
    BaseProfile base = now.defaultContainer().base();
    List<Rule> fewer = base.rules().subList(1, base.rules().size());
    Policy later =
        draft.policy(new BaseProfile(base.name(), base.version() + "1", fewer, List.of()));
    assertThat(Hashes.source(later)).isEqualTo(Hashes.source(now));
    assertThat(artefact(later)).isNotEqualTo(artefact(now));
  }

  /** A change of a team's base is to be rolled out; how it is written is not a change. */
  @Test
  void theRulesOfABaseOfATeamAreSourceAndTheirOrderIsNot() {
    String source = sourceOn(Optional.empty(), "network,", "signal (receive),", "/a r,");
    assertThat(sourceOn(Optional.empty(), "/a r,", "network,", "signal (receive),", "network,"))
        .isEqualTo(source);
    assertThat(
            List.of(
                sourceOn(Optional.empty(), "network,", "signal (receive),"),
                sourceOn(Optional.empty(), "network,", "signal (receive),", "/a w,"),
                sourceOn(Optional.of("Restricted"), "network,", "signal (receive),", "/a r,")))
        .doesNotHaveDuplicates()
        .doesNotContain(source);
  }

  private static String sourceOn(Optional<String> from, String... lines) {
    BaseProfile base =
        new OwnBase("team", from, List.of(lines))
            .read(Library.bundledBases(), new ArrayList<>())
            .orElseThrow();
    return Hashes.source(new DraftBuilder().base("team").files(write("a", "/x")).policy(base));
  }

  private static String artefact(Policy policy) {
    return Hashes.artefact(
        ProfileTree.of(policy.defaultContainer(), policy.mode()), policy.mode(), "set", "4.1.0");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void sourceChangesWithEverythingThatMatters(int which) {
    List<Consumer<DraftBuilder>> changes =
        List.of(
            d -> d.mode = "Complain",
            d -> d.files(write("more", "/more")),
            d -> d.executables(run("more", "/more")),
            d ->
                d.rule(
                    RuleList.FILES,
                    "own",
                    Map.of(
                        "paths", List.of("/y"),
                        "access", List.of("Read"),
                        "owner", List.of("Self"))),
            d -> d.files(audit(write("seen", "/x"))),
            d -> d.rule(RuleList.SIGNALS, "more", Map.of("access", List.of("Send"))),
            d -> d.rule(RuleList.MOUNTS, "more", Map.of("operations", List.of("Unmount"))),
            d ->
                d.rule(
                    RuleList.RESOURCE_LIMITS,
                    "more",
                    Map.of("resource", List.of("NOFILE"), "max", List.of("8"))),
            d -> d.rule(RuleList.PTRACE, "more", Map.of("access", List.of("Read"))),
            d -> d.rule(RuleList.NETWORK, "more", Map.of("types", List.of("Raw"))),
            d -> d.rule(RuleList.SYSCALLS, "more", Map.of("names", List.of("ptrace"))),
            d -> d.capabilities(List.of("KILL"), List.of()),
            d -> d.capabilities(List.of("ALL"), List.of("KILL")),
            d -> d.presets("no-shell"),
            d -> d.secretMounts("ReadOnly"),
            d -> d.device("more", "Deny", "Block", "8:*", "Read"),
            d -> d.containers.add(new DraftBuilder().rules("app")));
    var changed = new DraftBuilder().files(write("a", "/x"));
    String before = Hashes.source(changed.policy());
    changes.get(which).accept(changed);
    assertThat(Hashes.source(changed.policy())).isNotEqualTo(before);
  }

  @Test
  void revisionCoversUidArtefactsFiltersCapabilitiesSecretsAndDevices() {
    CapabilityRules kill =
        new DraftBuilder()
            .capabilities(List.of("KILL"), List.of())
            .policy()
            .defaultContainer()
            .capabilities();
    var part = new Hashes.Part("_default", "00", Optional.empty(), CapabilityRules.NONE, false);
    DeviceTable none = DeviceTable.of(List.of());
    DeviceTable disks =
        new DraftBuilder().device("a", "Deny", "Block", "8:*", "Read").policy().deviceTable();
    String base = Hashes.revision("ns", "p", "", List.of(part), none);
    var secrets = new Hashes.Part("_default", "00", Optional.empty(), CapabilityRules.NONE, true);
    var filtered =
        new Hashes.Part("_default", "00", Optional.of("00"), CapabilityRules.NONE, false);
    assertThat(
            List.of(
                Hashes.revision("ns", "p", "", List.of(secrets), none),
                Hashes.revision("ns", "p", "", List.of(filtered), none),
                Hashes.revision("ns", "p", "", List.of(part), disks),
                Hashes.revision("ns", "p", "uid", List.of(part), none),
                Hashes.revision("n", "sp", "", List.of(part), none),
                Hashes.revision(
                    "ns",
                    "p",
                    "",
                    List.of(new Hashes.Part("_default", "01", Optional.empty(), kill, false)),
                    none),
                Hashes.revision(
                    "ns",
                    "p",
                    "",
                    List.of(new Hashes.Part("_default", "00", Optional.empty(), kill, false)),
                    none)))
        .doesNotHaveDuplicates()
        .doesNotContain(base);
  }
}
