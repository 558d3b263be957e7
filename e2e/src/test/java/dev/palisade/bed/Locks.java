package dev.palisade.bed;

import static org.junit.jupiter.api.parallel.ResourceAccessMode.READ;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

/** What a test class on a bed may not run beside. */
final class Locks implements ResourceLocksProvider {
  @Override
  public Set<Lock> provideForClass(Class<?> testClass) {
    Nodes nodes = testClass.getAnnotation(OnBed.class).value().here();
    Set<Lock> locks = new HashSet<>();
    if (nodes != Nodes.NONE) {
      locks.add(new Lock(nodes.name()));
    }
    if (!nodes.runPods()) {
      locks.add(new Lock(WholeMachine.LOCK, READ));
    }
    return locks;
  }
}
