package dev.palisade.policy.apparmor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.policy.apparmor.PathSyntax.Reading.Accepted;
import dev.palisade.policy.apparmor.PathSyntax.Reading.Refused;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathSyntaxTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/d",
        "/d/",
        "/d/**",
        "/**",
        "/d/**/x",
        "/d/**/x/**",
        "/d/*/x/*/y",
        "/d/*.log",
        "/d/*.log.*",
        "/var/log/a b",
        "/é/\"quoted\"",
        "/a,b@c^d|e(f)",
        "/a?c/x",
        "/d/*-data/x",
        "/d/*.log.?",
        "/x*/y*/z"
      })
  void acceptsAndMeansNothingElse(String path) {
    assertThat(PathSyntax.read(path)).isInstanceOf(Accepted.class);
  }

  @ParameterizedTest
  @MethodSource
  void refuses(String path, String message) {
    assertThat(PathSyntax.read(path)).isEqualTo(new Refused(message));
  }

  static Stream<Arguments> refuses() {
    return Stream.of(
        Arguments.of("", "the path is empty; write an absolute path such as /var/log/app/**"),
        Arguments.of(
            "var/log", "\"var/log\" is not absolute; write the full path, starting with /"),
        Arguments.of(
            "@{PROC}/x", "\"@{PROC}/x\" is not absolute; write the full path, starting with /"),
        Arguments.of(
            "/var/../etc/x",
            "\"/var/../etc/x\" has a \"..\" segment, which no path in the kernel has; write"
                + " \"/etc/x\""),
        Arguments.of(
            "/var/*/../x",
            "\"/var/*/../x\" has a \"..\" segment, which no path in the kernel has; write the path"
                + " without it"),
        Arguments.of(
            "/var/./x",
            "\"/var/./x\" has a \".\" segment, which no path in the kernel has; write \"/var/x\""),
        Arguments.of(
            "//var//log/",
            "\"//var//log/\" has an empty segment, which no path in the kernel has; write"
                + " \"/var/log/\""),
        Arguments.of(
            "/a\n/b rwx,",
            "\"/a\\u000a/b rwx,\" has a control character (U+000A); name the file without it, or"
                + " write ? in its place"),
        Arguments.of(
            "/a ",
            "\"/a \" ends in a space; remove it, or write ? in its place if the name really has"
                + " one"),
        Arguments.of(
            "/{a,b}",
            "\"/{a,b}\" has a {; alternatives are not understood: write one path for each of"
                + " them"),
        Arguments.of(
            "/[ab]",
            "\"/[ab]\" has a [; character classes are not understood: write ? for one byte of any"
                + " value"),
        Arguments.of(
            "/a\\*",
            "\"/a\\*\" has a \\; nothing needs escaping here: write ? for a *, ? or \\ that is part"
                + " of a name"),
        Arguments.of("/a\ud800", "the path has half a surrogate pair; write valid Unicode"),
        Arguments.of(
            "/***", "\"/***\" has ***; write ** for any text or * for text without a slash"),
        Arguments.of(
            "/**/x1/**/y1/**",
            "\"/**/x1/**/y1/**\" has 2 ** before its end, and a few such paths keep the compiler"
                + " busy for minutes; write one ** and spell out the other directories, or * for"
                + " exactly one of them"),
        Arguments.of(
            "/a/*x*y",
            "\"/a/*x*y\" has a second wildcard after the text behind the first one, which"
                + " multiplies the compiled size with every such path; write the name around one of"
                + " them in full, or let the last * or ** end the path"),
        Arguments.of(
            "/a/*b??",
            "\"/a/*b??\" has 2 ? after a wildcard, each of which doubles the compiled size; write at"
                + " most 1, or * for all of them"),
        Arguments.of(
            "/" + "é".repeat(256),
            "the path has 257 characters; write one of at most 256, with a * for a part of it"));
  }
}
