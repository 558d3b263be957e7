package dev.palisade.node.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What is asked of a kernel about device programs. {@link Bpf} is the one there is; tests play
 * another. Every error names what was refused and, where it is known, the way out.
 */
public interface DeviceKernel {
  /** Whether programs can be pinned below this directory. */
  boolean isBpfFileSystem(Path directory);

  /**
   * Loads a program of type BPF_PROG_TYPE_CGROUP_DEVICE.
   *
   * @param program instructions, each a {@code struct bpf_insn} as one little-endian number
   * @param name at most 15 of {@code [A-Za-z0-9_.]}
   * @throws IOException with the last words of the kernel's verifier, if it had any
   */
  BpfProgram load(long[] program, String name) throws IOException;

  /** Gives a program a name in a BPF file system, by which it outlives this process. */
  void pin(BpfProgram program, Path pin) throws IOException;

  /** What is pinned there; empty if nothing is. To unpin is to delete the file. */
  Optional<BpfProgram> get(Path pin) throws IOException;

  /**
   * Attaches beside whatever is attached there already (BPF_F_ALLOW_MULTI). Holds for every process
   * in the cgroup and below it, from now on, until the cgroup is gone; what is open stays open.
   */
  void attach(Path cgroup, BpfProgram program) throws IOException;

  /** The ids of the device programs at this very cgroup, not those above it. */
  Set<Integer> query(Path cgroup) throws IOException;

  /** Closes the descriptor; a program that is neither pinned nor attached is gone then. */
  void close(BpfProgram program) throws IOException;
}
