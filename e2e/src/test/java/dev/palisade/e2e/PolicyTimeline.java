package dev.palisade.e2e;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Every condition that a policy has had since it was looked at, by watch. */
final class PolicyTimeline implements Watcher<SecurityPolicy>, AutoCloseable {
  private final Set<String> conditions = ConcurrentHashMap.newKeySet();
  private volatile WatcherException broken;
  private Watch watch;

  private PolicyTimeline() {}

  static PolicyTimeline of(Scene scene, String policy) {
    PolicyTimeline timeline = new PolicyTimeline();
    timeline.watch =
        scene
            .client()
            .resources(SecurityPolicy.class)
            .inNamespace(scene.namespace())
            .withName(policy)
            .watch(timeline);
    return timeline;
  }

  /**
   * Whether it ever had a condition.
   *
   * @param condition in the form Type=Status/Reason
   */
  boolean everSaw(String condition) {
    if (broken != null) {
      throw new IllegalStateException("the watch broke, versions may be missing", broken);
    }
    return conditions.contains(condition);
  }

  @Override
  public void eventReceived(Action action, SecurityPolicy policy) {
    if (policy.getStatus() != null && policy.getStatus().conditions != null) {
      conditions.addAll(Policies.conditions(policy));
    }
  }

  @Override
  public void onClose(WatcherException cause) {
    broken = cause;
  }

  @Override
  public void close() {
    watch.close();
  }
}
