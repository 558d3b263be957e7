package dev.palisade.policy;

import dev.palisade.policy.apparmor.BaseProfile;
import dev.palisade.policy.apparmor.BaseText;
import dev.palisade.policy.seccomp.SeccompText;
import dev.palisade.policy.seccomp.Syscalls;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The bases and presets that a policy can name. */
public record Library(Map<String, BaseProfile> bases, SortedMap<String, Preset> presets) {
  public static final String RUNTIME_DEFAULT = "RuntimeDefault";
  public static final String RESTRICTED = "Restricted";

  /** {@code seccomp-profiles/}: what is known of system calls. */
  public static final Syscalls SYSCALLS =
      new Syscalls(
          SeccompText.numbers(text("seccomp-profiles/syscalls")),
          SeccompText.base(text("seccomp-profiles/runtime-default.base")),
          Stream.of("runc.minimum", "crun.minimum")
              .map(file -> SeccompText.minimum(text("seccomp-profiles/" + file)))
              .toList());

  public Library {
    bases = Map.copyOf(bases);
    presets = new TreeMap<>(presets);
  }

  /** What this build carries ({@code apparmor-profiles/}). */
  public static Library bundled() {
    return new Library(
        bundledBases(), PresetText.read(text("apparmor-profiles/hardening.presets")));
  }

  /** The same with bases of teams. */
  public Library with(Collection<BaseProfile> own) {
    Map<String, BaseProfile> all = new HashMap<>(bases);
    own.forEach(base -> all.put(base.name(), base));
    return new Library(all, presets);
  }

  /** The bases alone, for who has the presets from a revision. */
  public static Map<String, BaseProfile> bundledBases() {
    return Stream.of("runtime-default.base", "restricted.base")
        .map(file -> BaseText.read(text("apparmor-profiles/" + file)))
        .collect(Collectors.toMap(BaseProfile::name, base -> base));
  }

  /**
   * The one place of this module that reads anything: its own class path, the same bytes every
   * time.
   */
  private static String text(String file) {
    try (InputStream in = Library.class.getResourceAsStream("/" + file)) {
      if (in == null) {
        throw new IllegalStateException("this build lacks " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
