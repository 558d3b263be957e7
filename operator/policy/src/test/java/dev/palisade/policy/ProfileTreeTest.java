package dev.palisade.policy;

import static dev.palisade.policy.DraftBuilder.audit;
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

import dev.palisade.policy.apparmor.Profile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProfileTreeTest {
  private static final DraftBuilder DRAFT =
      new DraftBuilder()
          .files(
              write("no-writes", "/d/**", "/a \"b"),
              file("no-reads", List.of("Read"), "/d/**"),
              file("no-appends", List.of("Append"), "/log"),
              file("no-code", List.of("Execute", "Lock", "Link"), "/code"))
          .rule(
              FILES,
              "own",
              Map.of(
                  "paths", List.of("/d/**", "/home/**"),
                  "access", List.of("Read", "Append", "Execute"),
                  "owner", List.of("Self")))
          .executables(run("no-shell", "/usr/bin/dash"))
          .rule(NETWORK, "no-raw", Map.of("types", List.of("Raw")))
          .rule(
              NETWORK,
              "no-wire",
              Map.of("families", List.of("Packet", "Inet"), "types", List.of("Dgram", "Raw")))
          .rule(NETWORK, "no-bluetooth", Map.of("families", List.of("Bluetooth")))
          .capabilities(List.of("NET_RAW"), List.of());

  @Test
  void presetsStandBehindTheRulesUnderTheirNames() {
    var draft = new DraftBuilder().files(write("own", "/x"));
    draft.presets("no-raw-network", "no-core-pattern").capabilities(List.of("KILL"), List.of());
    Policy policy = draft.policy();
    assertThat(entries(policy))
        .containsExactly(
            "files/own: audit deny \"/x\" wkl,",
            "files/own: audit deny link \"/**\" -> \"/x\",",
            "presets/no-core-pattern: audit deny \"/proc/sys/kernel/core_pattern\" wkl,",
            "presets/no-core-pattern: audit deny link \"/**\" -> \"/proc/sys/kernel/core_pattern\",",
            "presets/no-raw-network: audit deny capability net_raw,",
            "presets/no-raw-network: audit deny network packet,",
            "presets/no-raw-network: audit deny network raw,",
            "capabilities: audit deny capability kill,");
    draft.mode = "Complain";
    assertThat(entries(draft.policy()))
        .contains(
            "presets/no-raw-network: audit capability net_raw,",
            "presets/no-raw-network: audit network packet,");
    assertThat(policy.defaultContainer().capabilities().dropNames()).containsExactly("KILL");
  }

  private static List<String> entries(Policy policy) {
    return ProfileTree.of(policy.defaultContainer(), policy.mode()).entries().stream()
        .filter(e -> !e.origin().isEmpty())
        .map(e -> e.origin() + ": " + e.text("p"))
        .toList();
  }

  @Test
  void enforceDeniesAndAudits() {
    assertThat(own(Mode.ENFORCE))
        .containsExactly(
            "  audit deny \"/a\\040\\042b\" wkl,",
            "  audit deny link \"/**\" -> \"/a\\040\\042b\",",
            "  audit deny \"/code\" klmx,",
            "  audit deny link \"/**\" -> \"/code\",",
            "  audit deny \"/d/**\" rwkl,",
            "  audit deny link \"/**\" -> \"/d/**\",",
            "  audit deny owner \"/d/**\" mx,",
            "  audit deny owner \"/home/**\" ramx,",
            "  audit deny owner link \"/**\" -> \"/home/**\",",
            "  audit deny \"/log\" a,",
            "  audit deny link \"/**\" -> \"/log\",",
            "  audit deny \"/usr/bin/dash\" mx,",
            "  audit deny link \"/**\" -> \"/usr/bin/dash\",",
            "  audit deny network bluetooth,",
            "  audit deny network inet dgram,",
            "  audit deny network packet dgram,",
            "  audit deny network raw,",
            "  audit deny capability net_raw,");
  }

  @Test
  void complainAllowsAndAudits() {
    assertThat(own(Mode.COMPLAIN))
        .containsExactly(
            "  audit \"/a\\040\\042b\" wkl,",
            "  audit link subset \"/**\" -> \"/a\\040\\042b\",",
            "  audit \"/code\" klmix,",
            "  audit link subset \"/**\" -> \"/code\",",
            "  audit \"/d/**\" rwkl,",
            "  audit link subset \"/**\" -> \"/d/**\",",
            "  audit owner \"/d/**\" mix,",
            "  audit owner \"/home/**\" ramix,",
            "  audit owner link subset \"/**\" -> \"/home/**\",",
            "  audit \"/log\" a,",
            "  audit link subset \"/**\" -> \"/log\",",
            "  audit \"/usr/bin/dash\" mix,",
            "  audit link subset \"/**\" -> \"/usr/bin/dash\",",
            "  audit network bluetooth,",
            "  audit network inet dgram,",
            "  audit network packet dgram,",
            "  audit network raw,",
            "  audit capability net_raw,");
  }

  /** An allow rule as Complain has it; links keep the subset test, as the base's file rule has. */
  @Test
  void auditIsTheSameInBothModes() {
    var draft =
        new DraftBuilder()
            .files(audit(write("seen", "/d/**")))
            .executables(audit(run("seen", "/usr/bin/id")))
            .rules(
                NETWORK, audit(new Draft.Rule("seen", "", Map.of("families", List.of("Netlink")))));
    for (Mode mode : Mode.values()) {
      assertThat(own(draft, mode))
          .containsExactly(
              "  audit \"/d/**\" wkl,",
              "  audit link subset \"/**\" -> \"/d/**\",",
              "  audit \"/usr/bin/id\" mix,",
              "  audit link subset \"/**\" -> \"/usr/bin/id\",",
              "  audit network netlink,");
    }
  }

  @Test
  void processes() {
    DraftBuilder draft = processRules();
    assertThat(own(draft, Mode.ENFORCE))
        .containsExactly(
            "  audit deny signal (receive) set=(usr1) peer=\"p\",",
            "  audit deny signal (send) set=(kill),",
            "  audit deny signal (send) set=(stp),",
            "  audit deny ptrace (readby) peer=\"p\",",
            "  audit deny ptrace (trace),");
  }

  /** The base allows signals and traces between the container's own processes, and no others. */
  @Test
  void complainAllowsNoProcessThatTheBaseDoesNot() {
    assertThat(own(processRules(), Mode.COMPLAIN))
        .containsExactly(
            "  audit signal (receive) set=(usr1) peer=\"p\",",
            "  audit signal (send) set=(kill) peer=\"p\",",
            "  audit signal (send) set=(stp) peer=\"p\",",
            "  audit ptrace (readby) peer=\"p\",",
            "  audit ptrace (trace) peer=\"p\",");
  }

  private static DraftBuilder processRules() {
    return new DraftBuilder()
        .rule(
            SIGNALS,
            "no-kills",
            Map.of("access", List.of("Send"), "signals", List.of("SIGKILL", "SIGTSTP")))
        .rule(
            SIGNALS,
            "no-reloads",
            Map.of(
                "access", List.of("Receive"),
                "signals", List.of("SIGUSR1"),
                "peer", List.of("Self")))
        .rule(PTRACE, "no-debugger", Map.of("access", List.of("Trace")))
        .rule(PTRACE, "unseen", Map.of("access", List.of("ReadBy"), "peer", List.of("Self")));
  }

  @Test
  void mountsAndLimits() {
    DraftBuilder draft =
        new DraftBuilder()
            .rule(
                MOUNTS,
                "stay",
                Map.of(
                    "operations", List.of("Unmount"),
                    "paths", List.of("/run/secret", "/data/**", "/v/*")))
            .rule(MOUNTS, "none", Map.of("operations", List.of("Mount", "Remount", "PivotRoot")))
            .rule(
                RESOURCE_LIMITS,
                "files",
                Map.of("resource", List.of("NOFILE"), "max", List.of("1024")))
            .rule(
                RESOURCE_LIMITS,
                "fewer-files",
                Map.of("resource", List.of("NOFILE"), "max", List.of("512")))
            .rule(
                RESOURCE_LIMITS,
                "no-core",
                Map.of("resource", List.of("CORE"), "max", List.of("0")));
    assertThat(own(draft, Mode.ENFORCE))
        .containsExactly(
            "  audit deny mount,",
            "  audit deny pivot_root,",
            "  audit deny umount \"/data/**\",",
            "  audit deny umount \"/run/secret\",",
            "  audit deny umount \"/run/secret/\",",
            "  audit deny umount \"/v/*\",",
            "  audit deny umount \"/v/*/\",",
            "  set rlimit core <= 0,",
            "  set rlimit nofile <= 512,");
    // A limit cannot be reported without being set, and the base allows nothing else of these.
    assertThat(own(draft, Mode.COMPLAIN))
        .containsExactly(
            "  audit umount \"/data/**\",",
            "  audit umount \"/run/secret\",",
            "  audit umount \"/run/secret/\",",
            "  audit umount \"/v/*\",",
            "  audit umount \"/v/*/\",");
  }

  /** An audited rule about everybody is about everybody that the base allows. */
  @Test
  void whatIsAuditedIsWithinTheBase() {
    var draft =
        new DraftBuilder()
            .rules(
                SIGNALS,
                audit(new Draft.Rule("seen", "", Map.of("access", List.of("Send", "Receive")))));
    assertThat(own(draft, Mode.ENFORCE))
        .containsExactly(
            "  audit signal (receive) peer=\"p\",",
            "  audit signal (receive) peer=\"crun\",",
            "  audit signal (receive) peer=\"runc\",",
            "  audit signal (receive) peer=\"unconfined\",",
            "  audit signal (receive) set=(exists),",
            "  audit signal (send) peer=\"p\",",
            "  audit signal (send) set=(exists),");
  }

  @Test
  void theBaseHoldsInBothModes() {
    assertThat(base(Mode.COMPLAIN)).isEqualTo(base(Mode.ENFORCE)).hasSizeGreaterThan(20);
  }

  @Test
  void everyDenialIsAudited() {
    assertThat(text(Mode.ENFORCE).text().lines())
        .noneMatch(line -> line.matches("\\s*deny .*"))
        .anyMatch(line -> line.strip().equals("audit deny mount,"));
  }

  @Test
  void aLineIsTracedToItsRules() {
    Profile.Text text = text(Mode.ENFORCE);
    List<String> lines = text.text().lines().toList();
    int line = lines.indexOf("  audit deny \"/d/**\" rwkl,") + 1;
    assertThat(text.origin(line)).isEqualTo("files/no-writes, files/no-reads");
    assertThat(text.origin(1)).isEmpty();
    assertThat(text.origin(lines.size() + 1)).isEmpty();
  }

  @Test
  void theFrameIsThatOfContainerRuntimes() {
    assertThat(text(Mode.ENFORCE).text())
        .startsWith(
            "abi <abi/3.0>,\n\nprofile \"p\" flags=(attach_disconnected,mediate_deleted) {\n")
        .contains("\n  signal (send,receive) peer=\"p\",\n")
        .doesNotContain("include")
        .endsWith("}\n");
  }

  private static List<String> own(Mode mode) {
    return own(DRAFT, mode);
  }

  private static List<String> own(DraftBuilder draft, Mode mode) {
    List<String> lines =
        ProfileTree.of(draft.policy().defaultContainer(), mode).text("p").text().lines().toList();
    return lines.subList(baseEnd(lines), lines.size() - 1);
  }

  private static List<String> base(Mode mode) {
    List<String> lines = text(mode).text().lines().toList();
    return lines.subList(0, baseEnd(lines));
  }

  private static int baseEnd(List<String> lines) {
    return lines.indexOf("  audit deny \"/sys/kernel/security/**\" rwklx,") + 1;
  }

  private static Profile.Text text(Mode mode) {
    return ProfileTree.of(DRAFT.policy().defaultContainer(), mode).text("p");
  }
}
