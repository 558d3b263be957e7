package dev.palisade.node.devices;

import static dev.palisade.node.log.Key.key;

import dev.palisade.node.linux.BpfProgram;
import dev.palisade.node.linux.DeviceKernel;
import dev.palisade.node.metrics.HelperMetrics;
import dev.palisade.node.model.Devices;
import dev.palisade.node.model.Pod;
import dev.palisade.node.model.Revision;
import dev.palisade.node.proc.Label;
import dev.palisade.node.proc.ProcFs;
import dev.palisade.node.verify.PodDevices;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks at the cgroup of each pod that is to have a device program, and attaches where there is
 * none. Kernel and pins are the state; what is remembered beside only makes later come out as late,
 * and spares work and log lines. What fails is tried again at each look: a system call or two.
 */
public final class DeviceUpkeep {
  private static final Logger LOG = System.getLogger(DeviceUpkeep.class.getName());
  private static final String STEP = "Attach";

  private final DevicesProbe probe;
  private final PodCgroups cgroups;
  private final DevicePrograms programs;
  private final DeviceKernel kernel;
  private final ProcFs proc;
  private final HelperMetrics metrics;
  private final Map<Devices, DeviceCode> codes = new HashMap<>();
  private final Set<String> attached = new HashSet<>();
  private Map<String, String> failures = Map.of();

  /**
   * @param enabled false: nothing but the pods is looked at
   * @param cgroupRoot the node's {@code /sys/fs/cgroup}
   * @param bpf the node's {@code /sys/fs/bpf}
   */
  public DeviceUpkeep(
      boolean enabled,
      Path cgroupRoot,
      Path bpf,
      DeviceKernel kernel,
      ProcFs proc,
      HelperMetrics metrics,
      InstantSource clock) {
    this.probe = new DevicesProbe(enabled, cgroupRoot, bpf, kernel);
    this.cgroups = new PodCgroups(cgroupRoot, clock);
    this.programs = new DevicePrograms(kernel, bpf);
    this.kernel = kernel;
    this.proc = proc;
    this.metrics = metrics;
  }

  /**
   * One look at all pods.
   *
   * @param synced they were listed: what none of them needs is unpinned
   */
  public DevicesSeen look(Collection<Pod> pods, Map<String, Revision> revisions, boolean synced) {
    DevicesSupport support = probe.look();
    var pass = new Pass();
    for (Pod pod : pods) {
      Optional<Revision> revision =
          pod.ended() ? Optional.empty() : PodDevices.asked(pod, revisions);
      revision.ifPresent(r -> pass.seen.put(pod.uid(), look(pod, r.devices(), support, pass)));
    }
    if (synced && support.capable()) {
      forget(pass);
    }
    failures = pass.failures;
    return new DevicesSeen(support, pass.seen, pass.changed);
  }

  /** What becomes known in one look. */
  private static final class Pass {
    final Map<String, PodDevices> seen = new HashMap<>();
    final Map<String, String> failures = new HashMap<>();
    final Set<Devices> needed = new HashSet<>();
    boolean changed;
  }

  private PodDevices look(Pod pod, Devices devices, DevicesSupport support, Pass pass) {
    if (!support.capable()) {
      return PodDevices.missing(support.message());
    }
    if (devices.unreadable().isPresent()) {
      return PodDevices.missing(devices.unreadable().get());
    }
    Optional<Path> cgroup = cgroups.of(pod.uid());
    try {
      DeviceCode code = code(devices);
      pass.needed.add(devices);
      if (cgroup.isEmpty()) {
        attached.remove(pod.uid());
        return PodDevices.missing("no cgroup of the pod is found below kubepods of /sys/fs/cgroup");
      }
      return look(pod, cgroup.get(), code, pass);
    } catch (IOException e) {
      if (cgroup.isPresent() && !Files.exists(cgroup.get())) {
        return PodDevices.missing("the pod's cgroup has just gone");
      }
      return failed(pod, e instanceof FileSystemException ? e.toString() : e.getMessage(), pass);
    }
  }

  private DeviceCode code(Devices devices) throws IOException {
    try {
      return codes.computeIfAbsent(devices, d -> DeviceCode.of(d.rules()));
    } catch (IllegalArgumentException e) {
      throw new IOException("no program can be made of the rules: " + e.getMessage(), e);
    }
  }

  private PodDevices look(Pod pod, Path cgroup, DeviceCode code, Pass pass) throws IOException {
    BpfProgram inTime = programs.inTime(code);
    Optional<BpfProgram> late = programs.lateIfAny(code);
    Set<Integer> there = kernel.query(cgroup);
    boolean isLate = late.isPresent() && there.contains(late.get().id());
    boolean isThere = isLate || there.contains(inTime.id());
    var seen =
        new DevicePlan.Seen(
            isThere, isLate, attached.contains(pod.uid()), !isThere && isOccupied(pod, cgroup));
    Optional<DevicePlan.Attach> step = DevicePlan.step(seen);
    if (step.isPresent()) {
      isLate = attach(pod, cgroup, code, step.get());
      pass.changed = true;
    }
    attached.add(pod.uid());
    return PodDevices.of(isLate ? PodDevices.Proof.ATTACHED_LATE : PodDevices.Proof.ATTACHED);
  }

  /** True if it was late. */
  private boolean attach(Pod pod, Path cgroup, DeviceCode code, DevicePlan.Attach step)
      throws IOException {
    kernel.attach(cgroup, step.late() ? programs.late(code) : programs.inTime(code));
    // Who came between the look and the attaching may have been before it: to be told, too.
    boolean between = !step.late() && isOccupied(pod, cgroup);
    if (between) {
      kernel.attach(cgroup, programs.late(code));
    }
    metrics.step(STEP, true);
    boolean late = step.late() || between;
    LOG.log(
        late ? Level.WARNING : Level.INFO,
        late
            ? "a device program came late: what the pod has opened before stays open"
            : "step done",
        key("step", STEP),
        key("pod", name(pod)),
        key("reason", step.why()));
    return late;
  }

  private boolean isOccupied(Pod pod, Path cgroup) throws IOException {
    Map<String, List<Label>> labels = new HashMap<>();
    for (var container : PodCgroups.processes(cgroup).entrySet()) {
      List<Label> of = new ArrayList<>();
      for (int pid : container.getValue()) {
        of.add(proc.label(pid));
      }
      labels.put(container.getKey(), of);
    }
    return DevicePlan.isOccupied(pod, labels);
  }

  private PodDevices failed(Pod pod, String message, Pass pass) {
    metrics.step(STEP, false);
    pass.failures.put(pod.uid(), message);
    boolean repeated = message.equals(failures.get(pod.uid()));
    LOG.log(
        repeated ? Level.DEBUG : Level.WARNING,
        "step failed",
        key("step", STEP),
        key("pod", name(pod)),
        key("error", message));
    return PodDevices.missing(message);
  }

  private void forget(Pass pass) {
    attached.retainAll(pass.seen.keySet());
    codes.keySet().retainAll(pass.needed);
    try {
      programs.keepOnly(codes.values().stream().map(DeviceCode::hash).collect(Collectors.toSet()));
    } catch (IOException e) {
      // They are in nobody's way; again at the next look.
      LOG.log(Level.DEBUG, "device programs stay pinned", key("error", e));
    }
  }

  private static String name(Pod pod) {
    return pod.namespace() + "/" + pod.name();
  }
}
