package dev.palisade.bed;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A test class that has its control plane, {@link Nodes#WHOLE}, for itself. They are one after the
 * other, so they come first, and the others run beside them.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Execution(ExecutionMode.CONCURRENT)
@Order(0)
public @interface WholeCluster {
  /** Why others would not stand it, or it others. */
  String value();
}
