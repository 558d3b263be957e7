package dev.palisade.node.model;

import dev.palisade.node.json.Json;
import java.util.List;

/**
 * A container of a pod, spec and status together.
 *
 * @param id as in cgroup paths, without {@code containerd://}; empty before the first start
 * @param running the kubelet reports it as running
 * @param drop capabilities as the pod's author wrote them
 */
public record Container(
    String name,
    Kind kind,
    ProfileField appArmor,
    ProfileField seccomp,
    boolean privileged,
    List<String> drop,
    List<String> add,
    String id,
    boolean running) {

  /** Which list of the pod's spec it stands in. */
  public enum Kind {
    INIT("initContainers", "initContainerStatuses"),
    REGULAR("containers", "containerStatuses"),
    EPHEMERAL("ephemeralContainers", "ephemeralContainerStatuses");

    final String list;
    final String statuses;

    Kind(String list, String statuses) {
      this.list = list;
      this.statuses = statuses;
    }
  }

  public Container {
    drop = List.copyOf(drop);
    add = List.copyOf(add);
  }

  static Container of(Kind kind, Json spec, Json status) {
    String id = status.text("containerID");
    Json context = spec.at("securityContext");
    return new Container(
        spec.text("name"),
        kind,
        ProfileField.appArmor(spec),
        ProfileField.seccomp(spec),
        context.at("privileged") instanceof Json.Bool(var value) && value,
        context.texts("capabilities", "drop"),
        context.texts("capabilities", "add"),
        id.substring(id.indexOf("://") < 0 ? 0 : id.indexOf("://") + 3),
        !status.at("state", "running").isNull());
  }
}
