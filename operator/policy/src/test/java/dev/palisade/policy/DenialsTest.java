package dev.palisade.policy;

import static dev.palisade.policy.DenialKind.AUDITED;
import static dev.palisade.policy.DenialKind.COMPLAIN;
import static dev.palisade.policy.DenialKind.INTENDED;
import static dev.palisade.policy.DenialKind.UNEXPECTED;
import static dev.palisade.policy.DenialRecord.Type.ALLOWED;
import static dev.palisade.policy.DenialRecord.Type.AUDIT;
import static dev.palisade.policy.DenialRecord.Type.DENIED;
import static dev.palisade.policy.DraftBuilder.audit;
import static dev.palisade.policy.DraftBuilder.run;
import static dev.palisade.policy.DraftBuilder.write;
import static dev.palisade.policy.Mode.ENFORCE;
import static dev.palisade.policy.RuleList.FILES;
import static dev.palisade.policy.RuleList.MOUNTS;
import static dev.palisade.policy.RuleList.NETWORK;
import static dev.palisade.policy.RuleList.PTRACE;
import static dev.palisade.policy.RuleList.RESOURCE_LIMITS;
import static dev.palisade.policy.RuleList.SIGNALS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DenialsTest {
  private static final ContainerRules RULES =
      new DraftBuilder()
          .files(write("no-writes", "/d/**"))
          .files(DraftBuilder.file("no-appends", List.of("Append"), "/log"))
          .rule(
              FILES,
              "own",
              Map.of(
                  "paths", List.of("/home/**"),
                  "access", List.of("Read"),
                  "owner", List.of("Self")))
          .executables(run("no-shell", "/usr/bin/dash"), audit(run("seen", "/usr/bin/id")))
          .files(
              DraftBuilder.file("no-reads", List.of("Read"), "/both/**"),
              audit(DraftBuilder.file("seen", List.of("Read"), "/seen/**", "/both/**")))
          .rule(
              SIGNALS,
              "no-kills",
              Map.of(
                  "access", List.of("Send"),
                  "signals", List.of("SIGKILL"),
                  "peer", List.of("Self")))
          .rule(PTRACE, "no-debugger", Map.of("access", List.of("Trace")))
          .rule(
              MOUNTS,
              "stay",
              Map.of(
                  "operations", List.of("Unmount"),
                  "paths", List.of("/data/**", "/run/secret")))
          .rule(
              RESOURCE_LIMITS, "files", Map.of("resource", List.of("NOFILE"), "max", List.of("8")))
          .rule(NETWORK, "no-raw", Map.of("types", List.of("Raw")))
          .rule(NETWORK, "no-netlink", Map.of("families", List.of("Netlink")))
          .presets("no-container-tool", "no-sys-admin", "no-core-pattern")
          .capabilities(List.of("NET_RAW"), List.of())
          .policy()
          .defaultContainer();

  @ParameterizedTest
  @MethodSource
  void classifies(DenialKind kind, Mode mode, DenialRecord record) {
    assertThat(Denials.classify(record, RULES, mode)).isEqualTo(kind);
  }

  static Stream<Arguments> classifies() {
    return Stream.of(
        Arguments.of(INTENDED, ENFORCE, file("open", "wc", "/d/x")),
        Arguments.of(INTENDED, ENFORCE, file("open", "a", "/d/x")),
        Arguments.of(INTENDED, ENFORCE, file("truncate", "w", "/d/x")),
        Arguments.of(INTENDED, ENFORCE, file("unlink", "d", "/d/x")),
        Arguments.of(INTENDED, ENFORCE, file("rename_dest", "wc", "/d/x")),
        Arguments.of(INTENDED, ENFORCE, file("file_lock", "k", "/d/x")),
        Arguments.of(INTENDED, ENFORCE, file("mkdir", "c", "/d/sub/")),
        Arguments.of(INTENDED, ENFORCE, file("exec", "x", "/usr/bin/dash")),
        Arguments.of(INTENDED, ENFORCE, file("file_mmap", "m", "/usr/bin/dash")),
        Arguments.of(INTENDED, ENFORCE, link("/tmp/x", "/d/f")),
        Arguments.of(INTENDED, ENFORCE, link("/tmp/x", "/usr/bin/dash")),
        Arguments.of(INTENDED, ENFORCE, link("/d/new", "/tmp/f")),
        Arguments.of(INTENDED, ENFORCE, capable("net_raw")),
        Arguments.of(INTENDED, ENFORCE, capable("sys_admin")),
        Arguments.of(INTENDED, ENFORCE, file("exec", "x", "/usr/local/bin/kubectl")),
        Arguments.of(UNEXPECTED, ENFORCE, file("open", "w", "/usr/local/bin/kubectl")),
        Arguments.of(UNEXPECTED, Mode.COMPLAIN, file("exec", "x", "/usr/local/bin/kubectl")),
        Arguments.of(
            COMPLAIN, Mode.COMPLAIN, record(AUDIT, "exec", "x", "", "/usr/local/bin/kubectl")),
        Arguments.of(INTENDED, ENFORCE, file("open", "w", "/proc/sysrq-trigger")),
        Arguments.of(INTENDED, ENFORCE, file("open", "r", "/proc/kcore")),
        Arguments.of(INTENDED, ENFORCE, file("mount", "", "/d/x")),
        Arguments.of(INTENDED, ENFORCE, file("open", "ac", "/log")),
        Arguments.of(INTENDED, ENFORCE, owned("/home/x", "1000", "1000")),
        Arguments.of(UNEXPECTED, ENFORCE, owned("/home/x", "1000", "0")),
        Arguments.of(UNEXPECTED, ENFORCE, file("open", "w", "/log")),
        Arguments.of(INTENDED, ENFORCE, signal("send", "kill", "p")),
        Arguments.of(UNEXPECTED, ENFORCE, signal("send", "term", "p")),
        Arguments.of(UNEXPECTED, ENFORCE, signal("receive", "kill", "p")),
        Arguments.of(UNEXPECTED, ENFORCE, signal("send", "kill", "another")),
        Arguments.of(INTENDED, ENFORCE, process("trace", "another")),
        Arguments.of(UNEXPECTED, ENFORCE, process("read", "another")),
        Arguments.of(INTENDED, ENFORCE, file("umount", "", "/data/x/")),
        Arguments.of(INTENDED, ENFORCE, file("umount", "", "/run/secret/")),
        Arguments.of(INTENDED, ENFORCE, limit("nofile")),
        Arguments.of(UNEXPECTED, ENFORCE, limit("nproc")),
        Arguments.of(INTENDED, ENFORCE, socket("inet", "raw")),
        Arguments.of(INTENDED, ENFORCE, socket("packet", "raw")),
        Arguments.of(INTENDED, ENFORCE, socket("netlink", "dgram")),
        // What nobody wrote down.
        Arguments.of(UNEXPECTED, ENFORCE, socket("inet", "stream")),
        Arguments.of(UNEXPECTED, ENFORCE, socket("packet", "dgram")),
        Arguments.of(UNEXPECTED, ENFORCE, file("open", "r", "/d/x")),
        Arguments.of(UNEXPECTED, ENFORCE, file("open", "w", "/d/")),
        Arguments.of(UNEXPECTED, ENFORCE, file("open", "w", "/other")),
        Arguments.of(UNEXPECTED, ENFORCE, link("/tmp/x", "/tmp/f")),
        Arguments.of(UNEXPECTED, ENFORCE, capable("kill")),
        Arguments.of(UNEXPECTED, ENFORCE, file("pivotroot", "", "/d/x")),
        Arguments.of(UNEXPECTED, ENFORCE, file("umount", "", "/d/x")),
        Arguments.of(UNEXPECTED, ENFORCE, record(DENIED, "ptrace", "read", "read")),
        Arguments.of(UNEXPECTED, ENFORCE, record(DENIED, "signal", "send", "send")),
        // Without a denied mask what was requested counts.
        Arguments.of(INTENDED, ENFORCE, record(DENIED, "open", "w", "", "/d/x")),
        // The policy's own rules deny nothing in mode Complain, the base still does.
        Arguments.of(COMPLAIN, Mode.COMPLAIN, record(AUDIT, "open", "w", "", "/d/x")),
        Arguments.of(COMPLAIN, Mode.COMPLAIN, record(AUDIT, "open", "r", "", "/both/x")),
        Arguments.of(AUDITED, Mode.COMPLAIN, record(AUDIT, "open", "r", "", "/seen/x")),
        Arguments.of(AUDITED, ENFORCE, record(AUDIT, "open", "r", "", "/seen/x")),
        Arguments.of(AUDITED, ENFORCE, record(AUDIT, "exec", "x", "", "/usr/bin/id")),
        Arguments.of(UNEXPECTED, ENFORCE, file("open", "r", "/seen/x")),
        Arguments.of(COMPLAIN, Mode.COMPLAIN, record(ALLOWED, "open", "w", "w", "/d/x")),
        Arguments.of(INTENDED, Mode.COMPLAIN, file("open", "w", "/proc/sysrq-trigger")),
        Arguments.of(UNEXPECTED, Mode.COMPLAIN, file("open", "w", "/d/x")));
  }

  private static DenialRecord file(String operation, String mask, String name) {
    return record(DENIED, operation, mask, mask, name);
  }

  private static DenialRecord link(String name, String target) {
    return new DenialRecord(
        DENIED,
        "link",
        Map.of("requested_mask", "l", "denied_mask", "l", "name", name, "target", target));
  }

  private static DenialRecord owned(String name, String fsuid, String ouid) {
    return new DenialRecord(
        DENIED, "open", Map.of("denied_mask", "r", "name", name, "fsuid", fsuid, "ouid", ouid));
  }

  private static DenialRecord signal(String mask, String signal, String peer) {
    return new DenialRecord(
        DENIED,
        "signal",
        Map.of("profile", "p", "denied_mask", mask, "signal", signal, "peer", peer));
  }

  private static DenialRecord process(String mask, String peer) {
    return new DenialRecord(
        DENIED, "ptrace", Map.of("profile", "p", "denied_mask", mask, "peer", peer));
  }

  private static DenialRecord limit(String resource) {
    return new DenialRecord(
        DENIED, "setrlimit", Map.of("profile", "p", "rlimit", resource, "value", "4096"));
  }

  private static DenialRecord socket(String family, String type) {
    return new DenialRecord(
        DENIED,
        "create",
        Map.of(
            "family",
            family,
            "sock_type",
            type,
            "protocol",
            "0",
            "requested_mask",
            "create",
            "denied_mask",
            "create"));
  }

  private static DenialRecord capable(String name) {
    return new DenialRecord(DENIED, "capable", Map.of("capname", name));
  }

  private static DenialRecord record(
      DenialRecord.Type type, String operation, String requested, String denied, String... name) {
    var fields = new HashMap<>(Map.of("requested_mask", requested, "denied_mask", denied));
    Stream.of(name).findFirst().ifPresent(n -> fields.put("name", n));
    return new DenialRecord(type, operation, fields);
  }
}
