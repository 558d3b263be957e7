package dev.palisade.policy;

import static dev.palisade.policy.DraftBuilder.file;
import static dev.palisade.policy.DraftBuilder.run;
import static dev.palisade.policy.DraftBuilder.write;
import static dev.palisade.policy.RuleList.FILES;
import static dev.palisade.policy.RuleList.MOUNTS;
import static dev.palisade.policy.RuleList.NETWORK;
import static dev.palisade.policy.RuleList.PTRACE;
import static dev.palisade.policy.RuleList.RESOURCE_LIMITS;
import static dev.palisade.policy.RuleList.SIGNALS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyReaderTest {
  private static final String LONG = "a".repeat(64);
  private static final Map<String, List<String>> ABOUT_A =
      Map.of("paths", List.of("/a"), "access", List.of("Write"));

  @ParameterizedTest
  @MethodSource
  void refuses(Consumer<DraftBuilder> bent, String problem) {
    var draft = new DraftBuilder();
    bent.accept(draft);
    assertThat(draft.read()).isInstanceOf(PolicyReading.Refused.class);
    assertThat(((PolicyReading.Refused) draft.read()).problems())
        .extracting(Problem::toString)
        .containsExactly(problem);
  }

  static Stream<Arguments> refuses() {
    return Stream.of(
        refused(
            d -> d.base = "Strict",
            "spec.defaultContainer.base: unknown base \"Strict\"; write Restricted,"
                + " RuntimeDefault or the name of a SecurityBase"),
        refused(
            d -> d.base = "",
            "spec.defaultContainer.base: base is missing; write Restricted, RuntimeDefault or the name"
                + " of a SecurityBase"),
        refused(
            d -> d.presets("no-bpf", "no-shell", "no-bpf"),
            "spec.defaultContainer.presets[2]: preset \"no-bpf\" is there twice"),
        refused(
            d -> d.presets("no-shells"),
            "spec.defaultContainer.presets[0]: unknown preset \"no-shells\"; write one of "
                + String.join(", ", Library.bundled().presets().keySet())),
        refused(
            d -> d.mode = "Audit", "spec.mode: unknown mode \"Audit\"; write Enforce or Complain"),
        refused(d -> d.mode = "", "spec.mode: mode is missing; write Enforce or Complain"),
        refused(
            d -> d.name = LONG,
            "metadata.name: the policy name has 64 characters; it becomes part of the profiles'"
                + " names in the kernel, choose one of at most 63"),
        refused(
            d -> d.name = "a.b",
            "metadata.name: the policy name is \"a.b\"; write lower-case letters, digits and -,"
                + " beginning and ending with a letter or digit"),
        refused(
            d -> d.container("App"),
            "spec.containers[0].name: the container name is \"App\"; write lower-case letters,"
                + " digits and -, beginning and ending with a letter or digit"),
        refused(
            d -> d.container("_default"),
            "spec.containers[0].name: the container name is \"_default\"; write lower-case"
                + " letters, digits and -, beginning and ending with a letter or digit"),
        refused(
            d -> d.container("app").container("app"),
            "spec.containers[1].name: container \"app\" is listed twice; put its rules into one"
                + " entry"),
        refused(
            d -> IntStream.range(0, 33).forEach(i -> d.container("c" + i)),
            "spec.containers: 33 containers; a policy lists at most 32, the others are covered by"
                + " defaultContainer"),
        refused(
            d -> d.files(write("a", "relative/**")),
            "spec.defaultContainer.files[0].paths[0]: \"relative/**\" is not absolute; write the"
                + " full path, starting with /"),
        refused(
            d -> d.files(write("a", "/a"), write("b", "/b", "/c/../d")),
            "spec.defaultContainer.files[1].paths[1]: \"/c/../d\" has a \"..\" segment, which no"
                + " path in the kernel has; write \"/d\""),
        refused(
            d -> d.files(write("a")),
            "spec.defaultContainer.files[0].paths: paths is missing; write at least one path"),
        refused(
            d -> d.files(write("a", Collections.nCopies(65, "/a").toArray(String[]::new))),
            "spec.defaultContainer.files[0].paths: 65 paths; write at most 64 in one rule"),
        refused(
            d -> d.files(write("a", "/a"), write("a", "/b")),
            "spec.defaultContainer.files[1].name: rule \"a\" is there twice; choose another name"),
        refused(
            d -> d.files(write("No Writes", "/a")),
            "spec.defaultContainer.files[0].name: the rule name is \"No Writes\"; write at most 63"
                + " lower-case letters, digits and -"),
        refused(
            d -> d.files(new Draft.Rule("a", "Permit", ABOUT_A)),
            "spec.defaultContainer.files[0].action: unknown action \"Permit\"; write Deny, Allow or"
                + " Audit"),
        refused(
            d -> d.files(file("a", List.of("Mknod"), "/a")),
            "spec.defaultContainer.files[0].access: unknown access \"Mknod\"; write Read, Write, Append,"
                + " Execute, Lock or Link"),
        refused(
            d -> d.files(file("a", List.of(), "/a")),
            "spec.defaultContainer.files[0].access: access is missing; write what the rule is about,"
                + " such as [Write] or [Read]"),
        refused(
            d ->
                d.rule(
                    FILES,
                    "a",
                    Map.of(
                        "paths", List.of("/a"), "access", List.of("Read"), "owner", List.of("Me"))),
            "spec.defaultContainer.files[0].owner: unknown owner \"Me\"; write Any or Self"),
        refused(
            d -> IntStream.range(0, 33).forEach(i -> d.executables(run("r" + i, "/x"))),
            "spec.defaultContainer.executables: 33 rules; write at most 32, a rule may name many"
                + " things"),
        refused(
            d ->
                IntStream.range(0, 16)
                    .forEach(i ->
                        d.files(
                            write(
                                "r" + i,
                                IntStream.range(0, 63)
                                    .mapToObj(k -> "/" + i + "/" + k)
                                    .toArray(String[]::new)))),
            "spec.defaultContainer: 1008 paths; write at most 1000 for a container, with * or **"
                + " for those that share a directory"),
        refused(
            d -> d.rule(NETWORK, "a", Map.of("types", List.of("Raw", "TCP"))),
            "spec.defaultContainer.network[0].types: unknown types \"TCP\"; write Stream, Dgram,"
                + " Raw, Rdm or Seqpacket"),
        refused(
            d -> d.rule(NETWORK, "a", Map.of("families", List.of())),
            "spec.defaultContainer.network[0].families: families is empty; write at least one, or"
                + " leave it out for all"),
        refused(
            d ->
                d.rule(
                    SIGNALS,
                    "a",
                    Map.of("access", List.of("Receive"), "signals", List.of("SIGUSR1"))),
            "spec.defaultContainer.signals[0].peer: a container that cannot receive signals from its"
                + " runtime can never be ended; write peer: Self, or access: [Send]"),
        refused(
            d -> d.rule(SIGNALS, "a", Map.of("peer", List.of("Self"))),
            "spec.defaultContainer.signals[0].access: access is missing; write [Send], [Receive] or"
                + " both"),
        refused(
            d -> d.rule(PTRACE, "a", Map.of("access", List.of("Trace"), "peer", List.of("app"))),
            "spec.defaultContainer.ptrace[0].peer: unknown peer \"app\"; write Anyone or Self"),
        refused(
            d -> d.rule(PTRACE, "a", Map.of("access", List.of("Peek"))),
            "spec.defaultContainer.ptrace[0].access: unknown access \"Peek\"; write Trace,"
                + " TracedBy, Read or ReadBy"),
        refused(
            d -> d.rule(MOUNTS, "a", Map.of("operations", List.of("Umount"))),
            "spec.defaultContainer.mounts[0].operations: unknown operations \"Umount\"; write Mount,"
                + " Remount, Unmount or PivotRoot"),
        refused(
            d ->
                d.rule(
                    MOUNTS, "a", Map.of("operations", List.of("Unmount"), "paths", List.of("mnt"))),
            "spec.defaultContainer.mounts[0].paths[0]: \"mnt\" is not absolute; write the full path,"
                + " starting with /"),
        refused(
            d ->
                d.rule(
                    RESOURCE_LIMITS, "a", Map.of("resource", List.of("RSS"), "max", List.of("1"))),
            "spec.defaultContainer.resourceLimits[0].resource: unknown resource \"RSS\"; write FSIZE,"
                + " DATA, STACK, CORE, NPROC, NOFILE, MEMLOCK, AS, SIGPENDING, MSGQUEUE, RTPRIO or"
                + " RTTIME"),
        refused(
            d -> d.rule(RESOURCE_LIMITS, "a", Map.of("resource", List.of("NOFILE"))),
            "spec.defaultContainer.resourceLimits[0].max: max is missing; write a whole number"),
        refused(
            d ->
                d.rule(
                    RESOURCE_LIMITS,
                    "a",
                    Map.of("resource", List.of("NOFILE"), "max", List.of("-1"))),
            "spec.defaultContainer.resourceLimits[0].max: \"-1\" is no limit; write a whole number of"
                + " at most 18 digits"),
        refused(
            d -> d.capabilities(List.of("CAP_NET_RAWW"), List.of()),
            "spec.defaultContainer.capabilities.drop[0]: unknown capability \"CAP_NET_RAWW\"; write"
                + " ALL or a name such as NET_RAW"),
        refused(
            d -> d.secretMounts("Readonly"),
            "spec.defaultContainer.secretMounts: unknown word \"Readonly\"; write ReadOnly, or leave"
                + " secretMounts out"),
        refused(
            d -> d.capabilities(List.of(), List.of("KILL")),
            "spec.defaultContainer.capabilities.add: add keeps capabilities that drop: [ALL] would"
                + " take; write drop: [ALL], or leave add out"),
        refused(
            d -> d.capabilities(List.of("ALL"), List.of("ALL")),
            "spec.defaultContainer.capabilities.add[0]: add: [ALL] would keep everything; leave"
                + " capabilities out instead"),
        refused(
            d -> d.capabilities(List.of("ALL"), List.of("sys_admin")),
            "spec.defaultContainer.capabilities.add: SYS_ADMIN is not one of the runtime's default"
                + " capabilities, and a policy only takes away; write one of AUDIT_WRITE, CHOWN,"
                + " DAC_OVERRIDE, FOWNER, FSETID, KILL, MKNOD, NET_BIND_SERVICE, NET_RAW, SETFCAP,"
                + " SETGID, SETPCAP, SETUID, SYS_CHROOT"));
  }

  private static Arguments refused(Consumer<DraftBuilder> bent, String problem) {
    return Arguments.of(bent, problem);
  }

  @Test
  void everyProblemIsTold() {
    var draft = new DraftBuilder().files(write("a", "x", "/y", "z"));
    draft.mode = "";
    assertThat(((PolicyReading.Refused) draft.read()).problems()).hasSize(3);
  }

  @Test
  void capabilitiesAreNormalised() {
    CapabilityRules rules =
        new DraftBuilder()
            .capabilities(List.of("cap_net_raw", "CAP_MKNOD", "kill"), List.of())
            .policy()
            .defaultContainer()
            .capabilities();
    assertThat(rules.dropNames()).containsExactly("KILL", "MKNOD", "NET_RAW");
    assertThat(rules.denied())
        .containsExactly(Capability.KILL, Capability.NET_RAW, Capability.MKNOD);
  }

  @Test
  void allButTheAddedAreDenied() {
    CapabilityRules rules =
        new DraftBuilder()
            .capabilities(List.of("all", "KILL"), List.of("CAP_NET_BIND_SERVICE"))
            .policy()
            .defaultContainer()
            .capabilities();
    assertThat(rules.dropNames()).containsExactly("ALL");
    assertThat(rules.addNames()).containsExactly("NET_BIND_SERVICE");
    assertThat(rules.denied()).hasSize(40).doesNotContain(Capability.NET_BIND_SERVICE);
  }

  @Test
  void warnsOfLinksToExecutables() {
    var draft =
        new DraftBuilder()
            .executables(run("no-shell", "/bin/sh", "/usr/bin/awk", "/bin/x", "/usr/bin/x"));
    assertThat(((PolicyReading.Accepted) draft.read()).warnings())
        .extracting(Problem::toString)
        .containsExactly(
            "spec.defaultContainer.executables[0].paths[0]: \"/bin/sh\" is a link in images with a"
                + " merged /usr, and the kernel sees what it points to; write \"/usr/bin/sh\" as"
                + " well",
            "spec.defaultContainer.executables[0].paths[1]: \"/usr/bin/awk\" is a link in most"
                + " images, and the kernel sees what it points to; write the program it resolves to"
                + " as well (readlink -f in the container shows it)");
  }

  @Test
  void warnsOfMountsThatTheBaseDeniesAnyway() {
    var draft =
        new DraftBuilder()
            .rule(
                MOUNTS,
                "no-mounts",
                Map.of("operations", List.of("PivotRoot", "Mount", "Unmount")));
    assertThat(((PolicyReading.Accepted) draft.read()).warnings())
        .extracting(Problem::toString)
        .containsExactly(
            "spec.defaultContainer.mounts[0].operations: base RuntimeDefault denies Mount, PivotRoot"
                + " already: the rule changes nothing about it");
  }

  @Test
  void aContainerWithTheSameRulesIsCoveredByThePodLevel() {
    var draft = new DraftBuilder().files(write("a", "/x", "/y"));
    draft.containers.add(
        new DraftBuilder().files(write("b", "/y"), write("c", "/x")).rules("same"));
    draft.containers.add(new DraftBuilder().files(write("b", "/y")).rules("other"));
    assertThat(draft.policy().governed())
        .extracting(ContainerRules::name)
        .containsExactly("_default", "other");
  }
}
