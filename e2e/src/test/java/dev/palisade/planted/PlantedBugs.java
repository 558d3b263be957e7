package dev.palisade.planted;

import java.util.List;
import java.util.stream.Stream;

/** The bugs, by module. */
final class PlantedBugs {
  private PlantedBugs() {}

  static List<PlantedBug> all() {
    return Stream.of(rollout(), node(), others()).flatMap(List::stream).toList();
  }

  private static PlantedBug rollout(
      String name, String source, String from, String to, String test, String method) {
    String pkg = "dev.palisade.rollout.";
    return new PlantedBug(name, "rollout", pkg + source, from, to, pkg + test, method);
  }

  private static PlantedBug node(
      String name, String source, String from, String to, String test, String method) {
    String pkg = "dev.palisade.node.";
    return new PlantedBug(name, "node", pkg + source, from, to, pkg + test, method);
  }

  private static List<PlantedBug> rollout() {
    return List.of(
        rollout(
            "gate dropped",
            "Gate",
            "return nodes.isEmpty();",
            "return true;",
            "GateTest",
            "saysWhatIsMissing"),
        rollout(
            "gate not asked before an apply",
            "WorkloadDecision",
            "if (!gate.open()) {",
            "if (false) {",
            "GoneNodeTest",
            "anotherMachineUnderTheSameNameIsWaitedForUntilItReports"),
        rollout(
            "report of an old boot accepted",
            "Node",
            "&& r.bootId().equals(bootId)",
            "",
            "GateTest",
            "saysWhatIsMissing"),
        rollout(
            "report of a dead helper accepted",
            "Node",
            "&& r.helperPodUid().equals(helper.orElseThrow().uid())",
            "",
            "GateTest",
            "saysWhatIsMissing"),
        rollout(
            "report of a helper that is not Ready accepted",
            "Node",
            "        helperReady()\n",
            "        helper.isPresent()\n",
            "GateTest",
            "saysWhatIsMissing"),
        rollout(
            "a node that is not Ready waited for",
            "Placement",
            "return node.ready()",
            "return true",
            "GoneNodeTest",
            "theGateDoesNotWaitForIt"),
        rollout(
            "deadline reset by a flapping pod",
            "Progress",
            "    boolean stop = stopped(s, w, e).isPresent();",
            """
            if (w.replicas().available() >= w.replicas().wanted()) {
              return e.clock(Optional.of(now), Optional.empty());
            }
            boolean stop = stopped(s, w, e).isPresent();\
            """,
            "RollbackTest",
            "flappingNeverMovesTheDeadline"),
        rollout(
            "force on a conflict",
            "WorkloadDecision",
            "when Takeover.allowed(c, w.template()) ->",
            "when !c.fields().isEmpty() ->",
            "ConflictTest",
            "aConflictNamesManagerAndFieldAndForcesNothing"),
        rollout(
            "failed revision retried",
            "Goal",
            "if (!m.hasFailed(update.get().name())) {",
            "if (m.updateRevision().isPresent()) {",
            "RollbackTest",
            "goesBackToThePreviousRevisionOnceAndSaysWhy"),
        rollout(
            "released without a dry run",
            "WorkloadDecision",
            "case null -> new",
            "case null -> leaves.isEmpty() ? starts(w, next, leaves, false, why) : new",
            "ReleaseTest",
            "aRefusedPodStopsTheRelease"),
        rollout(
            "budget of workloads ignored",
            "RolloutPlanner",
            "decision.decide(w, slots)",
            "decision.decide(w, 100)",
            "RollTest",
            "concurrencyIsBudgeted"),
        rollout(
            "a value of ours fought for",
            "WorkloadDecision",
            "reverts > 1)",
            "reverts > 100)",
            "UndoneTest",
            "theSecondTimeItIsLeftAlone"),
        rollout(
            "workload verified without its pods",
            "Verification",
            "pods.stream().allMatch(p -> p.revision().equals(revision) && proves(w, p))",
            "pods.stream().allMatch(p -> p.revision().equals(revision))",
            "RollTest",
            "aWorkloadThatIsNotProvenKeepsItsSlot"),
        rollout(
            "privileged pods taken for held to rules about devices",
            "Verification",
            "(p.devicesOnly() && w.template()",
            "(w.template()",
            "DevicesOnlyTest",
            "noOtherVerdictIsAProof"),
        rollout(
            "nodes not asked whether they hold rules about devices",
            "Revision",
            "return Need.of(devices)",
            "return Need.of(name.isEmpty())",
            "DevicesGateTest",
            "waitNamesTheNodeAndLabelsNothing"),
        rollout(
            "revision deleted while something names it",
            "Collect",
            "!inUse.get().contains(r.name())",
            "inUse.isPresent()",
            "CollectTest",
            "whatIsBeyondTheLimitAndUnusedIsDeletedOldestFirst"));
  }

  private static List<PlantedBug> node() {
    return List.of(
        node(
            "unload without the second scan",
            "effect.StepRunner",
            "late = lateUser(profile, revisions);",
            "late = Optional.empty();",
            "effect.UnloadTest",
            "aPodThatComesAtTheRemovalGetsItBack"),
        node(
            "unload: silence of the API server read as nobody",
            "effect.StepRunner",
            "return Optional.of(\"perhaps somebody (\" + e.getMessage() + \")\");",
            "return Optional.empty();",
            "effect.UnloadTest",
            "ifNobodyCanTellAfterTheRemovalItIsGivenBack"),
        node(
            "unload without grace",
            "effect.Usage",
            "last != null && Duration.between(last, now).compareTo(grace) >= 0",
            "last != null",
            "effect.StepRunnerTest",
            "everyUseStartsTheGracePeriodAnew"),
        node(
            "unload: pods of a sibling on this kernel not asked for",
            "effect.UseCheck",
            "if (state.text(\"status\", \"bootID\").equals(bootId)) {",
            "if (state.isNull()) {",
            "effect.UnloadTest",
            "aPodOfASiblingOnThisKernelKeepsTheProfile"),
        node(
            "loading replaces instead of adds",
            "apparmor.SecurityFs",
            "root.resolve(\".load\")",
            "root.resolve(\".replace\")",
            "effect.StepRunnerTest",
            "thatTheKernelHasItAlreadyIsSuccessOnlyWithTheSameHash"),
        node(
            "profile kept out of the kernel by a full disk",
            "effect.StepRunner",
            "    if (load) {",
            "    if (load && unkept.isEmpty()) {",
            "effect.StepRunnerTest",
            "aFullDiskKeepsNoProfileOut"),
        node(
            "verdict Enforced without a process seen",
            "verify.PodVerdict",
            "container.running() && right == 0",
            "container.running() && right < 0",
            "verify.PodVerdictTest",
            "noProcessIsPending"),
        node(
            "loaded hash compared with itself",
            "apparmor.KernelProfile",
            "hash.isOf(sha256, sha1)",
            "hash.isOf(hash.hex(), hash.hex())",
            "apparmor.SecurityFsTest",
            "verifiedNeedsModeAndHashOfTheKernelsAlgorithm"),
        node(
            "name inside the blob not looked at",
            "effect.BlobSource",
            "if (!name.equals(wanted.profile())) {",
            "if (name.isEmpty()) {",
            "effect.StepRunnerTest",
            "aBlobOfAnotherNameIsRefusedThoughItsHashIsRight"),
        node(
            "blob limit off by one",
            "effect.BlobSource",
            "bytes.length > BlobCache.LARGEST",
            "bytes.length >= BlobCache.LARGEST",
            "effect.StepRunnerTest",
            "aBlobThatInflatesWithoutEndIsCutOff"),
        node(
            "half a file taken for a whole one",
            "cache.BlobCache",
            "if (!Hash.sha256(bytes).equals(name)) {",
            "if (bytes.length == 0) {",
            "cache.BlobCacheTest",
            "whatIsNotAWholeBlobIsIgnoredAndNamed"),
        node(
            "since taken over from another boot",
            "report.OwnState",
            "status.text(\"bootID\").equals(bootId) &&",
            "",
            "report.ReporterTest",
            "sinceIsTakenOverWithinOneBootAndReasonOnly"),
        node(
            "Ready before the first report",
            "NodeMain",
            "return reporter.hasReported()",
            "return reporter != null",
            "NodeFaultsTest",
            "anUpgradedHelperSpeaksForItselfAndUnloadsNothingEarly"));
  }

  private static List<PlantedBug> others() {
    return List.of(
        new PlantedBug(
            "escape of one metacharacter dropped",
            "policy",
            "dev.palisade.policy.apparmor.Bytes",
            "\"/._-\".indexOf(b)",
            "\"/._-\\\"\".indexOf(b)",
            "dev.palisade.policy.apparmor.BytesTest",
            "everyByteThatIsNotPlainIsEscaped"),
        new PlantedBug(
            "verdict of a report that does not count",
            "observe",
            "dev.palisade.observe.PodFacts",
            "n -> n.liveReport().isPresent()",
            "n -> n.report().isPresent()",
            "dev.palisade.observe.PodFactsTest",
            "whoseVerdictCounts"),
        new PlantedBug(
            "condition set from an event",
            "controller",
            "dev.palisade.controller.reconcile.PolicyReconciler",
            "policy = client.resource(cached).get();",
            "policy = cached;",
            "dev.palisade.controller.reconcile.StaleEventTest",
            "aConditionIsAboutTheSpecThatIsThereNow"),
        new PlantedBug(
            "plan made from the status that came with an event",
            "controller",
            "dev.palisade.controller.reconcile.PolicyReconciler",
            "return look(policy);",
            "policy.setStatus(cached.getStatus());\n      return look(policy);",
            "dev.palisade.controller.reconcile.StaleEventTest",
            "whatWasRememberedSinceTheEventIsNotForgotten"));
  }
}
