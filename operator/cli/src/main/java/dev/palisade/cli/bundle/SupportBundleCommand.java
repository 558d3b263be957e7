package dev.palisade.cli.bundle;

import dev.palisade.cli.ExitCode;
import dev.palisade.cli.Failure;
import dev.palisade.cli.PalisadeVersion;
import dev.palisade.cli.cluster.ClusterOptions;
import dev.palisade.cli.cluster.Where;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kubectl palisade support-bundle}. */
@Command(
    name = "support-bundle",
    description = {
      "Collects into one file what a maintainer needs to understand a problem.",
      "",
      "Policies, profiles (without compiled data), reports, commands, nodes, the Deployments that are matched or"
          + " governed and their pods, Events, the logs of the operator and the helpers, versions and rights. Secrets"
          + " and ConfigMaps are not read. Values of environment variables, commands, arguments, annotations, volumes,"
          + " pull secrets, addresses and what containers said last are left out; tokens and passwords in texts are"
          + " replaced. Look at the file before you hand it on: it names your objects and the paths of your rules.",
      "",
      "Without -n: the policies of all namespaces. What could not be read is in unread.txt, with the reason."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the file is written; what was refused is in its unread.txt",
      "2:the file cannot be written, or an option is wrong",
      "3:the cluster could not be asked"
    },
    footer = {
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} support-bundle",
      "  ${ROOT-COMMAND-NAME} support-bundle -n shop -o shop.tar.gz"
    },
    mixinStandardHelpOptions = true)
public final class SupportBundleCommand implements Callable<Integer> {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  @Spec CommandSpec spec;
  @Mixin ClusterOptions cluster;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to (default: palisade-support-TIME.tar.gz in this directory).")
  Path output;

  @Option(names = "--overwrite", description = "Replace FILE if it exists.")
  boolean overwrite;

  @Option(
      names = "--log-lines",
      paramLabel = "N",
      defaultValue = "5000",
      description = "The last lines of each log (default: ${DEFAULT-VALUE}).")
  int logLines;

  @Option(names = "--with-addresses", description = "Keep the addresses of nodes.")
  boolean addresses;

  @Override
  public Integer call() throws IOException {
    if (logLines < 1) {
      throw Failure.badInput("--log-lines " + logLines + ": give a number above 0");
    }
    Instant now = Instant.now();
    Path file =
        output == null ? Path.of("palisade-support-" + STAMP.format(now) + ".tar.gz") : output;
    BundleFile.check(file, overwrite);
    Map<String, byte[]> contents;
    try (KubernetesClient client = cluster.connect()) {
      Where where =
          cluster.namesNamespace() ? Where.in(cluster.namespace(client)) : Where.allNamespaces();
      Requests requests = new Requests(client, this::tell);
      Evidence evidence =
          new Collection(requests, where, logLines, addresses)
              .read(new PalisadeVersion().getVersion()[0]);
      contents = Contents.of(evidence);
      if (!evidence.unread().isEmpty()) {
        tell(
            "%d requests were refused: see unread.txt in the bundle"
                .formatted(evidence.unread().size()));
      }
    }
    BundleFile.write(file, overwrite, contents, now);
    spec.commandLine().getOut().println(file);
    return ExitCode.OK;
  }

  /** On standard error: standard output is the name of the file. */
  private void tell(String what) {
    spec.commandLine().getErr().println(what);
  }
}
