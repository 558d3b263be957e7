package dev.palisade.controller.effect;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.api.v1alpha1.SecurityProfileBlob;
import dev.palisade.rollout.Revision;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes artefacts. They are immutable, so one that is there is right. */
public final class ProfileWriter {
  private final KubernetesClient client;

  /**
   * Many may be written at a time, but none while one is deleted: a blob found for a new revision
   * would go with an old one that nobody yet shares it with. Only the leader writes.
   */
  private final ReadWriteLock revisions = new ReentrantReadWriteLock();

  public ProfileWriter(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Blobs come before the profile that names them: a helper that sees the profile finds them. A new
   * revision is wanted on every node from the start.
   */
  public SecurityProfile ensure(List<SecurityProfileBlob> blobs, SecurityProfile profile) {
    profile.getMetadata().getLabels().put(Palisade.LOAD, Palisade.LOAD_ALL);
    revisions.readLock().lock();
    try {
      blobs.forEach(this::ensureObject);
      return ensureObject(profile);
    } finally {
      revisions.readLock().unlock();
    }
  }

  private <T extends HasMetadata> T ensureObject(T object) {
    T there = client.resource(object).get();
    return there != null ? there : client.resource(object).create();
  }

  /** Label {@code palisade.dev/load}, the one thing of a profile that changes. */
  public void load(Revision revision, boolean all) {
    String value = all ? Palisade.LOAD_ALL : Palisade.LOAD_ON_DEMAND;
    client
        .resources(SecurityProfile.class)
        .withName(revision.name())
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"labels\":{\"%s\":\"%s\"}}}".formatted(Palisade.LOAD, value));
  }

  /** Of one that is gone already nothing is left to do. */
  public void delete(Revision revision) {
    SecurityProfile profile =
        client.resources(SecurityProfile.class).withName(revision.name()).get();
    if (profile != null) {
      delete(profile);
    }
  }

  /** The profile first: what is left behind by an interruption is then a blob nothing names. */
  public void delete(SecurityProfile profile) {
    revisions.writeLock().lock();
    try {
      deleteWithBlobs(profile);
    } finally {
      revisions.writeLock().unlock();
    }
  }

  private void deleteWithBlobs(SecurityProfile profile) {
    client.resource(profile).delete();
    // Revisions share what did not change between them, also those of a policy made anew.
    Map<String, String> labels = profile.getMetadata().getLabels();
    Set<String> shared =
        client
            .resources(SecurityProfile.class)
            .withLabel(Palisade.POLICY_NAMESPACE, labels.get(Palisade.POLICY_NAMESPACE))
            .withLabel(Palisade.POLICY_NAME, labels.get(Palisade.POLICY_NAME))
            .list()
            .getItems()
            .stream()
            .filter(p -> !p.getMetadata().getUid().equals(profile.getMetadata().getUid()))
            .flatMap(ProfileWriter::blobs)
            .collect(Collectors.toSet());
    blobs(profile)
        .filter(b -> !shared.contains(b))
        .forEach(b -> client.resources(SecurityProfileBlob.class).withName(b).delete());
  }

  private static Stream<String> blobs(SecurityProfile profile) {
    return profile.getSpec().containers.stream()
        .flatMap(c -> Stream.of(c.blob, c.seccompProfile == null ? null : c.seccompProfile.blob))
        .filter(Objects::nonNull);
  }
}
