package dev.palisade.cli.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.palisade.api.v1alpha1.ClusterSecurityPolicy;
import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.RolloutCommand;
import dev.palisade.api.v1alpha1.SecurityBase;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.cli.cluster.Where;
import dev.palisade.observe.Selectors;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads what belongs into a bundle. Secrets and ConfigMaps are never asked for. */
final class Collection {
  private static final String PART = "app.kubernetes.io/name";
  private static final String[] PARTS = {"palisade-operator", "palisade-helper"};

  private final Requests requests;
  private final KubernetesClient client;
  private final Where where;
  private final int logLines;
  private final KeptFields nodeFields;
  private final Map<String, Evidence.Objects> objects = new LinkedHashMap<>();

  /**
   * @param where whose policies
   * @param logLines of each container, at most
   */
  Collection(Requests requests, Where where, int logLines, boolean addresses) {
    this.requests = requests;
    this.client = requests.client();
    this.where = where;
    this.logLines = logLines;
    this.nodeFields = addresses ? KeptFields.NODE_WITH_ADDRESSES : KeptFields.NODE;
  }

  Evidence read(String cliVersion) {
    List<ObjectNode> policies =
        keep("policies", KeptFields.OURS, ours("securitypolicies", SecurityPolicy.class));
    keep(
        "clusterpolicies",
        KeptFields.OURS,
        requests.list(
            "clustersecuritypolicies.palisade.dev",
            Where.cluster(),
            client.resources(ClusterSecurityPolicy.class)));
    keep(
        "bases",
        KeptFields.OURS,
        requests.list(
            "securitybases.palisade.dev", Where.cluster(), client.resources(SecurityBase.class)));
    keep("commands", KeptFields.OURS, ours("rolloutcommands", RolloutCommand.class));
    keep("profiles", KeptFields.OURS, profiles());
    keep(
        "nodesecuritystates",
        KeptFields.OURS,
        requests.list(
            "nodesecuritystates.palisade.dev",
            Where.cluster(),
            client.resources(NodeSecurityState.class)));
    keep("nodes", nodeFields, requests.list("nodes", Where.cluster(), client.nodes()));
    List<ObjectNode> workloads = workloads(policies);
    keep("deployments", KeptFields.WORKLOAD, workloads);
    keep("pods", KeptFields.POD, pods(workloads));
    List<ObjectNode> own = own();
    keep("palisade/pods", KeptFields.POD, own);
    Set<String> system = namespaces(own);
    Set<String> all = namespaces(policies);
    all.addAll(system);
    List<ObjectNode> events = new ArrayList<>();
    for (String namespace : all) {
      events.addAll(
          requests.list(
              "events", Where.in(namespace), client.v1().events().inNamespace(namespace)));
    }
    for (String namespace : system) {
      keepAlso(
          requests.list(
              "deployments.apps",
              Where.in(namespace),
              client.apps().deployments().inNamespace(namespace).withLabel(PART, PARTS[0])));
      keepAlso(
          requests.list(
              "daemonsets.apps",
              Where.in(namespace),
              client.apps().daemonSets().inNamespace(namespace).withLabel(PART, PARTS[1])));
    }
    Map<String, String> logs = logs(own);
    return new Evidence(objects, events, logs, notes(cliVersion, system), requests.unread());
  }

  private List<ObjectNode> keep(String directory, KeptFields fields, List<ObjectNode> items) {
    objects.put(directory, new Evidence.Objects(fields, items));
    return items;
  }

  private void keepAlso(List<ObjectNode> items) {
    var before = objects.get("palisade/workloads");
    List<ObjectNode> both = new ArrayList<>(before == null ? List.of() : before.items());
    both.addAll(items);
    keep("palisade/workloads", KeptFields.WORKLOAD, both);
  }

  private <T extends HasMetadata> List<ObjectNode> ours(String plural, Class<T> type) {
    return requests.list(plural + ".palisade.dev", where, in(client.resources(type)));
  }

  private <T extends HasMetadata, L extends KubernetesResourceList<T>>
      FilterWatchListDeletable<T, ? extends KubernetesResourceList<T>, ?> in(
          MixedOperation<T, L, ?> all) {
    return where instanceof Where.Namespace(String name)
        ? all.inNamespace(name)
        : all.inAnyNamespace();
  }

  private List<ObjectNode> profiles() {
    var all = client.resources(SecurityProfile.class);
    return requests.list(
        "securityprofiles.palisade.dev",
        Where.cluster(),
        where instanceof Where.Namespace(String name)
            ? all.withLabel(Palisade.POLICY_NAMESPACE, name)
            : all);
  }

  /** Those that a policy matches, and those that carry a revision. */
  private List<ObjectNode> workloads(List<ObjectNode> policies) {
    Map<String, List<LabelSelector>> selectors =
        policies.stream()
            .collect(
                Collectors.groupingBy(
                    p -> p.path("metadata").path("namespace").asText(),
                    Collectors.mapping(
                        p ->
                            client
                                .getKubernetesSerialization()
                                .unmarshal(
                                    p.path("spec").path("podSelector").toString(),
                                    LabelSelector.class),
                        Collectors.toList())));
    return requests.list("deployments.apps", where, in(client.apps().deployments())).stream()
        .filter(d -> concerned(d, selectors))
        .toList();
  }

  private static boolean concerned(ObjectNode d, Map<String, List<LabelSelector>> selectors) {
    JsonNode template = d.path("spec").path("template").path("metadata");
    Map<String, String> labels = new HashMap<>();
    template
        .path("labels")
        .properties()
        .forEach(l -> labels.put(l.getKey(), l.getValue().asText()));
    return template.path("annotations").has(Palisade.REVISION)
        || selectors.getOrDefault(d.path("metadata").path("namespace").asText(), List.of()).stream()
            .anyMatch(s -> Selectors.matches(s, labels));
  }

  private List<ObjectNode> pods(List<ObjectNode> workloads) {
    List<ObjectNode> pods = new ArrayList<>();
    for (ObjectNode w : workloads) {
      String namespace = w.path("metadata").path("namespace").asText();
      LabelSelector selector =
          client
              .getKubernetesSerialization()
              .unmarshal(w.path("spec").path("selector").toString(), LabelSelector.class);
      pods.addAll(
          requests.list(
              "pods",
              Where.in(namespace),
              client.pods().inNamespace(namespace).withLabelSelector(selector)));
    }
    return pods;
  }

  /** The pods of Palisade itself, wherever it is installed. */
  private List<ObjectNode> own() {
    return requests.list(
        "pods", Where.allNamespaces(), client.pods().inAnyNamespace().withLabelIn(PART, PARTS));
  }

  private static Set<String> namespaces(List<ObjectNode> objects) {
    return objects.stream()
        .map(o -> o.path("metadata").path("namespace").asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Map<String, String> logs(List<ObjectNode> pods) {
    Map<String, String> logs = new TreeMap<>();
    for (ObjectNode p : pods) {
      Pod pod = client.getKubernetesSerialization().unmarshal(p.toString(), Pod.class);
      pod.getStatus()
          .getContainerStatuses()
          .forEach(status -> {
            String name = pod.getMetadata().getName() + "/" + status.getName();
            log(pod, status.getName(), false).ifPresent(l -> logs.put("logs/" + name + ".log", l));
            if (status.getRestartCount() > 0) {
              log(pod, status.getName(), true)
                  .ifPresent(l -> logs.put("logs/" + name + ".previous.log", l));
            }
          });
    }
    return logs;
  }

  private Optional<String> log(Pod pod, String container, boolean previous) {
    String namespace = pod.getMetadata().getNamespace();
    var one =
        client
            .pods()
            .inNamespace(namespace)
            .withName(pod.getMetadata().getName())
            .inContainer(container);
    return requests.answer(
        "get",
        "pods/log",
        Where.in(namespace),
        () ->
            previous
                ? one.terminated().tailingLines(logLines).getLog()
                : one.tailingLines(logLines).getLog());
  }

  private Map<String, String> notes(String cliVersion, Set<String> system) {
    String server =
        requests
            .answer("get", "/version", Where.cluster(), client::getKubernetesVersion)
            .map(v -> v.getGitVersion() + " " + v.getPlatform())
            .orElse("unknown");
    Map<String, String> notes = new TreeMap<>();
    notes.put(
        "versions.txt",
        "%s%nKubernetes %s%nPalisade in namespaces: %s%npolicies%s%n"
            .formatted(cliVersion, server, String.join(", ", system), where.phrase()));
    for (String namespace : system) {
      notes.put(
          "rights-" + namespace + ".txt",
          String.join("\n", Rights.lines(requests, namespace)) + "\n");
    }
    return notes;
  }
}
