package dev.palisade.observe;

import dev.palisade.rollout.Probe;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.StatusDetails;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the API server's no to a dry run says about the workload. */
public final class Refusals {
  private static final int CONFLICT = 409;

  /** Answers that say no to this object, as against "not now". */
  private static final Set<Integer> REFUSED = Set.of(400, 403, 422);

  private static final Pattern MANAGER = Pattern.compile("conflict with \"([^\"]*)\"");

  /** RBAC's own words (apiserver/pkg/endpoints/handlers/responsewriters/errors.go). */
  private static final Pattern NOT_GRANTED =
      Pattern.compile("User \"[^\"]*\" cannot \\w+ resource \"");

  private Refusals() {}

  /**
   * Empty if the answer is not about the workload: not granted, not now, or the server's trouble.
   */
  public static Optional<Probe> of(Status status) {
    if (status == null || status.getCode() == null) {
      return Optional.empty();
    }
    if (status.getCode() == CONFLICT) {
      List<Probe.Field> fields = fields(status.getDetails());
      return fields.isEmpty() ? Optional.empty() : Optional.of(new Probe.Conflict(fields));
    }
    String message = status.getMessage() == null ? "" : status.getMessage();
    return REFUSED.contains(status.getCode()) && !NOT_GRANTED.matcher(message).find()
        ? Optional.of(new Probe.Refused(message))
        : Optional.empty();
  }

  private static List<Probe.Field> fields(StatusDetails details) {
    return details == null || details.getCauses() == null
        ? List.of()
        : details.getCauses().stream()
            .filter(c -> "FieldManagerConflict".equals(c.getReason()))
            .map(Refusals::field)
            .toList();
  }

  private static Probe.Field field(StatusCause cause) {
    Matcher manager = MANAGER.matcher(cause.getMessage());
    return new Probe.Field(
        manager.find() ? manager.group(1) : cause.getMessage(),
        cause.getField().startsWith(".") ? cause.getField().substring(1) : cause.getField());
  }
}
