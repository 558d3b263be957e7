package dev.palisade.compile;

import dev.palisade.api.v1alpha1.CapabilityRules;
import dev.palisade.api.v1alpha1.Mode;
import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecretMounts;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.api.v1alpha1.SecurityProfileBlob;
import dev.palisade.api.v1alpha1.SecurityProfileBlobSpec;
import dev.palisade.api.v1alpha1.SecurityProfileSpec;
import dev.palisade.api.v1alpha1.SecurityProfileSpec.ContainerArtefact;
import dev.palisade.api.v1alpha1.SecurityProfileSpec.MergedRules;
import dev.palisade.api.v1alpha1.SecurityProfileSpec.PresetRules;
import dev.palisade.api.v1alpha1.SecurityProfileSpec.SeccompArtefact;
import dev.palisade.policy.Capability;
import dev.palisade.policy.ClusterRules;
import dev.palisade.policy.ContainerRules;
import dev.palisade.policy.Preset;
import dev.palisade.policy.ProfileName;
import dev.palisade.policy.ProfileTree;
import dev.palisade.policy.apparmor.Profile;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The objects a revision is kept in. */
final class Manifests {
  private Manifests() {}

  static SecurityProfile profile(RevisionPlan plan, List<Compilation.Compiled> compiled) {
    var spec = new SecurityProfileSpec();
    spec.policy = new SecurityProfileSpec.PolicyReference();
    spec.policy.namespace = plan.policy().namespace();
    spec.policy.name = plan.policy().name();
    spec.policy.uid = plan.uid().isEmpty() ? null : plan.uid();
    spec.mode = Mode.valueOf(plan.policy().mode().word());
    spec.parserVersion = Toolchain.PARSER_VERSION;
    spec.featureSet = Toolchain.FEATURE_SET;
    spec.abi = Profile.ABI;
    spec.containers = new ArrayList<>();
    for (int i = 0; i < plan.artefacts().size(); i++) {
      ContainerArtefact container = container(plan.artefacts().get(i), plan.policy().mode());
      if (!compiled.isEmpty()) {
        Compilation.Compiled blob = compiled.get(i);
        container.blob = ProfileName.blob(container.profileName);
        container.blobSha256 = blob.sha256();
        container.blobSha1 = blob.sha1();
        container.blobSize = blob.size();
        if (container.seccompProfile != null) {
          container.seccompProfile.blob =
              ProfileName.blob(container.seccompProfile.localhostProfile);
        }
      }
      spec.containers.add(container);
    }
    spec.bases = Bases.stored(plan.policy(), plan.bases());
    spec.devices = StoredDevices.of(plan.policy().enforcedDevices());
    List<ClusterRules> cluster = plan.policy().cluster();
    spec.clusterPolicies =
        cluster.isEmpty() ? null : cluster.stream().map(Manifests::merged).toList();
    var profile = new SecurityProfile();
    profile.setMetadata(
        metadata(plan, plan.revision(), Map.of(Palisade.SOURCE_HASH, plan.sourceHash())));
    profile.setSpec(spec);
    return profile;
  }

  static SecurityProfileBlob blob(
      RevisionPlan plan, Artefact artefact, Compilation.Compiled compiled) {
    return blob(plan, artefact.profileName(), compiled);
  }

  static SecurityProfileBlob blob(RevisionPlan plan, FilterFile filter) {
    return blob(plan, filter.localhostProfile(), compiled(filter));
  }

  /** Nothing compiles it: it is kept as it is written. */
  private static Compilation.Compiled compiled(FilterFile filter) {
    return new Compilation.Compiled(filter.bytes(), Gzip.of(filter.bytes()));
  }

  private static SecurityProfileBlob blob(
      RevisionPlan plan, String profileName, Compilation.Compiled compiled) {
    var spec = new SecurityProfileBlobSpec();
    spec.profileName = profileName;
    spec.sha256 = compiled.sha256();
    spec.size = compiled.size();
    spec.encoding = "gzip";
    spec.data = Base64.getEncoder().encodeToString(compiled.gzip());
    var blob = new SecurityProfileBlob();
    blob.setMetadata(metadata(plan, ProfileName.blob(profileName), Map.of()));
    blob.setSpec(spec);
    return blob;
  }

  private static ObjectMeta metadata(RevisionPlan plan, String name, Map<String, String> more) {
    var labels = new TreeMap<>(more);
    labels.put(Palisade.POLICY_NAMESPACE, plan.policy().namespace());
    labels.put(Palisade.POLICY_NAME, plan.policy().name());
    if (!plan.uid().isEmpty()) {
      labels.put(Palisade.POLICY_UID, plan.uid());
    }
    return new ObjectMetaBuilder().withName(name).withLabels(labels).build();
  }

  private static ContainerArtefact container(Artefact artefact, dev.palisade.policy.Mode mode) {
    ContainerRules rules = artefact.rules();
    var container = new ContainerArtefact();
    container.name = rules.name();
    container.base = rules.base().name();
    StoredRules.put(rules, container);
    container.presetRules = presetRules(rules.presets());
    container.capabilities = capabilities(rules.capabilities());
    container.secretMounts = rules.secretsStayReadOnly() ? SecretMounts.ReadOnly : null;
    container.profileName = artefact.profileName();
    container.profileMode = rules.complains(mode) ? Mode.Complain : null;
    container.effectiveCapabilities =
        capabilities(
            dev.palisade.policy.CapabilityRules.denying(
                ProfileTree.of(rules, mode).deniedCapabilities()));
    container.programs = StoredRules.programs(rules.programs());
    container.artefactHash = artefact.hash();
    container.seccompProfile = artefact.filter().map(Manifests::seccomp).orElse(null);
    return container;
  }

  private static SeccompArtefact seccomp(FilterFile filter) {
    Compilation.Compiled compiled = compiled(filter);
    var seccomp = new SeccompArtefact();
    seccomp.localhostProfile = filter.localhostProfile();
    seccomp.sha256 = compiled.sha256();
    seccomp.size = compiled.size();
    return seccomp;
  }

  private static MergedRules merged(ClusterRules rules) {
    var merged = new MergedRules();
    merged.name = rules.name();
    StoredRules.put(rules, merged);
    merged.presetRules = presetRules(rules.presets());
    merged.devices = StoredDevices.of(rules.devices());
    if (!rules.denied().isEmpty()) {
      merged.capabilities = new CapabilityRules();
      merged.capabilities.drop =
          rules.denied().size() == Capability.values().length
              ? List.of(dev.palisade.policy.CapabilityRules.ALL)
              : rules.denied().stream().map(Enum::name).sorted().toList();
    }
    merged.secretMounts = rules.readOnlySecrets() ? SecretMounts.ReadOnly : null;
    return merged;
  }

  private static List<PresetRules> presetRules(List<Preset> presets) {
    return presets.isEmpty() ? null : presets.stream().map(Manifests::presetRules).toList();
  }

  private static PresetRules presetRules(Preset preset) {
    var stored = new PresetRules();
    stored.name = preset.name();
    stored.version = preset.version();
    stored.rules = preset.lines();
    return stored;
  }

  private static CapabilityRules capabilities(dev.palisade.policy.CapabilityRules rules) {
    if (rules.isEmpty()) {
      return null;
    }
    var capabilities = new CapabilityRules();
    capabilities.drop = rules.dropNames();
    capabilities.add = rules.add().isEmpty() ? null : rules.addNames();
    return capabilities;
  }
}
