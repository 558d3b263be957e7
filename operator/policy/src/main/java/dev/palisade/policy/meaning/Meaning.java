package dev.palisade.policy.meaning;

import dev.palisade.policy.Capability;
import dev.palisade.policy.ClusterRules;
import dev.palisade.policy.ContainerRules;
import dev.palisade.policy.Mode;
import dev.palisade.policy.Policy;
import dev.palisade.policy.ProfileTree;
import dev.palisade.policy.apparmor.Effect;
import dev.palisade.policy.apparmor.Permission;
import dev.palisade.policy.apparmor.Profile;
import dev.palisade.policy.apparmor.Profile.Entry;
import dev.palisade.policy.meaning.Answer.Ground;
import dev.palisade.policy.meaning.Answer.Source;
import dev.palisade.policy.meaning.Question.MakeLink;
import dev.palisade.policy.meaning.Question.OnFile;
import dev.palisade.policy.meaning.Question.UseCapability;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One container's profile and filter, the device program of its pod, and what they allow. Of a
 * profile it is the union of what its rules allow without the union of what they deny, whatever
 * their order (apparmor.d(5); security/apparmor/file.c, capability.c).
 */
public final class Meaning {
  private final String base;
  private final Profile profile;
  private final Set<Capability> bounding;
  private final ContainerRuntime runtime;
  private final OtherPrograms programs;
  private final SyscallMeaning syscalls;
  private final DeviceMeaning devices;

  private Meaning(
      String base,
      Profile profile,
      Set<Capability> bounding,
      ContainerRuntime runtime,
      OtherPrograms programs,
      SyscallMeaning syscalls,
      DeviceMeaning devices) {
    this.base = base;
    this.profile = profile;
    this.bounding = bounding;
    this.runtime = runtime;
    this.programs = programs;
    this.syscalls = syscalls;
    this.devices = devices;
  }

  public static Meaning of(Policy policy, ContainerRules rules, ContainerRuntime runtime) {
    Mode mode = policy.mode();
    return new Meaning(
        rules.base().name(),
        ProfileTree.of(rules, mode),
        runtime.bounding(rules.capabilities(), mode),
        runtime,
        new OtherPrograms(rules),
        SyscallMeaning.of(policy, rules),
        DeviceMeaning.of(policy));
  }

  /** The same container under another profile: what a rule does is seen where it is taken out. */
  public Meaning with(Profile other) {
    return new Meaning(base, other, bounding, runtime, programs, syscalls, devices);
  }

  SyscallMeaning syscalls() {
    return syscalls;
  }

  public Profile profile() {
    return profile;
  }

  public Answer answer(Question question) {
    return switch (question) {
      case OnFile(var permissions, String path, boolean owned) ->
          together(each(permissions, path, owned));
      case MakeLink link -> link(link);
      case UseCapability capability -> capability(capability);
      case Question.UseNetwork q -> decide(q);
      case Question.OnSignal q -> decide(q);
      case Question.OnProcess q -> decide(q);
      case Question.OnMount q -> decide(q);
      case Question.SetLimit q -> decide(q);
      case Question.UseSyscall q -> syscalls.answer(q);
      case Question.UseDevice q -> devices.answer(q);
    };
  }

  private List<Answer> each(Set<Permission> permissions, String path, boolean owned) {
    return permissions.stream().sorted().map(p -> one(p, path, owned)).toList();
  }

  /**
   * What may be executed may be mapped, and is reported so: {@code ix} implies {@code m}. A rule
   * about mapping alone is kept or lost by apparmor_parser 4.1.0, depending on rules about other
   * paths; so it counts only where execution is denied.
   */
  private Answer one(Permission permission, String path, boolean owned) {
    if (permission == Permission.MAP) {
      Answer run = decide(new OnFile(Set.of(Permission.EXECUTE), path, owned));
      if (run.allowed()) {
        return run;
      }
    }
    return decide(new OnFile(Set.of(permission), path, owned));
  }

  /** All of it is allowed, or what is denied is the answer. */
  private static Answer together(List<Answer> answers) {
    List<Answer> denied = answers.stream().filter(a -> !a.allowed()).toList();
    List<Answer> telling = denied.isEmpty() ? answers : denied;
    var grounds = new LinkedHashSet<Ground>();
    telling.forEach(a -> grounds.addAll(a.grounds()));
    return new Answer(
        denied.isEmpty(), telling.stream().anyMatch(Answer::reported), List.copyOf(grounds));
  }

  /**
   * A denial is reported, for every deny rule is an {@code audit deny}; but not by a profile that
   * complains.
   */
  private Answer decide(Question question) {
    var denying = new ArrayList<Entry>();
    var allowing = new ArrayList<Entry>();
    boolean audited = false;
    for (Entry entry : profile.entries()) {
      if (About.says(entry.rule(), question)) {
        Effect effect = entry.rule().effect();
        (effect == Effect.DENY ? denying : allowing).add(entry);
        audited |= effect == Effect.AUDIT;
      }
    }
    if (denying.isEmpty() && allowing.isEmpty()) {
      return unsaid(question);
    }
    boolean allowed = denying.isEmpty();
    return new Answer(
        allowed,
        allowed ? audited : !profile.complains(),
        (allowed ? allowing : denying).stream().map(this::ground).toList());
  }

  private Answer unsaid(Question question) {
    if (question instanceof Question.SetLimit) {
      return new Answer(true, false, List.of(Ground.NO_LIMIT));
    }
    return profile.complains()
        ? new Answer(true, true, List.of(Ground.COMPLAINT))
        : new Answer(false, true, List.of(Ground.NOTHING));
  }

  /**
   * Besides the rules about the pair of name and target, whatever is allowed on the name has to be
   * allowed on the target: a link gains nothing ({@code profile_path_link}). Every rule that allows
   * links asks for that, but the parser writes it down for owners only ({@code
   * LINK_TO_LINK_SUBSET}): nobody asks it of links to the files of others.
   */
  private Answer link(MakeLink link) {
    Answer pair = decide(link);
    if (!pair.allowed() || !link.owned()) {
      return pair;
    }
    var gained = EnumSet.noneOf(Permission.class);
    for (Permission permission : EnumSet.complementOf(EnumSet.of(Permission.LINK))) {
      if (one(permission, link.name(), true).allowed()
          && !one(permission, link.target(), true).allowed()) {
        gained.add(permission);
      }
    }
    return gained.isEmpty() ? moved(link, pair) : together(each(gained, link.target(), true));
  }

  /** Execution by the name has to lead where it leads by the target ({@code xindex_is_subset}). */
  private Answer moved(MakeLink link, Answer pair) {
    List<Ground> grounds = programs.between(link.name(), link.target());
    return grounds.isEmpty() || !one(Permission.EXECUTE, link.name(), true).allowed()
        ? pair
        : new Answer(profile.complains(), true, grounds);
  }

  /**
   * A capability outside the bounding set is refused before AppArmor is asked, and not reported.
   */
  private Answer capability(UseCapability asked) {
    Answer rules = decide(asked);
    if (bounding.contains(asked.capability())) {
      return rules;
    }
    var grounds = new ArrayList<>(rules.allowed() ? List.of() : rules.grounds());
    if (!runtime.given().contains(asked.capability())) {
      grounds.add(
          new Ground(
              Source.RUNTIME,
              runtime.word(),
              "gives no %s to a container that does not ask for it".formatted(asked.capability())));
    }
    return new Answer(false, false, grounds);
  }

  Ground ground(Entry entry) {
    String rule = entry.text(Profile.SELF);
    if (entry.origin().isEmpty()) {
      return new Ground(Source.BASE, base, rule);
    }
    Source source = ClusterRules.isOrigin(entry.origin()) ? Source.CLUSTER : Source.POLICY;
    return new Ground(source, entry.origin(), rule);
  }
}
