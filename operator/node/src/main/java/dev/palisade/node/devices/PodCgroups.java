package dev.palisade.node.devices;

import dev.palisade.node.proc.CgroupPath;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The cgroups of pods, as the kubelet makes them (pkg/kubelet/cm: pod_container_manager_linux.go,
 * cgroup_manager_linux.go). Driver cgroupfs: {@code kubepods[/QOS]/podUID}; driver systemd: {@code
 * kubepods.slice[/kubepods-QOS.slice]/kubepods[-QOS]-podUID.slice} with underscores in the UID.
 * {@code --cgroup-root} puts either below another cgroup, with whose name systemd's slices then
 * begin.
 */
final class PodCgroups {
  private static final Pattern UID = Pattern.compile("[0-9A-Za-z-]+");
  private static final Pattern KUBEPODS = Pattern.compile("kubepods|(.+-)?kubepods\\.slice");
  private static final List<String> QOS = List.of("burstable", "besteffort");
  private static final String SLICE = ".slice";

  /**
   * How deep kubepods is looked for, and how often while a pod's cgroup is not where others are.
   */
  private static final int DEEPEST = 5;

  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final Path root;
  private final InstantSource clock;
  private List<Path> kubepods = List.of();
  private Optional<Instant> searched = Optional.empty();

  /**
   * @param root the node's {@code /sys/fs/cgroup}
   */
  PodCgroups(Path root, InstantSource clock) {
    this.root = root;
    this.clock = clock;
  }

  /** The cgroup of a pod; empty before the kubelet has made it and after it has removed it. */
  Optional<Path> of(String uid) {
    if (!UID.matcher(uid).matches()) {
      return Optional.empty();
    }
    Optional<Path> found = among(parents(), uid);
    return found.isEmpty() && search() ? among(parents(), uid) : found;
  }

  /** The directories in which pods' cgroups are made. */
  List<Path> parents() {
    if (kubepods.isEmpty()) {
      search();
    }
    return kubepods.stream()
        .flatMap(top -> Stream.concat(Stream.of(top), QOS.stream().map(qos -> child(top, qos))))
        .filter(Files::isDirectory)
        .toList();
  }

  /**
   * The processes in a pod's cgroup, by the id of the container in whose cgroup they are; under the
   * empty string those that are in none.
   */
  static Map<String, List<Integer>> processes(Path cgroup) throws IOException {
    Map<String, List<Integer>> found = new HashMap<>();
    collect(cgroup, "", found);
    return found;
  }

  private static void collect(Path cgroup, String container, Map<String, List<Integer>> found)
      throws IOException {
    for (String pid : processesAt(cgroup)) {
      found.computeIfAbsent(container, _ -> new ArrayList<>()).add(Integer.parseInt(pid));
    }
    for (Path child : below(cgroup)) {
      String id = CgroupPath.idIn(child.getFileName().toString());
      collect(child, container.isEmpty() ? id : container, found);
    }
  }

  /** None of one that has gone; those of a threaded one are listed above it (cgroups(7)). */
  private static List<String> processesAt(Path cgroup) throws IOException {
    try {
      Path type = cgroup.resolve("cgroup.type");
      boolean threaded = Files.exists(type) && Files.readString(type).startsWith("threaded");
      return threaded ? List.of() : Files.readAllLines(cgroup.resolve("cgroup.procs"));
    } catch (IOException e) {
      if (Files.exists(cgroup)) {
        throw e;
      }
      return List.of();
    }
  }

  private static Optional<Path> among(List<Path> parents, String uid) {
    return parents.stream()
        .map(parent -> child(parent, "pod" + uid))
        .filter(Files::isDirectory)
        .findFirst();
  }

  /** By systemd's rule where the parent is a slice: its name holds those of all above it. */
  private static Path child(Path parent, String name) {
    String above = parent.getFileName().toString();
    if (!above.endsWith(SLICE)) {
      return parent.resolve(name);
    }
    String stem = above.substring(0, above.length() - SLICE.length());
    return parent.resolve(stem + "-" + name.replace('-', '_') + SLICE);
  }

  /** True if it was due: the whole hierarchy is not searched for each pod that is not there yet. */
  private boolean search() {
    Instant now = clock.instant();
    if (searched.isPresent() && now.isBefore(searched.get().plus(AGAIN))) {
      return false;
    }
    searched = Optional.of(now);
    List<Path> found = new ArrayList<>();
    search(root, DEEPEST, found);
    kubepods = List.copyOf(found);
    return true;
  }

  private static void search(Path directory, int depth, List<Path> found) {
    for (Path child : below(directory)) {
      if (KUBEPODS.matcher(child.getFileName().toString()).matches()) {
        found.add(child);
      } else if (depth > 1) {
        search(child, depth - 1, found);
      }
    }
  }

  /** The cgroups right below one; none where it has gone. */
  private static List<Path> below(Path cgroup) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(cgroup)) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          found.add(entry);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return List.of();
    }
    return found;
  }
}
