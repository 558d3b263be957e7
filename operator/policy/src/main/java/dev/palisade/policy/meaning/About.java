package dev.palisade.policy.meaning;

import dev.palisade.policy.apparmor.Effect;
import dev.palisade.policy.apparmor.Glob;
import dev.palisade.policy.apparmor.Owner;
import dev.palisade.policy.apparmor.Peer;
import dev.palisade.policy.apparmor.Permission;
import dev.palisade.policy.apparmor.Profile;
import dev.palisade.policy.apparmor.Rule;
import dev.palisade.policy.apparmor.Rule.MountOperation;
import dev.palisade.policy.apparmor.Rule.Subject;
import dev.palisade.policy.meaning.Question.MakeLink;
import dev.palisade.policy.meaning.Question.OnFile;
import dev.palisade.policy.meaning.Question.OnMount;
import dev.palisade.policy.meaning.Question.OnProcess;
import dev.palisade.policy.meaning.Question.OnSignal;
import dev.palisade.policy.meaning.Question.SetLimit;
import dev.palisade.policy.meaning.Question.UseCapability;
import dev.palisade.policy.meaning.Question.UseNetwork;
import java.util.Set;

/**
 * Whether a rule says anything about a question, whatever its effect is. A question about a file
 * asks here for one permission.
 */
final class About {
  private About() {}

  static boolean says(Rule rule, Question question) {
    return switch (rule) {
      case Rule.Whole(var effect, Subject subject) -> says(subject, question);
      case Rule.Capable(var effect, var capability) ->
          question instanceof UseCapability(var asked) && asked == capability;
      case Rule.Path path ->
          switch (question) {
            case OnFile(Set<Permission> asked, String file, boolean owned) ->
                isOf(path.owner(), owned)
                    && asked.stream().anyMatch(p -> covers(path, p))
                    && path.path().matches(file);
            case MakeLink(String name, String target, boolean owned) ->
                isOf(path.owner(), owned)
                    && path.permissions().contains(Permission.LINK)
                    && isTarget(target)
                    && path.path().matches(name);
            default -> false;
          };
      case Rule.LinkTo(var effect, Glob path, Owner owner) ->
          question instanceof MakeLink(String name, String target, boolean owned)
              && isOf(owner, owned)
              && isTarget(name)
              && path.matches(target);
      case Rule.Network(var effect, var family, var type) ->
          question instanceof UseNetwork asked
              && family.orElse(asked.family()) == asked.family()
              && type.orElse(asked.type()) == asked.type();
      case Rule.Signal(var effect, var ways, var signals, Peer peer) ->
          question instanceof OnSignal(var way, var signal, String other)
              && ways.contains(way)
              && (signals.isEmpty() || signals.contains(signal))
              && is(peer, other);
      case Rule.Mount(var effect, MountOperation operation, var point) ->
          question instanceof OnMount(var asked, String at)
              && covers(operation, asked)
              && point.map(p -> p.matches(at)).orElse(true);
      case Rule.Limit(var resource, long max) ->
          question instanceof SetLimit(var asked, long wanted) && asked == resource && wanted > max;
      case Rule.Ptrace(var effect, var ways, Peer peer) ->
          question instanceof OnProcess(var way, String other)
              && ways.contains(way)
              && is(peer, other);
    };
  }

  private static boolean says(Subject subject, Question question) {
    return switch (subject) {
      case NETWORK -> question instanceof UseNetwork;
      case CAPABILITY -> question instanceof UseCapability;
      case FILE ->
          question instanceof OnFile
              || (question instanceof MakeLink link && isTarget(link.target()));
      case MOUNT ->
          question instanceof OnMount(var asked, String at) && covers(MountOperation.MOUNT, asked);
      case UMOUNT -> question instanceof OnMount m && m.operation() == MountOperation.UNMOUNT;
    };
  }

  /** A remount is one of the ways to mount. */
  private static boolean covers(MountOperation rule, MountOperation asked) {
    return rule == asked || (rule == MountOperation.MOUNT && asked == MountOperation.REMOUNT);
  }

  private static boolean isOf(Owner owner, boolean owned) {
    return owner == Owner.ANY || owned;
  }

  /** Whether a rule is about this permission; {@code ix} implies {@code m}. */
  static boolean covers(Rule.Path rule, Permission asked) {
    return rule.permissions().contains(asked)
        || (asked == Permission.APPEND && rule.permissions().contains(Permission.WRITE))
        || (asked == Permission.MAP
            && rule.effect() != Effect.DENY
            && rule.permissions().contains(Permission.EXECUTE));
  }

  /** What {@code /[^/].*} and {@code /**} match, as the parser writes and reads them. */
  private static boolean isTarget(String path) {
    return path.length() > 1 && path.charAt(1) != '/';
  }

  private static boolean is(Peer peer, String other) {
    return switch (peer) {
      case Peer.Anyone() -> true;
      case Peer.Self() -> other.equals(Profile.SELF);
      case Peer.Label(String name) -> other.equals(name);
    };
  }
}
