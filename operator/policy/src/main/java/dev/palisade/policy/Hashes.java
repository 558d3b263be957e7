package dev.palisade.policy;

import dev.palisade.policy.apparmor.Profile;
import dev.palisade.policy.device.DeviceTable;
import dev.palisade.policy.seccomp.SeccompFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The content addresses of a policy. */
public final class Hashes {
  private Hashes() {}

  /**
   * What a policy says, by which an existing revision is found again: mode and each container's
   * base and rules, what the cluster takes away, and which devices are denied. Not what rules are
   * called, how they are ordered or split, whom the policy selects or how it is rolled out; and
   * nothing that this build brings along: neither which version of the base it has nor how it
   * renders profiles. So an upgraded operator finds what an older one made, and restarts nothing.
   *
   * @return 52 base32 characters
   */
  public static String source(Policy policy) {
    Digest digest = Digest.over("source", policy.mode().word());
    List<ContainerRules> governed = new ArrayList<>(policy.governed());
    governed.sort(Comparator.comparing(ContainerRules::name));
    digest.add(Integer.toString(governed.size()));
    for (ContainerRules rules : governed) {
      digest.add(rules.name()).add(rules.base().name());
      if (!rules.base().said().isEmpty()) {
        digest.add("+base").addAll(rules.base().said());
      }
      SourceWords words = SourceWords.of(rules);
      digest.addAll(words.deniedFiles()).addAll(words.deniedExecutables());
      digest.addAll(rules.capabilities().dropNames());
      digest.addAll(rules.capabilities().addNames());
      words.others().forEach((list, lines) -> digest.add(list).addAll(lines));
    }
    if (!policy.cluster().isEmpty()) {
      add(digest, ClusterRules.together(policy.cluster()));
    }
    add(digest, policy.deviceTable());
    return digest.base32();
  }

  private static void add(Digest digest, ClusterRules rules) {
    SourceWords words = SourceWords.of(rules);
    digest.add("+cluster").addAll(words.deniedFiles()).addAll(words.deniedExecutables());
    digest.addAll(rules.denied().stream().map(Capability::name).toList());
    words.others().forEach((list, lines) -> digest.add(list).addAll(lines));
  }

  /** Nothing where no device is denied: so hashes of policies without such rules stay. */
  private static void add(Digest digest, DeviceTable devices) {
    if (!devices.isEmpty()) {
      digest.add("+devices").addAll(List.copyOf(devices.said()));
    }
  }

  /**
   * What a profile does, its name apart.
   *
   * @return 64 hex digits
   */
  public static String artefact(
      Profile profile, Mode mode, String featureSet, String parserVersion) {
    String canonical = profile.text(Profile.SELF).text();
    return Digest.over(canonical, mode.word(), Profile.ABI, featureSet, parserVersion).hex();
  }

  /**
   * What a seccomp filter does.
   *
   * @return 64 hex digits
   */
  public static String filter(SeccompFilter filter) {
    return Digest.over("seccomp", filter.json()).hex();
  }

  /**
   * One container's part of a revision.
   *
   * @param filterHash where the container has a seccomp filter
   */
  public record Part(
      String container,
      String artefactHash,
      Optional<String> filterHash,
      CapabilityRules capabilities,
      boolean readOnlySecrets) {}

  /**
   * What a pod template is given as a whole.
   *
   * @param uid of the policy; empty where there is none
   * @param devices what the device program of the pod denies
   * @return 52 base32 characters
   */
  public static String revision(
      String namespace, String policy, String uid, List<Part> parts, DeviceTable devices) {
    Digest digest = Digest.over("revision", namespace, policy, uid);
    digest.add(Integer.toString(parts.size()));
    for (Part part : parts.stream().sorted(Comparator.comparing(Part::container)).toList()) {
      digest.add(part.container()).add(part.artefactHash());
      digest.addAll(part.capabilities().dropNames());
      digest.addAll(part.capabilities().addNames());
      if (part.readOnlySecrets()) {
        digest.add("+" + SecretMounts.FIELD);
      }
      part.filterHash().ifPresent(hash -> digest.add("+" + RuleList.SYSCALLS.word()).add(hash));
    }
    add(digest, devices);
    return digest.base32();
  }
}
