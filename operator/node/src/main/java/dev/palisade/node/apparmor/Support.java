package dev.palisade.node.apparmor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this kernel can do.
 *
 * @param reason as in NodeSecurityState; {@code Capable} says nothing of the container runtime
 * @param message the way out, empty where nothing is wrong
 */
public record Support(String reason, String message) {
  public static final String CAPABLE = "Capable";

  /** Profiles can be read and loaded. */
  public boolean loadable() {
    return reason.equals(CAPABLE);
  }

  /** Loaded profiles can be read. */
  public boolean readable() {
    return loadable() || reason.equals("PolicyLocked");
  }

  /**
   * Looks at the kernel.
   *
   * @param sys the node's {@code /sys}, for module parameters
   * @param securityfs the node's {@code /sys/kernel/security}
   */
  public static Support of(Path sys, Path securityfs) {
    Path parameters = sys.resolve("module/apparmor/parameters");
    if (!flag(parameters.resolve("enabled"))) {
      return new Support(
          "KernelWithoutAppArmor",
          "AppArmor is not enabled in this node's kernel; boot it with apparmor=1 security=apparmor");
    }
    if (!Files.exists(securityfs.resolve("apparmor/.load"))) {
      return new Support(
          "SecurityfsMissing",
          "/sys/kernel/security/apparmor is not there; mount securityfs on the node and into the helper");
    }
    try (var entries = Files.newDirectoryStream(securityfs.resolve("apparmor/policy/profiles"))) {
      var _ = entries.iterator();
    } catch (IOException e) {
      return new Support(
          "SecurityfsMissing",
          "/sys/kernel/security/apparmor/policy/profiles cannot be read ("
              + e
              + "); mount securityfs on the node and into the helper");
    }
    if (flag(parameters.resolve("lock_policy"))) {
      return new Support(
          "PolicyLocked",
          "apparmor.lock_policy is set: the kernel loads no profile until the node is rebooted without it");
    }
    return new Support(CAPABLE, "");
  }

  private static boolean flag(Path parameter) {
    try {
      return Files.readString(parameter).startsWith("Y");
    } catch (IOException e) {
      return false;
    }
  }
}
