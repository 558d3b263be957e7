package dev.palisade.bed;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A test class that runs against the bed. Its methods may take a {@link Bed} or a {@link
 * io.fabric8.kubernetes.client.KubernetesClient} with all rights. Others may run beside it, on
 * {@link Nodes#NONE} also on the same cluster, if it is not {@link WholeMachine}.
 */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ResourceLock(providers = Locks.class)
@ExtendWith({BedExtension.class, FailureWatcher.class})
public @interface OnBed {
  Nodes value();
}
