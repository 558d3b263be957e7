package dev.palisade.cli.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The fields of an object that are in the bundle. All others are not, also those that a later
 * Kubernetes invents; their names are listed.
 *
 * @param paths names joined by dots, each with all that is below it; an array's elements have its
 *     path
 */
record KeptFields(List<String> paths) {
  /** Where the names of what was left out are put. */
  static final String LEFT_OUT = "x-left-out";

  private static final List<String> OBJECT =
      concat(
          List.of("apiVersion", "kind"),
          below(
              "metadata",
              "name namespace uid generation resourceVersion creationTimestamp deletionTimestamp"
                  + " labels annotations finalizers ownerReferences"));

  private static final List<String> CONTAINER =
      below("", "name image imagePullPolicy resources securityContext restartPolicy").stream()
          .toList();

  private static final List<String> POD_SPEC =
      concat(
          below(
              "",
              "nodeName nodeSelector affinity tolerations serviceAccountName hostPID hostNetwork"
                  + " hostIPC hostUsers os securityContext priorityClassName restartPolicy"
                  + " runtimeClassName schedulerName terminationGracePeriodSeconds"
                  + " topologySpreadConstraints"),
          under("containers", CONTAINER),
          under("initContainers", CONTAINER),
          under("ephemeralContainers", CONTAINER));

  private static final List<String> CONTAINER_STATUS =
      below(
          "",
          "name ready started restartCount image imageID state.waiting state.running"
              + " state.terminated lastState.waiting lastState.running lastState.terminated");

  private static final List<String> TEMPLATE =
      concat(below("metadata", "labels annotations"), under("spec", POD_SPEC));

  /** Policies, profiles, reports and commands: all of it is Palisade's own. */
  static final KeptFields OURS = new KeptFields(concat(OBJECT, List.of("spec", "status")));

  static final KeptFields POD =
      new KeptFields(
          concat(
              OBJECT,
              under("spec", POD_SPEC),
              below("status", "phase reason message conditions startTime qosClass"),
              under("status.containerStatuses", CONTAINER_STATUS),
              under("status.initContainerStatuses", CONTAINER_STATUS),
              under("status.ephemeralContainerStatuses", CONTAINER_STATUS)));

  /**
   * Also a DaemonSet. Field owners are what a FieldConflict is about; of values they hold names
   * alone.
   */
  static final KeptFields WORKLOAD =
      new KeptFields(
          concat(
              OBJECT,
              List.of("metadata.managedFields", "status"),
              below(
                  "spec",
                  "replicas selector strategy updateStrategy paused minReadySeconds"
                      + " progressDeadlineSeconds revisionHistoryLimit"),
              under("spec.template", TEMPLATE)));

  static final KeptFields NODE =
      new KeptFields(
          concat(
              OBJECT,
              below("spec", "taints unschedulable"),
              below(
                  "status", "conditions nodeInfo capacity allocatable runtimeHandlers features")));

  static final KeptFields NODE_WITH_ADDRESSES =
      new KeptFields(concat(NODE.paths, List.of("status.addresses")));

  static final KeptFields EVENT =
      new KeptFields(
          List.of(
              "metadata.namespace",
              "involvedObject",
              "type",
              "reason",
              "message",
              "count",
              "firstTimestamp",
              "lastTimestamp",
              "eventTime",
              "series",
              "source",
              "reportingComponent"));

  KeptFields {
    paths = List.copyOf(paths);
  }

  private static List<String> below(String prefix, String names) {
    return under(prefix, List.of(names.split(" ")));
  }

  private static List<String> under(String prefix, List<String> paths) {
    return paths.stream().map(p -> prefix.isEmpty() ? p : prefix + "." + p).toList();
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // Only read from.
  private static List<String> concat(List<String>... parts) {
    return Arrays.stream(parts).flatMap(Collection::stream).toList();
  }

  /** A copy with these fields alone. */
  ObjectNode of(ObjectNode object) {
    TreeSet<String> left = new TreeSet<>();
    ObjectNode out = copy(object, "", left);
    if (!left.isEmpty()) {
      ArrayNode names = out.putArray(LEFT_OUT);
      left.forEach(names::add);
    }
    return out;
  }

  private ObjectNode copy(ObjectNode from, String at, TreeSet<String> left) {
    ObjectNode out = from.objectNode();
    for (Map.Entry<String, JsonNode> field : from.properties()) {
      String path = at.isEmpty() ? field.getKey() : at + "." + field.getKey();
      if (paths.contains(path)) {
        out.set(field.getKey(), field.getValue().deepCopy());
      } else if (leadsOn(path)) {
        out.set(field.getKey(), descend(field.getValue(), path, left));
      } else {
        left.add(path);
      }
    }
    return out;
  }

  private boolean leadsOn(String path) {
    return paths.stream().anyMatch(p -> p.startsWith(path + "."));
  }

  private JsonNode descend(JsonNode value, String path, TreeSet<String> left) {
    if (value instanceof ObjectNode object) {
      return copy(object, path, left);
    }
    if (value instanceof ArrayNode array) {
      ArrayNode out = array.arrayNode();
      array.forEach(e -> out.add(descend(e, path, left)));
      return out;
    }
    // Something other than what was expected here is not shown.
    left.add(path);
    return value.isNull() ? value : NullNode.instance;
  }
}
