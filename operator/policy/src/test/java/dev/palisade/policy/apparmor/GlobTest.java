package dev.palisade.policy.apparmor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.policy.apparmor.PathSyntax.Reading.Accepted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "/d/**,     /d/x,       true",
    "/d/**,     /d/x/y/,    true",
    "/d/**,     /d/,        false",
    "/d/**,     /d,         false",
    "/d/*,      /d/x,       true",
    "/d/*,      /d/x/,      false",
    "/d/*,      /d/,        false",
    "/d/x*,     /d/x,       true",
    "/d/*/e,    /d/x/e,     true",
    "/d/*/e,    /d//e,      false",
    "/d/**/e,   /d/x/y/e,   true",
    "/d/**/e,   /d/e,       false",
    "/d**e,     /de,        true",
    "/d**e,     /d/x/e,     true",
    "/d/?,      /d/x,       true",
    "/d/?,      /d//,       false",
    "/d/?,      /d/xy,      false"
  })
  void matchesAsAppArmorDoes(String pattern, String name, boolean matches) {
    assertThat(glob(pattern).matches(name)).isEqualTo(matches);
  }

  @Test
  void everyByteButThePlainOnesIsEscaped() {
    var all = new StringBuilder("/");
    for (char b = 1; b < 256; b++) {
      all.append(b);
    }
    String escaped = Glob.literal(all.toString()).escaped();
    assertThat(escaped).matches("([A-Za-z0-9/._-]|\\\\[0-3][0-7][0-7])+");
    assertThat(escaped).contains("\\042").contains("\\012").contains("\\052").contains("\\377");
  }

  @Test
  void textOfAPolicyCannotEndTheRule() {
    assertThat(glob("/a\", /** rwx, #é").escaped())
        .isEqualTo("/a\\042\\054\\040/**\\040rwx\\054\\040\\043\\303\\251");
  }

  private static Glob glob(String path) {
    return ((Accepted) PathSyntax.read(path)).glob();
  }
}
