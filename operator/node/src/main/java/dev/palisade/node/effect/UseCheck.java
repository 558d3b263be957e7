package dev.palisade.node.effect;

import dev.palisade.node.json.Json;
import dev.palisade.node.kube.KubeClient;
import dev.palisade.node.model.Pod;
import dev.palisade.node.model.Revision;
import dev.palisade.node.proc.ProcFs;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Whether anything names a profile or filter now: pods of every node on this kernel by a live list,
 * and processes (I3). An API server that does not answer is an error, never a no.
 */
public final class UseCheck {
  private static final String STATES = "/apis/palisade.dev/v1alpha1/nodesecuritystates";
  private static final String REVISIONS = "/apis/palisade.dev/v1alpha1/securityprofiles";

  private final KubeClient client;
  private final ProcFs proc;
  private final String node;
  private final String bootId;

  public UseCheck(KubeClient client, ProcFs proc, String node, String bootId) {
    this.client = client;
    this.proc = proc;
    this.node = node;
    this.bootId = bootId;
  }

  /** Who names the profile or filter; empty if nobody. */
  Optional<String> user(String profile, Collection<Revision> revisions) throws IOException {
    for (String each : nodesOnThisKernel()) {
      for (Json item : client.list("/api/v1/pods", podsOf(each)).items()) {
        Pod pod = Pod.of(item);
        if (names(pod, profile, revisions)) {
          return Optional.of("pod " + pod.namespace() + "/" + pod.name() + " on " + each);
        }
      }
    }
    return proc.scan().names(profile) ? Optional.of("a process of this node") : Optional.empty();
  }

  /** Whether a SecurityProfile names the blob, by a live list. */
  boolean isReferenced(String sha256) throws IOException {
    return client.list(REVISIONS, "").items().stream()
        .map(Revision::of)
        .flatMap(r -> r.artefacts().stream())
        .anyMatch(a -> a.sha256().equals(sha256));
  }

  public static String podsOf(String node) {
    return "fieldSelector=" + KubeClient.encode("spec.nodeName=" + node);
  }

  /** Names it in a field, or by a revision that holds it. */
  public static boolean names(Pod pod, String profile, Collection<Revision> revisions) {
    return pod.localhostProfiles().contains(profile)
        || revisions.stream().anyMatch(r -> r.name().equals(pod.revision()) && r.holds(profile));
  }

  private SortedSet<String> nodesOnThisKernel() throws IOException {
    SortedSet<String> nodes = new TreeSet<>();
    nodes.add(node);
    for (Json state : client.list(STATES, "").items()) {
      if (state.text("status", "bootID").equals(bootId)) {
        nodes.add(state.text("metadata", "name"));
      }
    }
    return nodes;
  }
}
