package dev.palisade.node.model;

import dev.palisade.node.apparmor.ProfileMode;
import dev.palisade.node.json.Json;
import dev.palisade.node.proc.Label;
import dev.palisade.policy.Capability;
import dev.palisade.policy.CapabilityRules;
import dev.palisade.policy.SecretMounts;
import dev.palisade.policy.apparmor.Program;
import java.util.List;
import java.util.Optional;

/**
 * One profile of a revision, with the filter that goes with it.
 *
 * @param container {@code _default} for the pod level
 * @param profile name in the kernel
 * @param blob name of the SecurityProfileBlob, empty while there is none
 * @param sha256 hex hash of the uncompressed blob, as {@code raw_sha256} shows it
 * @param sha1 the same for {@code raw_sha1}
 * @param mode of the profile in the kernel
 * @param readOnlySecrets {@code secretMounts: ReadOnly}
 * @param dropped what {@code capabilities} takes away; not what presets or the cluster deny
 * @param filter where the container's rules, or the pod level's, are about system calls
 * @param programs whose processes are under children of the profile
 * @param rules the container's entry as it stands in the object, to tell denials apart
 */
public record Artefact(
    String container,
    String profile,
    String blob,
    String sha256,
    String sha1,
    ProfileMode mode,
    boolean readOnlySecrets,
    List<Capability> dropped,
    Optional<Filter> filter,
    List<Program> programs,
    Json rules) {

  public static final String DEFAULT = "_default";

  public Artefact {
    dropped = List.copyOf(dropped);
    programs = List.copyOf(programs);
  }

  static Artefact of(Json entry) {
    Json capabilities = entry.at("capabilities");
    return new Artefact(
        entry.text("name"),
        entry.text("profileName"),
        entry.text("blob"),
        entry.text("blobSha256"),
        entry.text("blobSha1"),
        ProfileMode.of(entry.text("profileMode")),
        entry.text(SecretMounts.FIELD).equals(SecretMounts.READ_ONLY),
        CapabilityRules.stored(capabilities.texts("drop"), capabilities.texts("add")).denied(),
        Filter.of(entry.at("seccompProfile")),
        entry.texts("programs").stream().map(Program::written).toList(),
        entry);
  }

  /** Whether this is the profile, or its child for one of the programs; no other child is. */
  public boolean isProfile(String name) {
    return name.equals(profile) || program(name).isPresent();
  }

  /** Whether a process of this label is held by it, in its mode. */
  public boolean holds(Label label) {
    return isProfile(Label.withoutLearned(label.name())) && label.mode().equals(mode.kernel());
  }

  /** The program that a profile of this name is for. */
  public Optional<Program> program(String name) {
    return programs.stream().filter(p -> p.profile(profile).equals(name)).findFirst();
  }
}
