package dev.palisade.controller.compile;

import dev.palisade.api.v1alpha1.SecurityPolicy;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.compile.Artefact;
import dev.palisade.compile.BlobCompiler;
import dev.palisade.compile.Cluster;
import dev.palisade.compile.Compilation;
import dev.palisade.compile.Planning;
import dev.palisade.compile.RevisionPlan;
import dev.palisade.compile.Revisions;
import dev.palisade.controller.effect.ProfileWriter;
import dev.palisade.controller.metrics.OperatorMetrics;
import dev.palisade.observe.RevisionFacts;
import dev.palisade.rollout.Policy;
import dev.palisade.rollout.Reason;
import java.time.Duration;
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
  private final OperatorMetrics metrics;
  private final Semaphore cores = new Semaphore(Runtime.getRuntime().availableProcessors());

  /**
   * So that a policy the parser chews on for a minute is not given to it again every few seconds.
   */
  private final Map<String, Failure> failures = new ConcurrentHashMap<>();

  private record Failure(String revision, Policy.Compiled.Failed failed) {}

  public ParserRevisions(BlobCompiler compiler, ProfileWriter writer, OperatorMetrics metrics) {
    this.compiler = compiler;
    this.writer = writer;
    this.metrics = metrics;
  }

  @Override
  public Policy.Compiled of(SecurityPolicy policy, Cluster cluster, List<SecurityProfile> existing)
      throws InterruptedException {
    return switch (Revisions.plan(policy, cluster)) {
      case Planning.Refused refused -> failed(refused.reason(), refused.message());
      case Planning.Planned(RevisionPlan plan) -> {
        Optional<SecurityProfile> same = plan.stored(policy, existing);
        yield same.isPresent() ? done(same.get(), plan) : compileOnce(policy, plan);
      }
    };
  }

  private Policy.Compiled compileOnce(SecurityPolicy policy, RevisionPlan plan)
      throws InterruptedException {
    String uid = policy.getMetadata().getUid();
    Failure known = failures.get(uid);
    if (known != null && known.revision().equals(plan.revision())) {
      return known.failed();
    }
    Policy.Compiled outcome = compile(plan);
    if (outcome instanceof Policy.Compiled.Failed f) {
      failures.put(uid, new Failure(plan.revision(), f));
    } else {
      failures.remove(uid);
    }
    return outcome;
  }

  private Policy.Compiled compile(RevisionPlan plan) throws InterruptedException {
    List<Compilation.Compiled> blobs = new ArrayList<>();
    Duration time = Duration.ZERO;
    for (Artefact artefact : plan.artefacts()) {
      cores.acquire();
      long start = System.nanoTime();
      try {
        Compilation result = compiler.compile(artefact);
        time = time.plusNanos(System.nanoTime() - start);
        switch (result) {
          case Compilation.Compiled blob -> blobs.add(blob);
          case Compilation.Failed(var reason, String message) -> {
            metrics.compiled(reason.name(), time);
            return failed(reason, message);
          }
        }
      } finally {
        cores.release();
      }
    }
    metrics.compiled(Reason.COMPILED.word(), time);
    return done(writer.ensure(plan.blobs(blobs), plan.profile(blobs)), plan);
  }

  private static Policy.Compiled done(SecurityProfile profile, RevisionPlan plan) {
    List<String> notes = new ArrayList<>(plan.warnings().stream().map(Object::toString).toList());
    if (!profile.getMetadata().getName().equals(plan.revision())) {
      notes.add(
          "made by another version of Palisade and kept: this one would make %s, once a rule changes"
              .formatted(plan.revision()));
    }
    return new Policy.Compiled.Done(RevisionFacts.of(profile), notes);
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
