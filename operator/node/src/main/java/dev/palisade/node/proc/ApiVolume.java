package dev.palisade.node.proc;

/**
 * A volume that the kubelet fills from an object of the API, as one process has it.
 *
 * @param pod uid of the pod whose volume it is
 * @param point where it is mounted, as mountinfo has it
 */
public record ApiVolume(String pod, String point, boolean readOnly) {}
