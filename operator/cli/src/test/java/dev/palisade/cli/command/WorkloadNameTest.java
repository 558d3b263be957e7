package dev.palisade.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadNameTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "shop/Deployment/cart",
        "shop/deploy/cart",
        "shop/deployments.apps/cart",
        "deployment/cart"
      })
  void kindsAsKubectlTakesThem(String text) {
    assertThat(WorkloadName.parse(text, "shop"))
        .isEqualTo(new WorkloadName("shop", "Deployment", "cart"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cart", "a/b/c/d", "shop//cart", "/deployment/cart", "shop/deployment/"})
  void whatIsNoWorkload(String text) {
    assertThatThrownBy(() -> WorkloadName.parse(text, "shop"))
        .hasMessage(
            text
                + " is not a workload; write NAMESPACE/KIND/NAME, for example shop/deployment/checkout");
  }

  @Test
  void aKindThatIsNotAssigned() {
    assertThatThrownBy(() -> WorkloadName.parse("shop/daemonset/log", "shop"))
        .hasMessage(
            "shop/daemonset/log: kind daemonset is not one that Palisade assigns; write NAMESPACE/deployment/NAME");
  }
}
