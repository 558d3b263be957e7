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
 * A test class beside which no other runs that needs a control plane, for it would take the
 * processor from those with deadlines. It comes after them. Cases on nodes have time.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(WholeMachine.LOCK)
@Order(LastTier.ORDER + 1)
public @interface WholeMachine {
  String LOCK = "machine";

  /** Why others would not stand it, or it others. */
  String value();
}
