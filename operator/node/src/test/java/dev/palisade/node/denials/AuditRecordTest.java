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

class AuditRecordTest {
  private static final String STAMP = "audit(1700000000.123:45): ";
  private static final String OPEN =
      STAMP
          + "apparmor=\"DENIED\" operation=\"open\" class=\"file\" profile=\"%s\" name=\"%s\" pid=105 comm=\"t\""
          + " requested_mask=\"wc\" denied_mask=\"wc\" fsuid=0 ouid=0";

  @Test
  void aFileRecord() {
    AuditRecord seen = parse(OPEN.formatted(Fixtures.APP, "/var/log/checkout/a"));
    assertThat(seen.time()).isEqualTo(Instant.ofEpochMilli(1700000000123L));
    assertThat(seen.serial()).isEqualTo(45);
    assertThat(seen.outcome()).isEqualTo("DENIED");
    assertThat(seen.profile()).isEqualTo(Fixtures.APP);
    assertThat(seen.operation()).isEqualTo("open");
    assertThat(seen.target()).isEqualTo("/var/log/checkout/a");
    assertThat(seen.field("denied_mask")).isEqualTo("wc");
    assertThat(seen.field("pid")).isEqualTo("105");
  }

  /** Of a program that a profile in mode complain does not allow. */
  @Test
  void whatTheKernelHasLearnedIsTheProfilesOwn() {
    AuditRecord seen =
        parse(OPEN.formatted(Fixtures.APP + "//null-/usr/bin/busybox", "/var/log/checkout/a"));
    assertThat(seen.profile()).isEqualTo(Fixtures.APP);
  }

  /** What the kernel does not quote is hex: so a name cannot pretend to be another field. */
  @ParameterizedTest
  @CsvSource({
    "name=2F746D702F612062, /tmp/a b",
    "name=2F7822206170706172, '/x\" appar'",
    "name=2FC3BC, /ü",
    "capability=13 capname=\"net_raw\", net_raw",
    "family=\"inet\" sock_type=\"raw\", inet",
    "signal=kill peer=\"unconfined\", unconfined",
    "name=\"ABCD\", ABCD"
  })
  void target(String fields, String expected) {
    assertThat(parse(STAMP + "apparmor=\"DENIED\" profile=\"p\" pid=10 " + fields).target())
        .isEqualTo(expected);
  }

  @Test
  void aLaterFieldOverrulesNothing() {
    assertThat(parse(STAMP + "apparmor=\"DENIED\" profile=\"p\" name=\"/a\" name=\"/b\"").target())
        .isEqualTo("/a");
  }

  @Test
  void otherTextIsNoRecord() {
    for (String text :
        List.of(
            "",
            "apparmor=\"DENIED\"",
            STAMP + "avc:  denied { read }",
            "audit(99999999999999999.123:1): apparmor=\"DENIED\"")) {
      assertThat(AuditRecord.parse(text)).as(text).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DENIED, /var/log/checkout/a, INTENDED",
    "DENIED, /var/log/checkout, UNEXPECTED",
    "DENIED, /etc/shadow, UNEXPECTED",
    "AUDIT, /var/log/checkout/a, COMPLAIN",
    "ALLOWED, /etc/shadow, COMPLAIN"
  })
  void classOfARecord(String outcome, String path, DenialKind expected) {
    String text = OPEN.formatted(Fixtures.APP, path).replace("DENIED", outcome);
    var revisions = List.of(Fixtures.revision("All"));
    assertThat(new Classifier().classify(parse(text), revisions)).isEqualTo(expected);
  }

  /** What the cluster takes away is meant in both modes; the policy's own is not denied in one. */
  @ParameterizedTest
  @CsvSource({
    "Enforce, /srv/a, INTENDED",
    "Complain, /srv/a, INTENDED",
    "Complain, /own/a, UNEXPECTED"
  })
  void classOfARecordUnderPoliciesOfTheCluster(String mode, String path, DenialKind expected) {
    Revision revision =
        Revision.of(
            Fixtures.json(
                """
                {'metadata': {'name': 'r'}, 'spec': {'policy': {'namespace': 'shop'}, 'mode': '%s', 'containers': [
                 {'name': '_default', 'base': 'RuntimeDefault', 'profileName': 'p',
                  'files': [{'name': 'own', 'action': 'Deny', 'paths': ['/own/**'], 'access': ['Write']}]}],
                 'clusterPolicies': [{'name': 'baseline', 'presets': ['of-later', 'kept'],
                  'presetRules': [{'name': 'kept', 'version': '1', 'rules': ['files paths=/srv/** access=Write']}]}]}}
                """
                    .formatted(mode)));
    assertThat(new Classifier().classify(parse(OPEN.formatted("p", path)), List.of(revision)))
        .isEqualTo(expected);
  }

  /** By the rules that the revision keeps of it: the object may say something else by now. */
  @ParameterizedTest
  @CsvSource({
    "'', /srv/keys/a, INTENDED",
    "'', /own/a, INTENDED",
    "'', /proc/sysrq-trigger, UNEXPECTED",
    "RuntimeDefault, /proc/sysrq-trigger, INTENDED",
    "OfLater, /srv/keys/a, UNEXPECTED"
  })
  void classOfARecordOnABaseOfATeam(String from, String path, DenialKind expected) {
    Revision revision =
        Revision.of(
            Fixtures.json(
                """
                {'metadata': {'name': 'r'}, 'spec': {'policy': {'namespace': 'shop'}, 'mode': 'Enforce', 'containers': [
                 {'name': '_default', 'base': 'team', 'profileName': 'p',
                  'files': [{'name': 'own', 'action': 'Deny', 'paths': ['/own/**'], 'access': ['Write']}]}],
                 'bases': [{'name': 'team', %s'rules': ['file,', 'signal (receive),', 'deny /srv/keys/** w,']}]}}
                """
                    .formatted(from.isEmpty() ? "" : "'from': '" + from + "', ")));
    assertThat(new Classifier().classify(parse(OPEN.formatted("p", path)), List.of(revision)))
        .isEqualTo(expected);
  }

  /** As security/apparmor/{net,ipc,mount,resource}.c write them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "DENIED|operation=\"create\" class=\"net\" family=\"inet\" sock_type=\"raw\" protocol=1"
            + " requested_mask=\"create\" denied_mask=\"create\"|INTENDED",
        "DENIED|operation=\"create\" class=\"net\" family=\"unix\" sock_type=\"stream\" protocol=0"
            + " requested_mask=\"create\" denied_mask=\"create\"|UNEXPECTED",
        "AUDIT|operation=\"create\" class=\"net\" family=\"netlink\" sock_type=\"dgram\" protocol=0"
            + " requested_mask=\"create\"|AUDITED",
        "DENIED|operation=\"signal\" class=\"signal\" requested_mask=\"send\" denied_mask=\"send\""
            + " signal=kill peer=\"p\"|INTENDED",
        "DENIED|operation=\"signal\" class=\"signal\" requested_mask=\"send\" denied_mask=\"send\""
            + " signal=kill peer=\"another\"|UNEXPECTED",
        "DENIED|operation=\"ptrace\" class=\"ptrace\" requested_mask=\"trace\" denied_mask=\"trace\""
            + " peer=\"another\"|INTENDED",
        "DENIED|operation=\"umount\" class=\"mount\" name=\"/run/secret/\"|INTENDED",
        "DENIED|operation=\"mount\" class=\"mount\" info=\"failed flags match\" error=-13 name=\"/x/\""
            + " fstype=\"tmpfs\" srcname=\"none\" flags=\"rw\"|INTENDED",
        "DENIED|operation=\"setrlimit\" class=\"rlimits\" rlimit=nofile value=4096|INTENDED",
        "DENIED|operation=\"setrlimit\" class=\"rlimits\" rlimit=nproc value=4096|UNEXPECTED"
      })
  void classOfARecordOfAnotherKind(String outcome, String fields, DenialKind expected) {
    Revision revision =
        Revision.of(
            Fixtures.json(
                """
                {'metadata': {'name': 'r'}, 'spec': {'policy': {'namespace': 'shop'}, 'mode': 'Enforce', 'containers': [
                 {'name': '_default', 'base': 'RuntimeDefault', 'profileName': 'p',
                  'network': [{'name': 'a', 'action': 'Deny', 'types': ['Raw']},
                   {'name': 'b', 'action': 'Audit', 'families': ['Netlink']}],
                  'signals': [{'name': 'a', 'action': 'Deny', 'access': ['Send'], 'signals': ['SIGKILL'], 'peer': 'Self'}],
                  'ptrace': [{'name': 'a', 'action': 'Deny', 'access': ['Trace']}],
                  'mounts': [{'name': 'a', 'action': 'Deny', 'operations': ['Unmount'], 'paths': ['/run/secret']}],
                  'resourceLimits': [{'name': 'a', 'resource': 'NOFILE', 'max': 8}]}]}}
                """));
    String text =
        STAMP + "apparmor=\"%s\" profile=\"p\" pid=105 comm=\"t\" %s".formatted(outcome, fields);
    assertThat(new Classifier().classify(parse(text), List.of(revision))).isEqualTo(expected);
  }

  /** Presets are read as the revision has them; words of a later version leave out that preset. */
  @ParameterizedTest
  @CsvSource({"/a/kept,INTENDED", "/usr/bin/dash,UNEXPECTED", "/a/later,UNEXPECTED"})
  void classOfARecordUnderPresets(String path, DenialKind expected) {
    Revision revision =
        Revision.of(
            Fixtures.json(
                """
                {'metadata': {'name': 'r'}, 'spec': {'policy': {'namespace': 'shop'}, 'mode': 'Enforce', 'containers': [
                 {'name': '_default', 'base': 'RuntimeDefault', 'profileName': 'p',
                  'presets': ['no-shell', 'of-later'], 'presetRules': [
                   {'name': 'of-later', 'version': '1', 'rules': ['keyrings names=user', 'executables paths=/a/later']},
                   {'name': 'no-shell', 'version': '0', 'rules': ['executables paths=/a/kept']}]}]}}
                """));
    String text =
        STAMP
            + "apparmor=\"DENIED\" profile=\"p\" pid=105 comm=\"t\" operation=\"exec\" name=\"%s\" requested_mask=\"x\" denied_mask=\"x\" fsuid=0 ouid=0"
                .formatted(path);
    assertThat(new Classifier().classify(parse(text), List.of(revision))).isEqualTo(expected);
  }

  @Test
  void aDenialOfAnUnknownProfileIsUnexpected() {
    AuditRecord seen = parse(OPEN.formatted(Fixtures.APP, "/var/log/checkout/a"));
    var classifier = new Classifier();
    assertThat(classifier.classify(seen, List.of())).isEqualTo(DenialKind.UNEXPECTED);
    assertThat(classifier.classify(seen, List.of(Fixtures.revision("All"))))
        .isEqualTo(DenialKind.INTENDED);
  }

  private static AuditRecord parse(String text) {
    return AuditRecord.parse(text).orElseThrow();
  }
}
