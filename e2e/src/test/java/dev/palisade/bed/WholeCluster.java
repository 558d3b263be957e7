package dev.palisade.bed;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A test class that has the cluster for itself. It comes after the others, so that what needs no
 * cluster runs beside it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(WholeCluster.LOCK)
@Order(Integer.MAX_VALUE)
public @interface WholeCluster {
  String LOCK = "cluster";

  /** Why others would not stand it, or it others. */
  String value();
}
