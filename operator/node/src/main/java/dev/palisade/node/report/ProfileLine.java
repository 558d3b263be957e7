package dev.palisade.node.report;

import dev.palisade.node.apparmor.KernelProfile;
import dev.palisade.node.apparmor.ProfileMode;
import dev.palisade.node.plan.Wanted;
import dev.palisade.node.plan.WantedFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A profile or filter in the report.
 *
 * @param sha256 of the blob; empty where the kernel shows another hash and no object names the
 *     profile
 * @param state {@code Loaded}, {@code Tampered}, {@code Failed}; of a filter never {@code
 *     Tampered}, for it is put right
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

  /**
   * Every filter of ours whose file is whole, and what should be and failed. Of a file that no
   * object names nobody can say that it is not.
   *
   * @param files hex SHA-256 of each file by name
   * @param known the same as the objects say it, wanted or not
   * @param failure the latest failure of a filter
   */
  public static List<ProfileLine> ofFilters(
      Map<String, String> files,
      Map<String, String> known,
      Map<String, WantedFilter> wanted,
      Function<String, Optional<String>> failure) {
    List<ProfileLine> lines = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(files.keySet());
    names.addAll(wanted.keySet());
    for (String name : names) {
      String found = files.getOrDefault(name, "");
      String expected = known.getOrDefault(name, found);
      if (!found.isEmpty() && found.equals(expected)) {
        lines.add(new ProfileLine(name, found, LOADED, ""));
      } else if (wanted.containsKey(name)) {
        failure.apply(name).ifPresent(m -> lines.add(new ProfileLine(name, expected, FAILED, m)));
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
