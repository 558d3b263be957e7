package dev.palisade.policy;

import static dev.palisade.policy.DenialKind.COMPLAIN;
import static dev.palisade.policy.DenialKind.INTENDED;
import static dev.palisade.policy.DenialKind.UNEXPECTED;
import static dev.palisade.policy.DenialRecord.Type.ALLOWED;
import static dev.palisade.policy.DenialRecord.Type.AUDIT;
import static dev.palisade.policy.DenialRecord.Type.DENIED;
import static dev.palisade.policy.DraftBuilder.run;
import static dev.palisade.policy.DraftBuilder.write;
import static dev.palisade.policy.Mode.ENFORCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DenialsTest {
  private static final ContainerRules RULES =
      new DraftBuilder()
          .files(write("no-writes", "/d/**"))
          .executables(run("no-shell", "/usr/bin/dash"))
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
        Arguments.of(INTENDED, ENFORCE, file("open", "w", "/proc/sysrq-trigger")),
        Arguments.of(INTENDED, ENFORCE, file("open", "r", "/proc/kcore")),
        Arguments.of(INTENDED, ENFORCE, file("mount", "", "/d/x")),
        // What nobody wrote down.
        Arguments.of(UNEXPECTED, ENFORCE, file("open", "r", "/d/x")),
        Arguments.of(UNEXPECTED, ENFORCE, file("open", "w", "/d/")),
        Arguments.of(UNEXPECTED, ENFORCE, file("open", "w", "/other")),
        Arguments.of(UNEXPECTED, ENFORCE, link("/tmp/x", "/tmp/f")),
        Arguments.of(UNEXPECTED, ENFORCE, capable("kill")),
        Arguments.of(UNEXPECTED, ENFORCE, file("pivotroot", "", "/d/x")),
        Arguments.of(UNEXPECTED, ENFORCE, file("umount", "", "/d/x")),
        Arguments.of(UNEXPECTED, ENFORCE, record(DENIED, "ptrace", "trace", "trace")),
        Arguments.of(UNEXPECTED, ENFORCE, record(DENIED, "signal", "send", "send")),
        // Without a denied mask what was requested counts.
        Arguments.of(INTENDED, ENFORCE, record(DENIED, "open", "w", "", "/d/x")),
        // The policy's own rules deny nothing in mode Complain, the base still does.
        Arguments.of(COMPLAIN, Mode.COMPLAIN, record(AUDIT, "open", "w", "", "/d/x")),
        Arguments.of(COMPLAIN, Mode.COMPLAIN, record(ALLOWED, "open", "w", "w", "/d/x")),
        Arguments.of(INTENDED, Mode.COMPLAIN, file("open", "w", "/proc/sysrq-trigger")),
        Arguments.of(UNEXPECTED, Mode.COMPLAIN, file("open", "w", "/d/x")));
  }

  private static DenialRecord file(String operation, String mask, String name) {
    return record(DENIED, operation, mask, mask, name);
  }

  private static DenialRecord link(String name, String target) {
    return new DenialRecord(
        DENIED, "link", "l", "l", Optional.of(name), Optional.of(target), Optional.empty());
  }

  private static DenialRecord capable(String name) {
    return new DenialRecord(
        DENIED, "capable", "", "", Optional.empty(), Optional.empty(), Optional.of(name));
  }

  private static DenialRecord record(
      DenialRecord.Type type, String operation, String requested, String denied, String... name) {
    return new DenialRecord(
        type,
        operation,
        requested,
        denied,
        Stream.of(name).findFirst(),
        Optional.empty(),
        Optional.empty());
  }
}
