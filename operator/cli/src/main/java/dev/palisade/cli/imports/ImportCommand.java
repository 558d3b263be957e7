package dev.palisade.cli.imports;

import dev.palisade.api.v1alpha1.ContainerRules;
import dev.palisade.api.v1alpha1.Mode;
import dev.palisade.api.v1alpha1.NamedContainerRules;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicySpec;
import dev.palisade.cli.ExitCode;
import dev.palisade.cli.Failure;
import dev.palisade.cli.render.PolicyFile;
import dev.palisade.cli.text.Output;
import dev.palisade.cli.text.Plain;
import dev.palisade.compile.Cluster;
import dev.palisade.compile.Planning;
import dev.palisade.compile.Revisions;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kubectl palisade import}. */
@Command(
    name = "import",
    description = {
      "Makes SecurityPolicies of the policies of other projects, and says on standard error what could not be said.",
      "",
      "Reads KubeArmorPolicy and KubeArmorClusterPolicy, VarmorPolicy and VarmorClusterPolicy, the AppArmorProfile and"
          + " SeccompProfile of the Security Profiles Operator, profiles as files in /etc/apparmor.d, and seccomp profiles as Docker and"
          + " container runtimes have them. The result is to be read before it is applied;"
          + " explain, lint and can-i help with that. Asks no cluster."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything was said",
      "1:something was not: see standard error",
      "2:the file or an option cannot be used"
    },
    mixinStandardHelpOptions = true)
public final class ImportCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = {"-f", "--filename"},
      required = true,
      paramLabel = "FILE",
      description = "The file to read; - for standard input.")
  String file;

  @Option(names = "--name", description = "Of the policy, instead of the one that is read.")
  String name = "";

  @Option(
      names = {"-n", "--namespace"},
      description = "Of the policy, instead of the one that is read.")
  String namespace = "";

  @Option(
      names = {"-l", "--selector"},
      split = ",",
      paramLabel = "KEY=VALUE",
      description = "The pods' labels, instead of those that are read.")
  Map<String, String> labels = new LinkedHashMap<>();

  @Option(
      names = "--mode",
      description =
          "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). Complain shows what the policy would deny.")
  Mode mode = Mode.Complain;

  @Override
  public Integer call() throws IOException {
    List<Translation> translations = Sources.translate(file, PolicyFile.text(file));
    if (translations.size() > 1 && !name.isEmpty()) {
      throw Failure.badInput(
          "%s: %d policies in it, and --name is for one; leave it out"
              .formatted(file, translations.size()));
    }
    List<SecurityPolicy> policies = translations.stream().map(this::policy).toList();
    PrintWriter out = spec.commandLine().getOut();
    policies.forEach(p -> Output.yamlDocument(p).forEach(out::println));
    out.flush();
    PrintWriter err = spec.commandLine().getErr();
    boolean whole = true;
    for (Translation translation : translations) {
      for (String line : translation.unsaid()) {
        err.println(Plain.line("not said: %s: %s".formatted(translation.what, line)));
        whole = false;
      }
    }
    return whole ? ExitCode.OK : ExitCode.NEGATIVE;
  }

  private SecurityPolicy policy(Translation translation) {
    var policy = new SecurityPolicy();
    policy.setMetadata(
        new ObjectMetaBuilder()
            .withName(name.isEmpty() ? translation.name : name)
            .withNamespace(namespace(translation))
            .build());
    policy.setSpec(spec(translation));
    if (Revisions.plan(inSomeNamespace(policy), Cluster.UNSEEN)
        instanceof Planning.Refused refused) {
      throw Failure.badInput(
          Plain.line(
              "%s: %s: what comes of it is refused: %s"
                  .formatted(file, translation.what, refused.message())));
    }
    return policy;
  }

  private String namespace(Translation translation) {
    String said = namespace.isEmpty() ? translation.namespace : namespace;
    return said.isEmpty() ? null : said;
  }

  /** kubectl applies a policy without one in the current namespace. */
  private static SecurityPolicy inSomeNamespace(SecurityPolicy policy) {
    var placed = new SecurityPolicy();
    placed.setMetadata(
        new ObjectMetaBuilder(policy.getMetadata())
            .withNamespace(
                policy.getMetadata().getNamespace() == null
                    ? "default"
                    : policy.getMetadata().getNamespace())
            .build());
    placed.setSpec(policy.getSpec());
    return placed;
  }

  private SecurityPolicySpec spec(Translation translation) {
    Map<String, String> selected = labels.isEmpty() ? translation.labels : labels;
    if (selected.isEmpty()) {
      throw Failure.badInput(
          Plain.line(
              "%s: %s: selects no pods by labels; give those of the pods, as --selector app=NAME"
                  .formatted(file, translation.what)));
    }
    var written = new SecurityPolicySpec();
    written.podSelector = new LabelSelectorBuilder().withMatchLabels(selected).build();
    written.mode = mode;
    Map<String, Said> containers = translation.containers();
    written.defaultContainer =
        containers.getOrDefault(Translation.ALL, new Said(translation)).into(new ContainerRules());
    List<NamedContainerRules> listed =
        containers.entrySet().stream()
            .filter(c -> !c.getKey().equals(Translation.ALL))
            .map(c -> named(c.getKey(), c.getValue().into(new NamedContainerRules())))
            .toList();
    written.containers = listed.isEmpty() ? null : listed;
    return written;
  }

  private static NamedContainerRules named(String container, NamedContainerRules rules) {
    rules.name = container;
    return rules;
  }
}
