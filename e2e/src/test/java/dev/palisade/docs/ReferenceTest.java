package dev.palisade.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.palisade.bed.Checkout;
import dev.palisade.conformance.Peers;
import dev.palisade.policy.Library;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/reference} is what the CRDs and the commands say. {@code -Dgolden.write=true} writes
 * it, to be looked at and checked in.
 */
class ReferenceTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  @Test
  void everyFieldOfEveryObject() throws IOException {
    StringBuilder page =
        new StringBuilder(
            """
            # Fields of the objects

            Made from `crds/`; `kubectl explain` shows the same. A field with * is required. What the fields of a policy mean to the kernel is in
            [the policy language](../guide/policy.md); the conditions in `status` are in [conditions and reasons](../guide/conditions.md).
            """);
    for (String kind :
        new String[] {
          "securitypolicies",
          "clustersecuritypolicies",
          "securitybases",
          "rolloutcommands",
          "nodesecuritystates",
          "securityprofiles",
          "securityprofileblobs"
        }) {
      page.append('\n')
          .append(
              ApiReference.of(YAML.readTree(Commands.text("crds/" + kind + ".palisade.dev.yaml")))
                  .strip())
          .append('\n');
    }
    assertGolden("api.md", page.toString());
  }

  @Test
  void everyOptionOfEveryCommand() throws IOException {
    assertGolden(
        "cli.md",
        """
        # Commands and options

        Made from the program; `--help` shows the same. What each is for: [the command line](../guide/cli.md).

        """
            + CliReference.page().strip()
            + "\n");
  }

  @Test
  void everyPreset() throws IOException {
    assertGolden(
        "presets.md",
        """
        # Presets

        Named sets of rules: `presets: [no-shell]` in a container of a policy. All of them deny. Made from `apparmor-profiles/hardening.presets`,
        where also their rules are, each in the words of a policy. What a capability rule of a preset denies, only the profile denies: the pod's
        `securityContext` stays as it is. A revision keeps the rules that its presets had: a later version of Palisade restarts nothing.
        Programs are matched by name in any directory (`/**/sh`), and by the path that the kernel resolves, not by the link that led there.

        | preset | version | a process may not |
        |---|---|---|
        """
            + Library.bundled().presets().values().stream()
                .map(p -> "| `%s` | %s | %s |\n".formatted(p.name(), p.version(), p.purpose()))
                .collect(Collectors.joining()));
  }

  @Test
  void everyRuleOfThePeers() throws IOException {
    assertGolden(
        "from-peers.md",
        """
        # From peers to Palisade

        How a rule of another project is said here, in a container's fields. A test asks the model and a kernel whether that denies what the
        other one denies. What cannot be said is said so, with what helps instead. Whole projects are compared [elsewhere](../peers.md).

        """
            + Peers.all().stream().map(Peers::section).collect(Collectors.joining("\n")));
  }

  private static void assertGolden(String name, String text) throws IOException {
    Path file = Checkout.root().resolve("docs/reference/" + name);
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(file, text);
    }
    assertThat(text)
        .as(
            "docs/reference/%s; scripts/mvn -q verify -pl e2e -am -Dtest=ReferenceTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dgolden.write=true writes it",
            name)
        .isEqualTo(Files.readString(file));
  }
}
