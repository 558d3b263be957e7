package dev.palisade.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProfileNameTest {
  private static final String HASH = "00".repeat(31) + "01";
  private static final String LABEL = "abcdefghijklmnopqrstuvwxyz0123456789-";

  @Test
  void shortNamesAreReadable() {
    assertThat(ProfileName.kernel("shop", "checkout", "app", HASH))
        .isEqualTo("palisade.shop.checkout.app." + "a".repeat(26));
    assertThat(ProfileName.kernel("shop", "checkout", "_default", HASH))
        .isEqualTo("palisade.shop.checkout._default." + "a".repeat(26));
  }

  @Test
  void longNamesAreHashes() {
    String label = "a".repeat(63);
    assertThat(ProfileName.kernel(label, label, label, HASH)).matches("palisade\\.[a-z2-7]{52}");
  }

  @Test
  void theLimitIsTheLastShortName() {
    String label = "a".repeat(63);
    // palisade. + 63 + . + 63 + . + n + . + 26
    assertThat(ProfileName.kernel(label, label, "a".repeat(36), HASH)).hasSize(200);
    assertThat(ProfileName.kernel(label, label, "a".repeat(37), HASH))
        .matches("palisade\\.[a-z2-7]{52}");
  }

  @Test
  void whatIsNoLabelHasNoName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProfileName.kernel("a.b", "c", "d", HASH));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProfileName.kernel("a", "c", "_other", HASH));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProfileName.kernel("a", "b", "c", "0011"));
  }

  @Test
  void noTwoInputsShareAName() {
    long seed = System.nanoTime();
    System.out.println("ProfileNameTest seed " + seed);
    var random = new Random(seed);
    var inputs = new HashMap<String, List<String>>();
    for (int i = 0; i < 300_000; i++) {
      List<String> input = List.of(label(random), label(random), container(random), hash(random));
      String name = ProfileName.kernel(input.get(0), input.get(1), input.get(2), input.get(3));
      assertThat(name).as("seed %d, input %s", seed, input).matches("[a-z0-9][a-z0-9._-]{0,199}");
      List<String> other = inputs.put(name, input);
      assertThat(other == null || other.equals(input))
          .as("seed %d: %s and %s are both %s", seed, input, other, name)
          .isTrue();
    }
    assertThat(inputs).hasSizeGreaterThan(200_000);
  }

  /** Mostly of few letters and nearly equal, where collisions would come from. */
  private static String label(Random random) {
    int length = random.nextBoolean() ? 1 + random.nextInt(4) : 1 + random.nextInt(63);
    var label = new StringBuilder();
    for (int i = 0; i < length; i++) {
      boolean edge = i == 0 || i == length - 1;
      label.append(LABEL.charAt(random.nextInt(random.nextInt(4) > 0 ? 2 : edge ? 36 : 37)));
    }
    return label.toString();
  }

  private static String container(Random random) {
    return random.nextInt(5) == 0 ? "_default" : label(random);
  }

  /** Of a handful of hashes: equal ones under different labels are the likely collisions. */
  private static String hash(Random random) {
    byte[] hash = new byte[32];
    new Random(random.nextInt(64)).nextBytes(hash);
    return HexFormat.of().formatHex(hash);
  }
}
