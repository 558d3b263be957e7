package dev.palisade.conformance;

import dev.palisade.compile.Artefact;
import dev.palisade.compile.BlobCompiler;
import dev.palisade.compile.Compilation;
import dev.palisade.compile.Limits;
import dev.palisade.policy.apparmor.Permission;
import dev.palisade.policy.apparmor.Program;
import dev.palisade.policy.meaning.Meaning;
import dev.palisade.policy.meaning.Question;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A question to a policy.
 *
 * @param program that asks; empty: any without rules of its own
 */
record Asked(Sample sample, Optional<Program> program, Question question) {

  Meaning meaning() {
    return sample.meaning(program);
  }

  /** Whether the model says the same as the kernel. */
  boolean agrees(Meaning meaning, Trial.Verdict kernel) {
    var answer = meaning.answer(question);
    return answer.allowed() == kernel.allowed() && answer.reported() == kernel.reported();
  }

  /** What the kernel makes of each, in their order, and the number of queries that took. */
  record Verdicts(List<Trial.Verdict> verdicts, int queries) {}

  /** Compiles, boots, asks. */
  static Verdicts ofKernel(Path directory, List<Asked> all) throws Exception {
    IdentityHashMap<Sample, Artefact> artefacts = new IdentityHashMap<>();
    Map<String, Artefact> byName = new LinkedHashMap<>();
    var trials = new ArrayList<Trial>();
    var queries = new ArrayList<Query>();
    for (Asked asked : all) {
      Artefact artefact = artefacts.computeIfAbsent(asked.sample(), Sample::artefact);
      byName.putIfAbsent(artefact.profileName(), artefact);
      Trial trial = asked.trial(artefact);
      trials.add(trial);
      queries.addAll(trial.queries());
    }
    Path room = Files.createTempDirectory(directory, "asked");
    List<Answer> answers = MiniKernel.ask(room, compiled(List.copyOf(byName.values())), queries);
    var verdicts = new ArrayList<Trial.Verdict>();
    int next = 0;
    for (Trial trial : trials) {
      int end = next + trial.queries().size();
      verdicts.add(trial.verdict(answers.subList(next, end)));
      next = end;
    }
    return new Verdicts(verdicts, queries.size());
  }

  /** What else of the container it meets is under another of its profiles, where there is one. */
  private Trial trial(Artefact artefact) {
    String container = artefact.profileName();
    String other =
        artefact.rules().programs().stream()
            .findFirst()
            .map(p -> p.profile(container))
            .orElse(container);
    return program
        .map(p -> new Trial(p.profile(container), container, question))
        .orElseGet(() -> new Trial(container, other, question));
  }

  static List<byte[]> compiled(List<Artefact> artefacts) throws Exception {
    var compiler = new BlobCompiler(MiniKernel.parser(), Limits.DEFAULT);
    try (var threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      List<Callable<byte[]>> tasks =
          artefacts.stream().<Callable<byte[]>>map(a -> () -> compiled(compiler, a)).toList();
      var blobs = new ArrayList<byte[]>();
      for (Future<byte[]> blob : threads.invokeAll(tasks)) {
        blobs.add(blob.get());
      }
      return blobs;
    }
  }

  private static byte[] compiled(BlobCompiler compiler, Artefact artefact)
      throws InterruptedException {
    return switch (compiler.compile(artefact)) {
      case Compilation.Compiled blob -> blob.bytes();
      case Compilation.Failed(var reason, String message) ->
          throw new AssertionError(reason + ": " + message + "\n" + artefact.text().text());
    };
  }

  /** Each a little less than this one: a smaller policy, or a simpler question. */
  List<Asked> smaller() {
    return Stream.concat(
            sample
                .smaller()
                .map(s -> new Asked(s, program.filter(s.programs()::contains), question)),
            simpler(question).map(q -> new Asked(sample, program, q)))
        .toList();
  }

  private static Stream<Question> simpler(Question question) {
    return switch (question) {
      case Question.OnFile(var permissions, String path, boolean owned) ->
          Stream.concat(
              permissions.size() == 1
                  ? Stream.of()
                  : permissions.stream().map(p -> file(p, path, owned)),
              shorter(path).map(p -> new Question.OnFile(permissions, p, owned)));
      case Question.MakeLink(String name, String target, boolean owned) ->
          Stream.concat(
              shorter(name).map(n -> new Question.MakeLink(n, target, owned)),
              shorter(target).map(t -> new Question.MakeLink(name, t, owned)));
      default -> Stream.of();
    };
  }

  private static Question file(Permission permission, String path, boolean owned) {
    return new Question.OnFile(Set.of(permission), path, owned);
  }

  private static Stream<String> shorter(String path) {
    return IntStream.range(1, path.length())
        .mapToObj(i -> path.substring(0, i) + path.substring(i + 1));
  }
}
