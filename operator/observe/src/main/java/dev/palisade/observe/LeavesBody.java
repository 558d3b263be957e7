package dev.palisade.observe;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.rollout.CapabilitySet;
import dev.palisade.rollout.Leaves;
import dev.palisade.rollout.Profiles;
import dev.palisade.rollout.Template;
import dev.palisade.rollout.Workload;
import io.fabric8.kubernetes.api.model.AppArmorProfile;
import io.fabric8.kubernetes.api.model.AppArmorProfileBuilder;
import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.CapabilitiesBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.SeccompProfileBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Optional;

/** The body of the server-side apply that writes leaves, and nothing but leaves. */
public final class LeavesBody {
  private LeavesBody() {}

  /**
   * A Deployment with only our fields. The uid is in it, so that a workload of the same name that
   * was made anew is not written.
   *
   * @param leaves empty gives every field back
   */
  public static Deployment of(Workload w, Optional<Leaves> leaves) {
    DeploymentBuilder body =
        new DeploymentBuilder()
            .withNewMetadata()
            .withNamespace(w.namespace())
            .withName(w.name())
            .withUid(w.uid())
            .endMetadata();
    return leaves
        .map(l -> body.withNewSpec().withTemplate(template(l, w.template())).endSpec().build())
        .orElseGet(body::build);
  }

  private static PodTemplateSpec template(Leaves l, Template t) {
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .addToAnnotations(Palisade.REVISION, l.revision())
        .endMetadata()
        .withSpec(spec(l, t).orElse(null))
        .build();
  }

  /** Empty where nothing is written there: who applies an empty object owns it whole. */
  private static Optional<PodSpec> spec(Leaves l, Template t) {
    PodSpec spec =
        new PodSpecBuilder()
            .withSecurityContext(l.pod().map(LeavesBody::context).orElse(null))
            .withAffinity(Affinities.avoiding(l.avoid()).orElse(null))
            .withInitContainers(containers(l, t, true))
            .withContainers(containers(l, t, false))
            .build();
    return Optional.of(spec).filter(s -> !s.equals(new PodSpec()));
  }

  private static PodSecurityContext context(Profiles pod) {
    return new PodSecurityContextBuilder()
        .withAppArmorProfile(appArmor(pod))
        .withSeccompProfile(seccomp(pod))
        .build();
  }

  private static List<Container> containers(Leaves l, Template t, boolean init) {
    return t.containers().stream()
        .filter(c -> c.init() == init)
        .filter(c -> l.containers().containsKey(c.name()) || l.capabilities().containsKey(c.name()))
        .map(c -> container(l, c.name()))
        .toList();
  }

  private static Container container(Leaves l, String name) {
    Optional<Profiles> profiles = Optional.ofNullable(l.containers().get(name));
    return new ContainerBuilder()
        .withName(name)
        .withNewSecurityContext()
        .withAppArmorProfile(profiles.map(LeavesBody::appArmor).orElse(null))
        .withSeccompProfile(profiles.map(LeavesBody::seccomp).orElse(null))
        .withCapabilities(
            Optional.ofNullable(l.capabilities().get(name))
                .map(LeavesBody::capabilities)
                .orElse(null))
        .endSecurityContext()
        .build();
  }

  private static AppArmorProfile appArmor(Profiles p) {
    return new AppArmorProfileBuilder()
        .withType("Localhost")
        .withLocalhostProfile(p.appArmor())
        .build();
  }

  /** Null where there is no filter. */
  private static SeccompProfile seccomp(Profiles p) {
    return p.seccomp()
        .map(f -> new SeccompProfileBuilder().withType("Localhost").withLocalhostProfile(f).build())
        .orElse(null);
  }

  private static Capabilities capabilities(CapabilitySet c) {
    return new CapabilitiesBuilder().withDrop(c.drop()).withAdd(c.add()).build();
  }
}
