package dev.palisade.controller.compile;

import dev.palisade.api.v1alpha1.Palisade;
import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.compile.Artefact;
import dev.palisade.compile.BlobCompiler;
import dev.palisade.compile.Compilation;
import dev.palisade.compile.Planning;
import dev.palisade.compile.RevisionPlan;
import dev.palisade.compile.Revisions;
import dev.palisade.controller.effect.ProfileWriter;
import dev.palisade.observe.RevisionFacts;
import dev.palisade.rollout.Policy;
import dev.palisade.rollout.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Compiles with the pinned parser, as many at a time as there are cores. */
public final class ParserRevisions implements RevisionSource {
  private final BlobCompiler compiler;
  private final ProfileWriter writer;
  private final Semaphore cores = new Semaphore(Runtime.getRuntime().availableProcessors());

  /**
   * So that a policy the parser chews on for a minute is not given to it again every few seconds.
   */
  private final Map<String, Failure> failures = new ConcurrentHashMap<>();

  private record Failure(long generation, Policy.Compiled.Failed failed) {}

  public ParserRevisions(BlobCompiler compiler, ProfileWriter writer) {
    this.compiler = compiler;
    this.writer = writer;
  }

  @Override
  public Policy.Compiled of(SecurityPolicy policy, List<SecurityProfile> existing)
      throws InterruptedException {
    return switch (Revisions.plan(policy)) {
      case Planning.Refused refused -> failed(refused.reason(), refused.message());
      case Planning.Planned(RevisionPlan plan) -> {
        Optional<SecurityProfile> same = existing.stream().filter(p -> same(p, plan)).findFirst();
        yield same.isPresent() ? done(same.get(), plan) : compileOnce(policy, plan);
      }
    };
  }

  private static boolean same(SecurityProfile profile, RevisionPlan plan) {
    Map<String, String> labels = profile.getMetadata().getLabels();
    return labels != null && plan.sourceHash().equals(labels.get(Palisade.SOURCE_HASH));
  }

  private Policy.Compiled compileOnce(SecurityPolicy policy, RevisionPlan plan)
      throws InterruptedException {
    String uid = policy.getMetadata().getUid();
    long generation = policy.getMetadata().getGeneration();
    Failure known = failures.get(uid);
    if (known != null && known.generation() == generation) {
      return known.failed();
    }
    Policy.Compiled outcome = compile(plan);
    if (outcome instanceof Policy.Compiled.Failed f) {
      failures.put(uid, new Failure(generation, f));
    } else {
      failures.remove(uid);
    }
    return outcome;
  }

  private Policy.Compiled compile(RevisionPlan plan) throws InterruptedException {
    List<Compilation.Compiled> blobs = new ArrayList<>();
    for (Artefact artefact : plan.artefacts()) {
      cores.acquire();
      try {
        switch (compiler.compile(artefact)) {
          case Compilation.Compiled blob -> blobs.add(blob);
          case Compilation.Failed(var reason, String message) -> {
            return failed(reason, message);
          }
        }
      } finally {
        cores.release();
      }
    }
    for (int i = 0; i < blobs.size(); i++) {
      writer.ensure(plan.blob(plan.artefacts().get(i), blobs.get(i)));
    }
    return done(writer.ensure(plan.profile(blobs)), plan);
  }

  private static Policy.Compiled done(SecurityProfile profile, RevisionPlan plan) {
    return new Policy.Compiled.Done(
        RevisionFacts.of(profile), plan.warnings().stream().map(Object::toString).toList());
  }

  /** The compiler's reasons are words of condition Compiled. */
  private static Policy.Compiled.Failed failed(dev.palisade.compile.Reason reason, String message) {
    return new Policy.Compiled.Failed(
        switch (reason) {
          case Invalid -> Reason.INVALID;
          case UnknownBase -> Reason.UNKNOWN_BASE;
          case CompileFailed -> Reason.COMPILE_FAILED;
          case CompileLimit -> Reason.COMPILE_LIMIT;
          case TooLarge -> Reason.TOO_LARGE;
        },
        message);
  }
}
