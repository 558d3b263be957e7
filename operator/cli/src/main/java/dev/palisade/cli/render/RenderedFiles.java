package dev.palisade.cli.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.palisade.api.v1alpha1.SecurityProfile;
import dev.palisade.cli.Failure;
import dev.palisade.compile.Artefact;
import dev.palisade.compile.BlobCompiler;
import dev.palisade.compile.Compilation;
import dev.palisade.compile.Limits;
import dev.palisade.compile.ParserVersion;
import dev.palisade.compile.RevisionPlan;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of one policy, by name. */
final class RenderedFiles {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .build();

  private RenderedFiles() {}

  static Map<String, byte[]> of(RevisionPlan plan) {
    var files = new LinkedHashMap<String, byte[]>();
    for (Artefact artefact : plan.artefacts()) {
      files.put(artefact.container() + ".apparmor", utf8(artefact.text().text()));
      artefact
          .filter()
          .ifPresent(f -> files.put(artefact.container() + ".seccomp.json", f.bytes()));
    }
    files.put("profile.yaml", yaml(plan.profile()));
    return files;
  }

  static Map<String, byte[]> compiled(RevisionPlan plan, Path parser) throws InterruptedException {
    ParserVersion.problem(parser, Limits.DEFAULT)
        .ifPresent(problem -> {
          throw Failure.badInput(problem + "; give its path with --parser, or leave --compile out");
        });
    var files = new LinkedHashMap<>(of(plan));
    var compiler = new BlobCompiler(parser, Limits.DEFAULT);
    var blobs = new ArrayList<Compilation.Compiled>();
    for (Artefact artefact : plan.artefacts()) {
      switch (compiler.compile(artefact)) {
        case Compilation.Compiled blob -> {
          blobs.add(blob);
          files.put(artefact.container() + ".blob", blob.bytes());
        }
        case Compilation.Failed(var reason, String message) ->
            throw Failure.negative(reason + ": " + message);
      }
    }
    files.put("profile.yaml", yaml(plan.profile(List.copyOf(blobs))));
    return files;
  }

  private static byte[] yaml(SecurityProfile profile) {
    try {
      return utf8(YAML.writeValueAsString(profile));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a manifest of our own does not serialise", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
