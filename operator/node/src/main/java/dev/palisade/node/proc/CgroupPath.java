package dev.palisade.node.proc;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The container of a process by {@code /proc/PID/cgroup}. The lines are relative to the reader's
 * own cgroup namespace ({@code 0::/../../podUID/ID}), so the pod's part may be missing; container
 * ids are unique by themselves. Layouts: cgroupfs ({@code …/ID}), systemd ({@code
 * …/cri-containerd-ID.scope}), systemd's paths on a cgroupfs driver ({@code
 * …slice:cri-containerd:ID}); below a container's cgroup it may have its own.
 */
public final class CgroupPath {
  private static final Pattern ID =
      Pattern.compile("(?:(?:cri-containerd|crio|docker)-)?([0-9a-f]{64})(?:\\.scope)?");

  private CgroupPath() {}

  /** The outermost container id in the file's text, or the empty string. */
  static String containerId(String cgroupFile) {
    for (String line : cgroupFile.split("\n", -1)) {
      String id = idIn(line.substring(line.indexOf(':', line.indexOf(':') + 1) + 1));
      if (!id.isEmpty()) {
        return id;
      }
    }
    return "";
  }

  /** The outermost container id in a path, or the empty string. */
  public static String idIn(String path) {
    for (String segment : path.split("[/:]", -1)) {
      Matcher matcher = ID.matcher(segment);
      if (matcher.matches()) {
        return matcher.group(1);
      }
    }
    return "";
  }
}
