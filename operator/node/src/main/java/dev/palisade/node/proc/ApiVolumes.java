package dev.palisade.node.proc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds volumes of kinds secret, configMap, projected and downwardAPI in {@code
 * /proc/PID/mountinfo} (proc_pid_mountinfo(5)), wherever in the container they are mounted and
 * however often. A mount tells its device, and its root within it. What the kubelet keeps in memory
 * (secret, projected, downwardAPI) is a file system of its own, known by the device it has in the
 * node's own mounts; what it keeps on disk (configMap) is known by its root. Paths of either are
 * below {@code pods/UID/volumes/kubernetes.io~KIND/} of the kubelet's directory (pkg/volume/util,
 * {@code GetPodVolumeDir}).
 */
final class ApiVolumes {
  private static final Pattern OF_POD =
      Pattern.compile(
          ".*/pods/([^/]+)/volumes/kubernetes\\.io~(?:secret|configmap|projected|downward-api)/.+");

  private final Map<String, String> podByDevice = new HashMap<>();

  /**
   * Learns the devices.
   *
   * @param mountinfo of the node's first process
   */
  ApiVolumes(String mountinfo) {
    for (Mount mount : mounts(mountinfo)) {
      // Otherwise it is a part of a file system that others have files on.
      if (mount.root().equals("/")) {
        pod(mount.point()).ifPresent(pod -> podByDevice.put(mount.device(), pod));
      }
    }
  }

  /** Those that a process has. */
  List<ApiVolume> in(String mountinfo) {
    List<ApiVolume> volumes = new ArrayList<>();
    for (Mount mount : mounts(mountinfo)) {
      Optional.ofNullable(podByDevice.get(mount.device()))
          .or(() -> pod(mount.root()))
          .ifPresent(pod -> volumes.add(new ApiVolume(pod, mount.point(), mount.readOnly())));
    }
    return List.copyOf(volumes);
  }

  private record Mount(String device, String root, String point, boolean readOnly) {}

  private static Optional<String> pod(String path) {
    Matcher matcher = OF_POD.matcher(path);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static List<Mount> mounts(String mountinfo) {
    return mountinfo.lines().map(ApiVolumes::mount).toList();
  }

  /** A mount is read-only by its own options, or by those of its file system. */
  private static Mount mount(String line) {
    String[] words = line.split(" ", -1);
    String ofFileSystem = words[words.length - 1];
    return new Mount(
        words[2], words[3], words[4], isReadOnly(words[5]) || isReadOnly(ofFileSystem));
  }

  private static boolean isReadOnly(String options) {
    return Arrays.asList(options.split(",", -1)).contains("ro");
  }
}
