package dev.palisade.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.palisade.bed.Checkout;
import dev.palisade.bed.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code images/sbom} with a small image; {@code make sbom} runs this with the documents that it
 * made ({@code -Dpalisade.sbom=DIRECTORY}).
 */
class SbomTest {
  private static final String SBOM = Checkout.root().resolve("images/sbom").toString();
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir private Path work;

  @BeforeEach
  void image() throws IOException {
    write("root/app/palisade-thing-1.jar", "the program");
    write("root/app/library-2.jar", "a library");
    write("root/jre/release", "JAVA_VERSION=\"25.0.3\"\nMODULES=\"java.base\"\n");
    write(
        "root/var/lib/dpkg/status.d/libc6",
        "Package: libc6\nVersion: 2.41-12+deb13u1\nArchitecture: amd64\nDescription: shared\n");
    write(
        "root/var/lib/dpkg/status.d/util-linux",
        "Package: util-linux\nVersion: 2.41-5\nArchitecture: amd64\nDepends: libc6\n");
    write("image/manifest.json", "[{\"Config\":\"c.json\",\"Layers\":[\"one.tar\",\"two.tar\"]}]");
    tar(work.resolve("image/one.tar"), work.resolve("root"), "jre", "var");
    tar(work.resolve("image/two.tar"), work.resolve("root"), "app");
    tar(work.resolve("image.tar"), work.resolve("image"), "manifest.json", "one.tar", "two.tar");
  }

  @Test
  void saysAllThatIsInTheImage() throws Exception {
    Program sbom = sbom(maven(sha256("root/app/library-2.jar"))).successful();
    Path document = Files.writeString(work.resolve("out.json"), sbom.out());
    assertThat(new JsonParser().validate(document.toFile(), Version.VERSION_16)).isEmpty();

    JsonNode root = new JsonMapper().readTree(sbom.out());
    assertThat(root.at("/metadata/component/name").asText()).isEqualTo("palisade.dev/thing");
    assertThat(texts(root.path("components"), "purl"))
        .containsExactly(
            "pkg:maven/dev.palisade/palisade-thing@1?type=jar",
            "pkg:generic/openjdk@25.0.3",
            "pkg:deb/debian/libc6@2.41-12%2Bdeb13u1?arch=amd64&distro=debian-13",
            "pkg:deb/debian/util-linux@2.41-5?arch=amd64&distro=debian-13",
            "pkg:maven/org.example/library@2?type=jar");
    assertThat(texts(root.path("dependencies"), "ref"))
        .doesNotHaveDuplicates()
        .containsAll(texts(root.path("components"), "bom-ref"));
    assertThat(sbom(maven(sha256("root/app/library-2.jar"))).out()).isEqualTo(sbom.out());
  }

  @Test
  void refusesADescriptionOfOtherJars() throws Exception {
    Program sbom = sbom(maven("0".repeat(64)));
    assertThat(sbom.exitCode()).isEqualTo(1);
    assertThat(sbom.err())
        .contains("< " + sha256("root/app/library-2.jar"), "> 000")
        .contains("the jars in it (<) are not those of");
  }

  @Test
  void theSchemaComplainsOfABadDocument() throws Exception {
    Path document = Files.writeString(work.resolve("bad.json"), maven("no hash"));
    assertThat(new JsonParser().validate(document.toFile(), Version.VERSION_16)).isNotEmpty();
  }

  @Test
  @EnabledIfSystemProperty(named = "palisade.sbom", matches = ".+")
  void documentsOfTheImages() throws Exception {
    Path directory = Path.of(System.getProperty("palisade.sbom"));
    for (String image : List.of("operator", "helper")) {
      Path document = directory.resolve(image + ".cdx.json");
      assertThat(new JsonParser().validate(document.toFile(), Version.VERSION_16))
          .as(image)
          .isEmpty();
      List<String> purls =
          texts(new JsonMapper().readTree(document.toFile()).path("components"), "purl");
      assertThat(purls).as(image).doesNotHaveDuplicates();
      for (String part :
          List.of(
              "pkg:maven/dev.palisade/palisade-policy@",
              "pkg:generic/openjdk@25",
              "pkg:deb/debian/libc6@")) {
        assertThat(purls).as(image).anyMatch(purl -> purl.startsWith(part));
      }
      assertThat(purls.stream().anyMatch(purl -> purl.startsWith("pkg:deb/debian/apparmor@4.1.0-")))
          .as("the parser is in %s", image)
          .isEqualTo(image.equals("operator"));
    }
  }

  private Program sbom(String maven) throws IOException {
    Path description = Files.writeString(work.resolve("maven.json"), maven);
    List<String> command =
        List.of(SBOM, "thing", work.resolve("image.tar").toString(), description.toString());
    return Program.run(command, Map.of(), LIMIT);
  }

  /** As Maven's plugin writes it. */
  private static String maven(String hash) {
    return """
    {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
     "metadata": {"timestamp": "2026-01-01T00:00:00Z", "component": {
       "type": "application", "bom-ref": "pkg:maven/dev.palisade/palisade-thing@1?type=jar",
       "group": "dev.palisade", "name": "palisade-thing", "version": "1",
       "purl": "pkg:maven/dev.palisade/palisade-thing@1?type=jar"}},
     "components": [{
       "type": "library", "bom-ref": "pkg:maven/org.example/library@2?type=jar",
       "group": "org.example", "name": "library", "version": "2",
       "purl": "pkg:maven/org.example/library@2?type=jar",
       "hashes": [{"alg": "SHA-256", "content": "%s"}]}],
     "dependencies": [
       {"ref": "pkg:maven/dev.palisade/palisade-thing@1?type=jar",
        "dependsOn": ["pkg:maven/org.example/library@2?type=jar"]},
       {"ref": "pkg:maven/org.example/library@2?type=jar"}]}
    """
        .formatted(hash);
  }

  private void write(String file, String text) throws IOException {
    Path path = work.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static void tar(Path archive, Path directory, String... names) {
    Stream<String> command =
        Stream.concat(
            Stream.of("tar", "-cf", archive.toString(), "-C", directory.toString()),
            Stream.of(names));
    Program.run(command.toList(), Map.of(), LIMIT).successful();
  }

  private String sha256(String file) throws IOException, NoSuchAlgorithmException {
    byte[] content = Files.readAllBytes(work.resolve(file));
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  private static List<String> texts(JsonNode array, String field) {
    return array.valueStream().map(node -> node.path(field).asText()).toList();
  }
}
