package dev.palisade.policy;

import dev.palisade.policy.apparmor.Effect;
import dev.palisade.policy.apparmor.Rule;
import dev.palisade.policy.apparmor.Rule.MountOperation;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code secretMounts: ReadOnly} denies. The kubelet mounts secret, configMap, projected and
 * downwardAPI volumes read-only in every container; taking that away needs a mount(2), and every
 * way to one needs SYS_ADMIN.
 */
public final class SecretMounts {
  /** The field, and what its rules are said to come from. */
  public static final String FIELD = "secretMounts";

  public static final String READ_ONLY = "ReadOnly";

  private SecretMounts() {}

  static Stream<Rule> rules(Effect effect) {
    return Stream.of(
        new Rule.Mount(effect, MountOperation.MOUNT, Optional.empty()),
        new Rule.Capable(effect, Capability.SYS_ADMIN));
  }
}
