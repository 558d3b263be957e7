package dev.palisade.policy.apparmor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BytesTest {
  /** I8, for each byte there is; what is left unescaped is the set that DESIGN names, by itself. */
  @Test
  void everyByteThatIsNotPlainIsEscaped() {
    for (int b = 1; b <= 0xff; b++) {
      String one = String.valueOf((char) b);
      String expected = one.matches("[A-Za-z0-9/._-]") ? one : "\\%03o".formatted(b);
      assertThat(Bytes.escaped("a" + one + "7")).as("byte %d", b).isEqualTo("a" + expected + "7");
    }
  }
}
