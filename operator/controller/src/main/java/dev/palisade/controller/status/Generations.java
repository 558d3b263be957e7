package dev.palisade.controller.status;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus;
import dev.palisade.api.v1alpha1.SecurityPolicyStatus.Merged;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** With which generation of an object of the cluster a policy is compiled, by its status. */
public final class Generations {
  private Generations() {}

  /** The present one, for a status. */
  public static Merged of(HasMetadata object) {
    Merged merged = none(object);
    merged.generation = object.getMetadata().getGeneration();
    return merged;
  }

  /** That it is compiled with the object, but not with which generation. */
  public static Merged none(HasMetadata object) {
    var merged = new Merged();
    merged.name = object.getMetadata().getName();
    merged.uid = object.getMetadata().getUid();
    return merged;
  }

  /**
   * Whether it is the present one. An object that is deleted and made anew under its name begins
   * with generation 1 again, and is another.
   */
  public static boolean isOf(Merged merged, HasMetadata object) {
    return Objects.equals(merged.uid, object.getMetadata().getUid())
        && Objects.equals(merged.generation, object.getMetadata().getGeneration());
  }

  /**
   * What a policy's status says of the one under an object's name.
   *
   * @param list where it would say so; null where it says nothing of the kind
   */
  public static Optional<Merged> named(
      HasMetadata object,
      SecurityPolicy policy,
      Function<SecurityPolicyStatus, List<Merged>> list) {
    return Stream.ofNullable(policy.getStatus())
        .flatMap(status -> Stream.ofNullable(list.apply(status)))
        .flatMap(List::stream)
        .filter(merged -> merged.name.equals(object.getMetadata().getName()))
        .findFirst();
  }
}
