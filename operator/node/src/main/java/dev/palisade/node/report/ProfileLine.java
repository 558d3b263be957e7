package dev.palisade.node.report;

import dev.palisade.node.apparmor.KernelProfile;
import dev.palisade.node.apparmor.ProfileMode;
import dev.palisade.node.plan.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A profile in the report.
 *
 * @param sha256 of the blob; empty where the kernel shows another hash and no object names the
 *     profile
 * @param state {@code Loaded}, {@code Tampered}, {@code Failed}
 */
public record ProfileLine(String name, String sha256, String state, String message) {

  public static final String LOADED = "Loaded";
  public static final String TAMPERED = "Tampered";
  public static final String FAILED = "Failed";

  /**
   * Everything of ours that is loaded, and what should be and failed. What has not been tried yet
   * is left out: it is neither.
   *
   * @param known what the objects (or, before them, the cache) say of each profile, wanted or not
   * @param failure the latest failure of a profile
   */
  public static List<ProfileLine> of(
      Map<String, KernelProfile> kernel,
      Map<String, Wanted> known,
      Map<String, Wanted> wanted,
      Function<String, Optional<String>> failure) {
    List<ProfileLine> lines = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(kernel.keySet());
    names.addAll(wanted.keySet());
    for (String name : names) {
      KernelProfile loaded = kernel.get(name);
      if (loaded != null) {
        lines.add(loaded(loaded, known.get(name)));
      } else {
        failure
            .apply(name)
            .ifPresent(m -> lines.add(new ProfileLine(name, wanted.get(name).sha256(), FAILED, m)));
      }
    }
    return lines;
  }

  private static ProfileLine loaded(KernelProfile loaded, Wanted expected) {
    boolean sha256 = loaded.hash().algorithm().equals("sha256");
    String found = sha256 ? loaded.hash().hex() : "";
    if (expected == null) {
      return new ProfileLine(loaded.name(), found, LOADED, "");
    }
    if (loaded.isVerified(expected.mode(), expected.sha256(), expected.sha1())) {
      return new ProfileLine(loaded.name(), expected.sha256(), LOADED, "");
    }
    String message =
        loaded.isIn(expected.mode())
            ? "loaded with hash %s, expected %s: not replaced; unload it by hand once nothing runs under it"
                .formatted(loaded.hash().hex(), sha256 ? expected.sha256() : expected.sha1())
            : "loaded in mode %s instead of %s"
                .formatted(loaded.mode(), expected.mode().orElse(ProfileMode.ENFORCE).kernel());
    return new ProfileLine(loaded.name(), found, TAMPERED, message);
  }
}
