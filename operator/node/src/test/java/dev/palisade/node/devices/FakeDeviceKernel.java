package dev.palisade.node.devices;

import dev.palisade.node.linux.BpfProgram;
import dev.palisade.node.linux.DeviceKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A kernel in memory that takes device programs. A pin is a plain file that holds an id. */
public final class FakeDeviceKernel implements DeviceKernel {
  /** Each load and attaching, such as {@code load palisade} and {@code attach palisade podx}. */
  public final List<String> done = new ArrayList<>();

  /** Descriptors that nobody has closed. */
  final Set<Integer> open = new TreeSet<>();

  /** A BPF file system is mounted. */
  public boolean mounted = true;

  /** Why nothing is loaded, or attached; empty: it is. */
  public String refusesLoads = "";

  String refusesAttaching = "";

  /** What happens while a program is attached. */
  Runnable meanwhile = () -> {};

  private final Map<Integer, BpfProgram> programs = new HashMap<>();
  private final Map<Path, Set<Integer>> attached = new HashMap<>();
  private int last = 100;

  @Override
  public boolean isBpfFileSystem(Path directory) {
    return mounted;
  }

  @Override
  public BpfProgram load(long[] program, String name) throws IOException {
    refuse(refusesLoads);
    done.add("load " + name);
    int id = ++last;
    programs.put(id, new BpfProgram(0, id, "tag" + Arrays.hashCode(program), name));
    return opened(id);
  }

  private BpfProgram opened(int id) {
    int fd = ++last;
    open.add(fd);
    BpfProgram program = programs.get(id);
    return new BpfProgram(fd, id, program.tag(), program.name());
  }

  @Override
  public void pin(BpfProgram program, Path pin) throws IOException {
    Files.writeString(pin, Integer.toString(program.id()));
  }

  @Override
  public Optional<BpfProgram> get(Path pin) throws IOException {
    return Files.exists(pin)
        ? Optional.of(opened(Integer.parseInt(Files.readString(pin))))
        : Optional.empty();
  }

  @Override
  public void attach(Path cgroup, BpfProgram program) throws IOException {
    refuse(refusesAttaching);
    if (!there(cgroup).add(program.id())) {
      throw new IOException("it is attached already");
    }
    done.add("attach " + program.name() + " " + cgroup.getFileName());
    meanwhile.run();
  }

  @Override
  public Set<Integer> query(Path cgroup) throws IOException {
    return Set.copyOf(there(cgroup));
  }

  private Set<Integer> there(Path cgroup) throws IOException {
    if (!Files.isDirectory(cgroup)) {
      throw new NoSuchFileException(cgroup.toString());
    }
    return attached.computeIfAbsent(cgroup, _ -> new HashSet<>());
  }

  @Override
  public void close(BpfProgram program) {
    if (!open.remove(program.fd())) {
      throw new IllegalStateException("closed twice: " + program);
    }
  }

  /** Names of the programs at a cgroup. */
  public Set<String> at(Path cgroup) {
    Set<String> names = new TreeSet<>();
    attached.getOrDefault(cgroup, Set.of()).forEach(id -> names.add(programs.get(id).name()));
    return names;
  }

  /** Somebody takes all away. */
  public void detach(Path cgroup) {
    attached.remove(cgroup);
  }

  private static void refuse(String why) throws IOException {
    if (!why.isEmpty()) {
      throw new IOException(why);
    }
  }
}
