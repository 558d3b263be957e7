package dev.palisade.controller.uninstall;

import dev.palisade.controller.helm.HelmRelease;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** Why {@code helm uninstall} is refused, and the commands that lead out. */
final class Refusal {
  /** A person reads it in a terminal. */
  private static final int NAMED = 20;

  private Refusal() {}

  static String of(StillUsed used, HelmRelease release) {
    StringBuilder out = new StringBuilder();
    out.append(
        "Palisade is not uninstalled. Without it nobody loads its profiles after a reboot or on a new node, and pods that name"
            + " one do not start there; no new pod is held to rules about devices.\n");
    section(
        out,
        used.deployments(),
        "Deployments that name one, or a revision with rules about devices; these commands give the fields back, as a rolling update (policies may stay):",
        Refusal::line,
        namespaces(used.deployments()).map("kubectl palisade release --all -n %s"::formatted));
    section(
        out,
        used.others(),
        "Others that name one; Palisade did not write that. Take appArmorProfile, seccompProfile and the annotation palisade.dev/revision out of their templates, or delete them:",
        Refusal::line,
        used.others().stream().map(Refusal::edit));
    section(
        out,
        used.pods(),
        "Pods that run under one, or under rules about devices, and that no template above accounts for. Wait for the roll to end, or delete them:",
        Refusal::line,
        used.pods().stream()
            .map(p -> "kubectl delete pod %s -n %s".formatted(p.name(), p.namespace())));
    section(
        out,
        used.pinned(),
        "Policies with deletionPolicy Release, whose finalizer only the operator removes:",
        p -> p.namespace() + "/" + p.name(),
        used.pinned().stream()
            .map(p ->
                "kubectl patch securitypolicy %s -n %s --type=merge -p '{\"spec\":{\"deletionPolicy\":\"Retain\"}}'"
                    .formatted(p.name(), p.namespace())));
    return out.append(waysOn(release)).toString();
  }

  /** Helm 4.3 records a release as uninstalling before its hooks run, and does not take it back. */
  static String waysOn(HelmRelease release) {
    return """
    Then: helm uninstall %1$s -n %2$s
    All the same, now: helm uninstall %1$s -n %2$s --no-hooks
    To keep it: helm rollback %1$s %3$s -n %2$s (Helm calls it uninstalling, and does not upgrade it before)
    This text with its line ends: kubectl logs -n %2$s job/palisade-uninstall-check
    """
        .formatted(release.name(), release.namespace(), release.revision());
  }

  private static <T> void section(
      StringBuilder out,
      List<T> found,
      String what,
      Function<T, String> line,
      Stream<String> commands) {
    if (!found.isEmpty()) {
      out.append(what).append('\n');
      limited(out, "  ", found.stream().map(line).toList());
      limited(out, "    ", commands.toList());
    }
  }

  private static void limited(StringBuilder out, String indent, List<String> lines) {
    lines.stream().limit(NAMED).forEach(line -> out.append(indent).append(line).append('\n'));
    if (lines.size() > NAMED) {
      out.append(indent).append("and ").append(lines.size() - NAMED).append(" more\n");
    }
  }

  private static String line(Holder holder) {
    String more = holder.profiles().size() > 1 ? " and others" : "";
    return holder.id() + " names " + holder.profiles().getFirst() + more;
  }

  private static String edit(Holder holder) {
    return holder.kind().equals("Job")
        // A Job's template cannot be changed.
        ? "kubectl delete job %s -n %s".formatted(holder.name(), holder.namespace())
        : "kubectl edit %s %s -n %s"
            .formatted(holder.kind().toLowerCase(Locale.ROOT), holder.name(), holder.namespace());
  }

  private static Stream<String> namespaces(List<Holder> holders) {
    return holders.stream().map(Holder::namespace).distinct();
  }
}
