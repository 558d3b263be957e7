package dev.palisade.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Cgroups of this machine's unified hierarchy, which go when this is closed, with the programs that
 * are attached to them. Needs root; where the hierarchy is mounted nowhere it is mounted meanwhile.
 */
final class ScratchCgroups implements AutoCloseable {
  private final Optional<ScratchMount> mount;
  private final Deque<Path> made = new ArrayDeque<>();
  private final Path top;

  private ScratchCgroups(Path root, Optional<ScratchMount> mount) throws IOException {
    this.mount = mount;
    this.top = make(root, "palisade-scratch-" + ProcessHandle.current().pid());
  }

  /**
   * Makes the cgroup that all others are made in.
   *
   * @param directory an empty one, to mount on
   */
  static ScratchCgroups open(Path directory) throws IOException {
    try (Stream<String> mounts = Files.lines(Path.of("/proc/mounts"))) {
      Optional<Path> there =
          mounts
              .map(line -> line.split(" ", -1))
              .filter(words -> words[2].equals("cgroup2") && words[3].startsWith("rw"))
              .map(words -> Path.of(words[1]))
              .findFirst();
      if (there.isPresent()) {
        return new ScratchCgroups(there.get(), Optional.empty());
      }
    }
    return new ScratchCgroups(directory, Optional.of(ScratchMount.of("cgroup2", directory)));
  }

  /** Makes one, and gives its directory. */
  Path make(String name) throws IOException {
    return make(top, name);
  }

  /** The same within another. */
  Path make(Path parent, String name) throws IOException {
    Path cgroup = Files.createDirectory(parent.resolve(name));
    made.push(cgroup);
    return cgroup;
  }

  @Override
  public void close() throws IOException {
    for (Path cgroup : made) {
      Files.delete(cgroup);
    }
    mount.ifPresent(ScratchMount::close);
  }
}
