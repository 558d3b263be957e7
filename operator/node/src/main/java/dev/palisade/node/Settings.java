package dev.palisade.node;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The process's environment, as docs/design/0001 names it.
 *
 * @param hostRoot holds {@code sys/kernel/security}, {@code var/lib/palisade} and {@code
 *     var/lib/kubelet/seccomp} of the node, the last wherever its kubelet has it; with device
 *     programs {@code sys/fs/cgroup} and {@code sys/fs/bpf}, too
 * @param devices whether device programs are made
 * @param healthAddress empty: all addresses
 */
public record Settings(
    String node,
    String podName,
    String podUid,
    String podNamespace,
    Path hostRoot,
    Path proc,
    Path sys,
    Path credentials,
    URI server,
    Duration unloadGrace,
    boolean denials,
    boolean devices,
    String healthAddress,
    int healthPort) {

  private static final String CREDENTIALS = "/var/run/secrets/kubernetes.io/serviceaccount";

  /** Fails naming the variable that is missing or wrong. */
  public static Settings of(Map<String, String> environment) {
    return new Settings(
        required(environment, "NODE_NAME"),
        required(environment, "POD_NAME"),
        required(environment, "POD_UID"),
        required(environment, "POD_NAMESPACE"),
        Path.of(environment.getOrDefault("PALISADE_HOST_ROOT", "/host")),
        Path.of("/proc"),
        Path.of("/sys"),
        Path.of(CREDENTIALS),
        server(
            required(environment, "KUBERNETES_SERVICE_HOST"),
            required(environment, "KUBERNETES_SERVICE_PORT")),
        Duration.ofSeconds(number(environment, "PALISADE_UNLOAD_GRACE_SECONDS", 300)),
        flag(environment, "PALISADE_DENIALS_ENABLED", "true"),
        flag(environment, "PALISADE_DEVICES_ENABLED", "false"),
        environment.getOrDefault("PALISADE_HEALTH_ADDRESS", ""),
        number(environment, "PALISADE_HEALTH_PORT", 8081));
  }

  public Path securityFs() {
    return hostRoot.resolve("sys/kernel/security");
  }

  public Path state() {
    return hostRoot.resolve("var/lib/palisade");
  }

  /** The kubelet's directory for seccomp profiles. */
  public Path seccomp() {
    return hostRoot.resolve("var/lib/kubelet/seccomp");
  }

  public Path cgroups() {
    return hostRoot.resolve("sys/fs/cgroup");
  }

  public Path bpf() {
    return hostRoot.resolve("sys/fs/bpf");
  }

  private static URI server(String host, String port) {
    String literal = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("https://" + literal + ":" + port);
  }

  private static String required(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw new IllegalArgumentException(
          "environment variable " + name + " is not set; the chart's DaemonSet sets it");
    }
    return value;
  }

  private static int number(Map<String, String> environment, String name, int otherwise) {
    String value = environment.getOrDefault(name, Integer.toString(otherwise));
    try {
      int number = Integer.parseInt(value);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + "=" + value + " is not a whole number", e);
    }
    throw new IllegalArgumentException(name + "=" + value + " is negative");
  }

  private static boolean flag(Map<String, String> environment, String name, String otherwise) {
    String value = environment.getOrDefault(name, otherwise);
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(name + "=" + value + ": write true or false");
    };
  }
}
