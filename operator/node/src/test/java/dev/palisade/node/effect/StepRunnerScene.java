package dev.palisade.node.effect;

import dev.palisade.node.Fixtures;
import dev.palisade.node.apparmor.FakeSecurityFs;
import dev.palisade.node.apparmor.Hash;
import dev.palisade.node.apparmor.ProfileMode;
import dev.palisade.node.cache.BlobCache;
import dev.palisade.node.checkpoint.Checkpoint;
import dev.palisade.node.kube.FakeApi;
import dev.palisade.node.model.Revision;
import dev.palisade.node.plan.Step;
import dev.palisade.node.plan.Wanted;
import dev.palisade.node.proc.ProcFs;
import dev.palisade.node.seccomp.SeccompFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** One step at a time, on a played kernel and a scripted API server. */
abstract class StepRunnerScene {
  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  static final String SHA = Hash.sha256(Fixtures.APP_BLOB);
  static final Wanted APP =
      new Wanted(
          Fixtures.APP,
          "blob-app",
          SHA,
          Hash.sha1(Fixtures.APP_BLOB),
          Optional.of(ProfileMode.ENFORCE),
          "why");
  static final List<Revision> REVISIONS = List.of(Fixtures.revision("OnDemand"));
  static final String STATES = "/apis/palisade.dev/v1alpha1/nodesecuritystates";
  static final String PODS = "/api/v1/pods?limit=40&fieldSelector=spec.nodeName%3D";
  @TempDir Path root;

  /** Path and query to the answer; what is absent is refused. */
  final Map<String, String> objects = new TreeMap<>();

  final Attempts attempts = new Attempts(() -> 0);
  final Usage usage = new Usage(Duration.ofMinutes(5));
  FakeApi api;
  FakeSecurityFs kernel;
  BlobCache cache;
  StepRunner runner;
  Checkpoint checkpoint = Checkpoint.NONE;

  @BeforeEach
  void start() throws IOException {
    api =
        new FakeApi(
            Files.createDirectory(root.resolve("sa")),
            r -> {
              String body = objects.get(r.line().substring(4));
              return body == null
                  ? FakeApi.Answer.of(503, "{\"message\":\"away\"}")
                  : FakeApi.Answer.of(200, body);
            });
    kernel = new FakeSecurityFs(Files.createDirectory(root.resolve("kernel")));
    cache = new BlobCache(root.resolve("state"), point -> checkpoint.reached(point));
    var proc = new ProcFs(Files.createDirectory(root.resolve("proc")));
    Files.writeString(root.resolve("proc/uptime"), "100.0 1.0\n");
    runner =
        new StepRunner(
            kernel.reader(),
            cache,
            new SeccompFiles(root.resolve("seccomp"), point -> checkpoint.reached(point)),
            api.client(),
            new UseCheck(api.client(), proc, "n1", "boot"),
            usage,
            attempts,
            () -> NOW,
            point -> checkpoint.reached(point));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  static String blob(byte[] bytes, String encoding) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return "{\"spec\":{\"encoding\":\"%s\",\"data\":\"%s\"}}"
        .formatted(encoding, Base64.getEncoder().encodeToString(packed.toByteArray()));
  }

  void serve(String name, String body) {
    objects.put("/apis/palisade.dev/v1alpha1/securityprofileblobs/" + name, body);
  }

  boolean run(Step step) {
    return runner.run(step, REVISIONS);
  }
}
