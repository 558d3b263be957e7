package dev.palisade.node.plan;

import dev.palisade.node.apparmor.KernelProfile;
import dev.palisade.node.cache.BlobCache.CachedBlob;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the node holds.
 *
 * @param kernel our loaded profiles by name
 * @param cached by SHA-256
 * @param referenced SHA-256 of each blob that a SecurityProfile names
 * @param fromObjects false until pods and profiles were listed in this process's life: nothing is
 *     then unloaded or forgotten
 * @param idle profiles unnamed by pods and processes for the whole grace period
 * @param mayTry false while a subject waits after a failure
 * @param loadsRefused the kernel answers every load with EEXIST; see {@link NodePlan}
 */
public record Observed(
    Map<String, KernelProfile> kernel,
    Map<String, CachedBlob> cached,
    Set<String> referenced,
    boolean fromObjects,
    Predicate<String> idle,
    Predicate<String> mayTry,
    boolean loadsRefused) {}
