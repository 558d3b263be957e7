package dev.palisade.cli.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Redaction NONE = new Redaction(List.of());

  private static ObjectNode yaml(String text) throws Exception {
    return (ObjectNode) YAML.readTree(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          password=hunter2 and more                        | password=<redacted> and more
          DB_PASSWORD: "a b c" next                        | DB_PASSWORD: <redacted> next
          {"apiKey":"abc","x":1}                           | {"apiKey":<redacted>,"x":1}
          Authorization: Bearer abcdef123456               | Authorization: <redacted> <redacted>
          got bearer abcdef.123456 from                    | got bearer <redacted> from
          jdbc:postgresql://app:s3cret@db:5432/x           | jdbc:postgresql://<redacted>@db:5432/x
          token eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrIn0.c2ln  | token <redacted>
          key AKIAIOSFODNN7EXAMPLE here                    | key <redacted> here
          exec format error: /usr/bin/passwd               | exec format error: /usr/bin/passwd
          profile palisade.shop.checkout.app.abc denied    | profile palisade.shop.checkout.app.abc denied
          deny /run/secrets/kubernetes.io/token r          | deny /run/secrets/kubernetes.io/token r
          https://10.96.0.1:443/api/v1/pods                | https://10.96.0.1:443/api/v1/pods
          """)
  void texts(String text, String redacted) {
    assertThat(NONE.text(text)).isEqualTo(redacted);
  }

  @Test
  void aKeyOfSeveralLinesIsOne() {
    assertThat(
            NONE.text(
                "a -----BEGIN RSA PRIVATE KEY-----\nMII\nabc\n-----END RSA PRIVATE KEY----- b"))
        .isEqualTo("a <redacted> b");
    assertThat(NONE.text("-----BEGIN PRIVATE KEY-----\ncut off")).isEqualTo("<redacted>");
  }

  @Test
  void valuesOfPodSpecsAreLeftOutOfTexts() throws Exception {
    JsonNode spec =
        yaml(
            """
            containers:
            - name: app
              image: example.com/app:1
              env: [{name: A, value: correct-horse}, {name: B, value: short}, {name: C, value: /var/log/app},
                    {name: D, value: checkout-app}, {name: E, valueFrom: {secretKeyRef: {name: s, key: k}}}]
              command: [sh, -c, "run it --with correct-battery"]
              args: ["--staple-value"]
            initContainers:
            - {name: i, env: [{name: A, value: correct-horse-longer}]}
            """);
    Redaction redaction = Redaction.of(List.of(spec), Set.of("checkout-app"));
    assertThat(redaction.known())
        .containsExactly(
            "run it --with correct-battery",
            "correct-horse-longer",
            "--staple-value",
            "correct-horse");
    assertThat(
            redaction.text("correct-horse-longer, correct-horse at /var/log/app of checkout-app"))
        .isEqualTo("<redacted>, <redacted> at /var/log/app of checkout-app");
  }

  @Test
  void annotationsOfOthersAreEmptied() throws Exception {
    ObjectNode out =
        NONE.object(
            yaml(
                """
                metadata:
                  name: a
                  annotations:
                    kubectl.kubernetes.io/last-applied-configuration: '{"env": "x"}'
                    example.com/note: hello
                    palisade.dev/revision: shop.checkout.abc
                """),
            KeptFields.WORKLOAD);
    assertThat(YAML.writeValueAsString(out))
        .contains("last-applied-configuration: \"<redacted>\"")
        .contains("example.com/note: \"<redacted>\"")
        .contains("palisade.dev/revision: \"shop.checkout.abc\"");
  }

  @Test
  void aFieldThatIsNotListedIsLeftOutAndNamed() throws Exception {
    ObjectNode out =
        NONE.object(
            yaml(
                """
                metadata: {name: a}
                spec:
                  nodeName: n1
                  futureField: {a: b}
                  imagePullSecrets: [{name: pull}]
                  containers:
                  - name: app
                    image: i
                    env: [{name: A, value: b}]
                    securityContext: {appArmorProfile: {type: Localhost, localhostProfile: palisade.x}}
                status: {phase: Running, podIP: 10.0.0.1, hostIP: 192.168.0.7}
                """),
            KeptFields.POD);
    assertThat(out)
        .isEqualTo(
            yaml(
                """
                metadata: {name: a}
                spec:
                  nodeName: n1
                  containers:
                  - name: app
                    image: i
                    securityContext: {appArmorProfile: {type: Localhost, localhostProfile: palisade.x}}
                status: {phase: Running}
                x-left-out:
                - spec.containers.env
                - spec.futureField
                - spec.imagePullSecrets
                - status.hostIP
                - status.podIP
                """));
  }

  @Test
  void theRuntimesLastWordsStayAndTheProgramsGo() throws Exception {
    ObjectNode out =
        NONE.object(
            yaml(
                """
                metadata: {name: a}
                status:
                  containerStatuses:
                  - name: app
                    state: {waiting: {reason: CreateContainerError, message: apparmor profile not found}}
                    lastState: {terminated: {reason: Error, exitCode: 1, message: the program said this}}
                  - name: other
                    state: {terminated: {reason: StartError, message: unable to apply apparmor profile}}
                """),
            KeptFields.POD);
    assertThat(out.toString())
        .contains("apparmor profile not found")
        .contains("unable to apply apparmor profile")
        .doesNotContain("the program said this");
  }

  @Test
  void addressesOfNodesOnlyWhenAskedFor() throws Exception {
    ObjectNode node =
        yaml(
            """
            metadata: {name: n1}
            spec: {podCIDR: 10.244.0.0/24}
            status:
              addresses: [{type: InternalIP, address: 192.168.0.7}]
              nodeInfo: {kernelVersion: 6.12.0}
            """);
    assertThat(NONE.object(node, KeptFields.NODE).toString())
        .contains("6.12.0")
        .doesNotContain("192.168.0.7\"}");
    assertThat(NONE.object(node, KeptFields.NODE_WITH_ADDRESSES).toString())
        .contains("192.168.0.7");
  }
}
