package dev.palisade.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.rollout.Probe;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages as Kubernetes 1.37 writes them. */
class RefusalsTest {
  private static final String FIELD = ".spec.template.spec.securityContext.appArmorProfile";

  @Test
  void aConflictNamesManagerAndField() {
    Status status =
        new StatusBuilder()
            .withCode(409)
            .withNewDetails()
            .addNewCause(FIELD, "conflict with \"helm\" using apps/v1", "FieldManagerConflict")
            .addNewCause(
                FIELD,
                "conflict with \"kubectl-edit\" with subresource \"scale\" using apps/v1",
                "FieldManagerConflict")
            .endDetails()
            .build();
    assertThat(Refusals.of(status))
        .contains(
            new Probe.Conflict(
                List.of(
                    new Probe.Field("helm", FIELD.substring(1)),
                    new Probe.Field("kubectl-edit", FIELD.substring(1)))));
  }

  @Test
  void aConflictOfAnotherKindIsNotAboutTheWorkload() {
    assertThat(Refusals.of(status(409, "the object has been modified"))).isEmpty();
  }

  @Test
  void admissionRefuses() {
    String message = "pods \"cart\" is forbidden: violates PodSecurity \"restricted:latest\": …";
    assertThat(Refusals.of(status(403, message))).contains(new Probe.Refused(message));
  }

  @Test
  void aRightThatIsNotGrantedIsNotAboutTheWorkload() {
    assertThat(
            Refusals.of(
                status(
                    403,
                    "pods is forbidden: User \"dev\" cannot create resource \"pods\" in API group \"\" in the namespace \"shop\"")))
        .isEmpty();
  }

  @Test
  void notNowIsNotAboutTheWorkload() {
    assertThat(Refusals.of(status(503, "try again"))).isEmpty();
    assertThat(Refusals.of(null)).isEmpty();
  }

  private static Status status(int code, String message) {
    return new StatusBuilder().withCode(code).withMessage(message).build();
  }
}
