package dev.palisade.node.denials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.node.Fixtures;
import dev.palisade.node.model.Revision;
import dev.palisade.policy.DenialKind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of type 1326, as audit_seccomp of Linux 6.12 writes them. */
class SyscallRecordTest {
  private static final String LABEL = "subj=" + Fixtures.APP + " (enforce)";
  private static final String TEXT =
      "audit(1700000000.123:45): auid=4294967295 uid=1000 gid=1000 ses=4294967295 "
          + LABEL
          + " pid=12 comm=\"sh\" exe=\"/bin/sh\" sig=0 arch=c000003e syscall=165 compat=0"
          + " ip=0x7f0a code=0x7ffc0000";

  @Test
  void aCallThatWasLogged() {
    AuditRecord seen = parse(TEXT);
    assertThat(seen.time()).isEqualTo(Instant.ofEpochMilli(1700000000123L));
    assertThat(seen.serial()).isEqualTo(45);
    assertThat(seen.profile()).isEqualTo(Fixtures.APP);
    assertThat(seen.operation()).isEqualTo("syscall");
    assertThat(seen.target()).isEqualTo("mount");
    assertThat(seen.field("comm")).isEqualTo("sh");
  }

  @ParameterizedTest
  @CsvSource({
    "c000003e, 165, mount",
    "c00000b7, 40, mount",
    "c000003e, 9999, syscall 9999",
    "c000003e, 1073741989, syscall 1073741989",
    "40000003, 21, syscall 21"
  })
  void target(String arch, String number, String expected) {
    String text =
        TEXT.replace("arch=c000003e", "arch=" + arch).replace("syscall=165", "syscall=" + number);
    assertThat(parse(text).target()).isEqualTo(expected);
  }

  /** How the label stands there depends on the kernel and on the profile's mode. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "subj=palisade.p (complain)|palisade.p",
        "subj=\"palisade.p (enforce)\"|palisade.p",
        "subj=palisade.p|palisade.p",
        "subj=palisade.p//null-/usr/bin/busybox (complain)|palisade.p",
        "subj=unconfined|unconfined",
        "subj=?|?"
      })
  void label(String subject, String profile) {
    assertThat(parse(TEXT.replace(LABEL, subject)).profile()).isEqualTo(profile);
  }

  /** A program's path is the container's to choose, and the kernel writes it as it is. */
  @Test
  void aLearnedPathPretendsNothing() {
    String path = "/x pid=1 comm=\"y\" arch=c000003e syscall=59 code=0x7ffc0000 ses=7 sig=9";
    AuditRecord seen = parse(TEXT.replace(LABEL, "subj=palisade.p//null-" + path + " (complain)"));
    assertThat(seen.profile()).isEqualTo("palisade.p");
    assertThat(seen.target()).isEqualTo("mount");
    assertThat(seen.field("pid")).isEqualTo("12");
    assertThat(
            AuditRecord.parseSyscall(
                TEXT.replace(LABEL, "subj=palisade.p//null-" + path + " (complain)")
                    .replaceAll("code=0x7ffc0000$", "code=0x80000000")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x80000000", "0x50001", "0x0", "0x7ffc00001"})
  void whatWasNotLoggedAndDoneIsNotCounted(String code) {
    assertThat(AuditRecord.parseSyscall(TEXT.replace("0x7ffc0000", code))).isEmpty();
  }

  @Test
  void otherTextIsNoRecord() {
    for (String text : List.of("", TEXT.substring(10), TEXT.replace(" " + LABEL, ""))) {
      assertThat(AuditRecord.parseSyscall(text)).as(text).isEmpty();
    }
    assertThat(AuditRecord.parse(TEXT)).as("no record of AppArmor").isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"Enforce, AUDITED", "Complain, COMPLAIN"})
  void classOfARecord(String mode, DenialKind expected) {
    Revision revision =
        Revision.of(
            Fixtures.json(
                """
                {'metadata': {'name': 'r'}, 'spec': {'policy': {'namespace': 'shop'}, 'mode': '%s', 'containers': [
                 {'name': 'app', 'base': 'RuntimeDefault', 'profileName': '%s',
                  'syscalls': [{'name': 'a', 'action': 'Audit', 'names': ['mount'],
                   'args': [{'index': 3, 'operator': 'MaskedEqual', 'value': 1, 'mask': 1}]}]}]}}
                """
                    .formatted(mode, Fixtures.APP)));
    assertThat(new Classifier().classify(parse(TEXT), List.of(revision))).isEqualTo(expected);
  }

  @Test
  void ofARevisionThatIsGoneItWasDoneAllTheSame() {
    assertThat(new Classifier().classify(parse(TEXT), List.of())).isEqualTo(DenialKind.AUDITED);
  }

  @Test
  void itIsCountedByTheCallOfTheLatestRecord() {
    var counts = new DenialCounts();
    counts.count(parse(TEXT), DenialKind.AUDITED);
    counts.count(parse(TEXT.replace("syscall=165", "syscall=166")), DenialKind.AUDITED);
    assertThat(counts.report().entries())
        .containsExactly(
            new DenialCounts.Entry(
                Fixtures.APP,
                DenialKind.AUDITED,
                "syscall",
                "umount2",
                2,
                Instant.ofEpochMilli(1700000000123L)));
  }

  private static AuditRecord parse(String text) {
    return AuditRecord.parseSyscall(text).orElseThrow();
  }
}
