package dev.palisade.node.devices;

import static dev.palisade.node.log.Key.key;

import dev.palisade.node.linux.BpfProgram;
import dev.palisade.node.linux.DeviceKernel;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The programs that this node's pods need, each once, or twice: the second under another name is
 * what is attached where a pod's processes came first, so that kernel and pins tell one from the
 * other by id, after a restart of the helper too. Pins are {@code palisade/HASH} and {@code
 * palisade/HASH-late} of the node's BPF file system.
 */
final class DevicePrograms {
  private static final Logger LOG = System.getLogger(DevicePrograms.class.getName());

  private static final String NAME = "palisade";
  private static final String LATE_NAME = "palisade_late";

  /** With a dot it would be refused (bpf_lookup in kernel/bpf/inode.c). */
  private static final String LATE = "-late";

  private static final Pattern PIN = Pattern.compile("([0-9a-f]{32})(-late)?");

  private final DeviceKernel kernel;
  private final Path directory;
  private final Map<Path, BpfProgram> held = new HashMap<>();

  /**
   * @param bpf the node's {@code /sys/fs/bpf}
   */
  DevicePrograms(DeviceKernel kernel, Path bpf) {
    this.kernel = kernel;
    this.directory = bpf.resolve("palisade");
  }

  /** What is attached before a pod's first process. */
  BpfProgram inTime(DeviceCode code) throws IOException {
    return held(code, directory.resolve(code.hash()), NAME);
  }

  /** What is attached after it. */
  BpfProgram late(DeviceCode code) throws IOException {
    return held(code, latePin(code), LATE_NAME);
  }

  /** The same if it was ever needed. */
  Optional<BpfProgram> lateIfAny(DeviceCode code) throws IOException {
    Path pin = latePin(code);
    return held.containsKey(pin) || Files.exists(pin) ? Optional.of(late(code)) : Optional.empty();
  }

  private Path latePin(DeviceCode code) {
    return directory.resolve(code.hash() + LATE);
  }

  /**
   * Unpins and closes what no pod needs. Where it is attached it stays so.
   *
   * @param needed hashes
   */
  void keepOnly(Set<String> needed) throws IOException {
    Set<Path> pins = new HashSet<>(held.keySet());
    if (Files.exists(directory)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
        entries.forEach(pins::add);
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
    }
    for (Path pin : pins) {
      var name = PIN.matcher(pin.getFileName().toString());
      if (name.matches() && !needed.contains(name.group(1))) {
        Files.deleteIfExists(pin);
        BpfProgram program = held.remove(pin);
        if (program != null) {
          kernel.close(program);
        }
        LOG.log(Level.INFO, "no pod needs a device program any more", key("file", pin));
      }
    }
  }

  private BpfProgram held(DeviceCode code, Path pin, String name) throws IOException {
    BpfProgram program = held.get(pin);
    if (program == null) {
      program = found(kernel.load(code.instructions(), name), pin);
      held.put(pin, program);
    } else if (!Files.exists(pin)) {
      LOG.log(Level.WARNING, "somebody else has unpinned a device program", key("file", pin));
      pin(program, pin);
    }
    return program;
  }

  /**
   * The one that is pinned, if its instructions are these: then pods have it. The kernel is asked
   * for the hash of both, for by which algorithm it makes one depends on its version.
   */
  private BpfProgram found(BpfProgram fresh, Path pin) throws IOException {
    BpfProgram unneeded = fresh;
    try {
      Optional<BpfProgram> pinned = kernel.get(pin);
      if (pinned.isPresent() && pinned.get().tag().equals(fresh.tag())) {
        return pinned.get();
      }
      if (pinned.isPresent()) {
        LOG.log(
            Level.WARNING,
            "another program was pinned in the place of a device program; it is replaced",
            key("file", pin));
        kernel.close(pinned.get());
        Files.delete(pin);
      }
      pin(fresh, pin);
      unneeded = null;
      return fresh;
    } finally {
      if (unneeded != null) {
        kernel.close(unneeded);
      }
    }
  }

  private void pin(BpfProgram program, Path pin) throws IOException {
    Files.createDirectories(directory);
    kernel.pin(program, pin);
  }
}
