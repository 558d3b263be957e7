package dev.palisade.node.linux;

/**
 * A program that the kernel holds for us while the descriptor is open, or it is pinned, or attached
 * somewhere; see {@link DeviceKernel#close}.
 *
 * @param fd of this process
 * @param id of this program object: another load of the same instructions has another
 * @param tag the kernel's hash of the instructions, 16 hex digits; by which algorithm is the
 *     kernel's own affair, so two of one kernel can be compared and nothing else
 * @param name given at the load
 */
public record BpfProgram(int fd, int id, String tag, String name) {}
