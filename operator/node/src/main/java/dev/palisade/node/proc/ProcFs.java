package dev.palisade.node.proc;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads {@code /proc} of the first pid namespace (proc(5)). A process that ends meanwhile is left
 * out. All files read here are world-readable: no capability is needed.
 */
public final class ProcFs {
  /** USER_HZ, 100 on every architecture that Kubernetes runs on. */
  private static final double TICKS = 100;

  /** The label of a task: own directory since Linux 5.8, shared by all LSMs before. */
  private static final List<String> CURRENT = List.of("attr/apparmor/current", "attr/current");

  /** Labels that a task will have at its next exec, or had before a hat. */
  private static final List<String> OTHERS = List.of("attr/apparmor/exec", "attr/apparmor/prev");

  private static final String MOUNTS = "mountinfo";

  private final Path root;

  public ProcFs(Path root) {
    this.root = root;
  }

  public Processes scan() throws IOException {
    return scan(_ -> false);
  }

  /**
   * Looks at all processes.
   *
   * @param withVolumes by container id: whose processes' volumes are read too
   */
  public Processes scan(Predicate<String> withVolumes) throws IOException {
    double uptime = Double.parseDouble(Files.readString(root.resolve("uptime")).split(" ", 2)[0]);
    Map<String, List<ContainerProcess>> byContainer = new HashMap<>();
    Map<Integer, String> mounts = new HashMap<>();
    Map<Integer, String> users = new HashMap<>();
    Set<Label> labels = new HashSet<>();
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(root, "[0-9]*")) {
      for (Path directory : directories) {
        try {
          Label label = label(directory);
          labels.add(label);
          otherLabels(directory, labels);
          String id = CgroupPath.containerId(read(directory, "cgroup"));
          if (!id.isEmpty()) {
            ContainerProcess process = process(directory, id, label);
            users.put(process.pid(), readOrEmpty(directory.resolve("uid_map")));
            if (withVolumes.test(id)) {
              mounts.put(process.pid(), mounts(directory));
            }
            byContainer.computeIfAbsent(id, _ -> new ArrayList<>()).add(process);
          }
        } catch (IOException e) {
          // It has ended: ENOENT, or ESRCH from a file that was already open.
          if (Files.exists(directory.resolve("stat"))) {
            throw e;
          }
        }
      }
    }
    byContainer.replaceAll((_, seen) -> outside(seen, users));
    if (!mounts.isEmpty()) {
      // Read last: what a process has was mounted on the node before.
      var volumes = new ApiVolumes(read(root.resolve("1"), MOUNTS));
      byContainer.replaceAll((_, seen) ->
          seen.stream().map(p -> p.with(volumes.in(mounts.getOrDefault(p.pid(), "")))).toList());
    }
    return new Processes(uptime, byContainer, labels);
  }

  /**
   * Who makes a user namespace has all capabilities in it (kernel/user_namespace.c, {@code
   * set_cred_user_ns}), and none of them outside, where the container's sets count.
   *
   * @param users of which users a process's namespace is (user_namespaces(7), uid_map), by pid
   */
  private static List<ContainerProcess> outside(
      List<ContainerProcess> seen, Map<Integer, String> users) {
    String first =
        seen.stream()
            .min(Comparator.comparingDouble(ContainerProcess::started))
            .map(p -> users.get(p.pid()))
            .orElse("");
    return seen.stream()
        .map(p -> users.get(p.pid()).equals(first) ? p : p.withoutCapabilities())
        .toList();
  }

  /** A zombie has none: EINVAL. */
  private static String mounts(Path directory) throws IOException {
    try {
      return read(directory, MOUNTS);
    } catch (IOException e) {
      String stat = read(directory, "stat");
      if (stat.startsWith("Z", stat.lastIndexOf(')') + 2)) {
        return "";
      }
      throw e;
    }
  }

  private static ContainerProcess process(Path directory, String id, Label label)
      throws IOException {
    String stat = read(directory, "stat");
    // Field 22; the second field is the command in parentheses and may hold anything.
    String started = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];
    int pid = Integer.parseInt(directory.getFileName().toString());
    String status = read(directory, "status");
    return new ContainerProcess(
        pid,
        Long.parseLong(started) / TICKS,
        id,
        label,
        Long.parseUnsignedLong(value(status, "CapBnd", ""), 16),
        // A kernel without seccomp has no such line.
        Integer.parseInt(value(status, "Seccomp", "0")),
        List.of());
  }

  private static String value(String status, String key, String otherwise) {
    String line = "\n" + key + ":";
    int at = status.indexOf(line);
    return at < 0
        ? otherwise
        : status.substring(at + line.length(), status.indexOf('\n', at + 1)).strip();
  }

  /** Of one process; an empty one where it has ended. */
  public Label label(int pid) throws IOException {
    return label(root.resolve(Integer.toString(pid)));
  }

  private static Label label(Path directory) throws IOException {
    for (String file : CURRENT) {
      Path path = directory.resolve(file);
      if (Files.exists(path)) {
        return Label.parse(readOrEmpty(path));
      }
    }
    return new Label("", "");
  }

  private static void otherLabels(Path directory, Set<Label> labels) {
    for (String file : OTHERS) {
      String text = readOrEmpty(directory.resolve(file));
      if (!text.isEmpty()) {
        labels.add(Label.parse(text));
      }
    }
  }

  /** EINVAL where AppArmor is off, and for exec and prev where the task has none. */
  private static String readOrEmpty(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      return "";
    }
  }

  private static String read(Path directory, String file) throws IOException {
    return Files.readString(directory.resolve(file));
  }
}
