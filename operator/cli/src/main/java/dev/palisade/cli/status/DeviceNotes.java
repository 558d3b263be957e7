package dev.palisade.cli.status;

import dev.palisade.api.v1alpha1.DevicesProof;
import dev.palisade.api.v1alpha1.NodeSecurityStatus;
import dev.palisade.api.v1alpha1.PodVerdict;
import java.util.stream.Stream;

/** Pods with rules about devices of which less, or later, holds than of the others. */
final class DeviceNotes {
  private DeviceNotes() {}

  /** For {@link PodNotes}. */
  static Stream<String> of(NodeSecurityStatus.Pod pod) {
    Stream.Builder<String> notes = Stream.builder();
    if (pod.verdict == PodVerdict.DevicesOnly) {
      notes.add(
          "%d pods, such as %s, have a privileged container: only the rules about devices hold for them.");
    }
    if (pod.devices == DevicesProof.AttachedLate) {
      notes.add(
          "Rules about devices came to %d pods, such as %s, after a process of theirs: what it had open stays open.");
    }
    return notes.build();
  }
}
