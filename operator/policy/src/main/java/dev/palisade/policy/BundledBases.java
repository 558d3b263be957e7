package dev.palisade.policy;

import dev.palisade.policy.apparmor.BaseProfile;
import dev.palisade.policy.apparmor.BaseText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The base library this build carries ({@code apparmor-profiles/}). The one place of this module
 * that reads anything: its own class path, the same bytes every time.
 */
public final class BundledBases {
  public static final String RUNTIME_DEFAULT = "RuntimeDefault";

  private BundledBases() {}

  /** By the names a policy uses. */
  public static Map<String, BaseProfile> load() {
    BaseProfile runtimeDefault = read("runtime-default.base");
    return Map.of(runtimeDefault.name(), runtimeDefault);
  }

  private static BaseProfile read(String file) {
    try (InputStream in = BundledBases.class.getResourceAsStream("/apparmor-profiles/" + file)) {
      if (in == null) {
        throw new IllegalStateException("this build lacks apparmor-profiles/" + file);
      }
      return BaseText.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
