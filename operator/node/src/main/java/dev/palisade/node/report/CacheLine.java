package dev.palisade.node.report;

import dev.palisade.node.apparmor.KernelProfile;
import dev.palisade.node.plan.Wanted;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Whether the node's disk holds what a reboot with the API server away would need.
 *
 * @param message what is missing and the way out, empty where nothing is
 */
public record CacheLine(boolean complete, String message) {
  private static final CacheLine COMPLETE = new CacheLine(true, "");

  /**
   * Looks for loaded profiles that are not on disk. One that is not loaded either is told by its
   * own line, and one that has not been tried yet is neither.
   *
   * @param cached SHA-256 of each blob on disk
   * @param failure the latest failure of a profile
   * @param list why the list of what is wanted could not be written, if so
   */
  public static CacheLine of(
      Map<String, Wanted> wanted,
      Map<String, KernelProfile> kernel,
      Set<String> cached,
      Function<String, Optional<String>> failure,
      Optional<String> list) {
    List<String> missing =
        wanted.values().stream()
            .filter(w -> kernel.containsKey(w.profile()) && !cached.contains(w.sha256()))
            .map(Wanted::profile)
            .filter(profile -> failure.apply(profile).isPresent())
            .toList();
    if (missing.isEmpty()) {
      return list.map(why -> incomplete("the list of wanted profiles is", why)).orElse(COMPLETE);
    }
    String first = missing.getFirst();
    CacheLine line =
        incomplete(missing.size() + " profiles are", failure.apply(first).orElseThrow());
    // Names are long and messages are cut: the way out comes first.
    return new CacheLine(false, line.message() + "; the first is " + first);
  }

  private static CacheLine incomplete(String what, String why) {
    return new CacheLine(
        false,
        what
            + " not kept for a reboot with the API server away: "
            + why
            + "; make /var/lib/palisade on the node writable and give it room");
  }
}
