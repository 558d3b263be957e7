package dev.palisade.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palisade.api.v1alpha1.DevicesReason;
import dev.palisade.api.v1alpha1.NodeSecurityState;
import dev.palisade.api.v1alpha1.NodeSecurityStatus;
import dev.palisade.api.v1alpha1.PodVerdict;
import dev.palisade.api.v1alpha1.ProfileState;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ReportNewsTest {
  private static final ResourceID WEB = new ResourceID("web", "shop");
  private static final ResourceID API = new ResourceID("api", "shop");
  private final ReportNews news = new ReportNews();

  @Test
  void theFirstReportIsNewsForEverybodyInIt() {
    assertThat(news.toPrimaryResourceIDs(report(s -> {}))).containsExactlyInAnyOrder(WEB, API);
  }

  @Test
  void theSameAgainIsNoNews() {
    news.toPrimaryResourceIDs(report(s -> {}));
    assertThat(news.toPrimaryResourceIDs(report(s -> {}))).isEmpty();
  }

  @Test
  void aProfileIsNewsForItsPolicyAlone() {
    news.toPrimaryResourceIDs(report(s -> {}));
    assertThat(
            news.toPrimaryResourceIDs(report(s -> s.profiles.get(0).state = ProfileState.Tampered)))
        .containsExactly(WEB);
  }

  @Test
  void aProfileThatIsGoneIsNews() {
    news.toPrimaryResourceIDs(report(s -> {}));
    assertThat(news.toPrimaryResourceIDs(report(s -> s.profiles.remove(0)))).containsExactly(WEB);
  }

  @Test
  void aFilterIsNewsForItsPolicyAlone() {
    news.toPrimaryResourceIDs(report(s -> {}));
    assertThat(
            news.toPrimaryResourceIDs(
                report(s ->
                    s.seccompProfiles = List.of(profile("palisade/shop.web._default.abc.json")))))
        .containsExactly(WEB);
  }

  @Test
  void aNameThatIsTooLongToSayItsPolicyIsNobodysNews() {
    news.toPrimaryResourceIDs(report(s -> {}));
    assertThat(
            news.toPrimaryResourceIDs(
                report(s -> s.seccompProfiles = List.of(profile("palisade/abcdef.json")))))
        .isEmpty();
  }

  @Test
  void aVerdictIsNewsForThePodsPolicyAlone() {
    news.toPrimaryResourceIDs(report(s -> {}));
    assertThat(
            news.toPrimaryResourceIDs(report(s -> s.pods.get(0).verdict = PodVerdict.Unenforced)))
        .containsExactly(API);
  }

  @Test
  void whatConcernsTheNodeIsNewsForAll() {
    List<Consumer<NodeSecurityStatus>> changes =
        List.of(
            s -> s.bootID = "b2",
            s -> s.helper.podUID = "h2",
            s -> s.appArmor.capable = false,
            s -> s.devices = null,
            s -> s.devices.capable = true,
            s -> s.devices.reason = DevicesReason.CgroupV1,
            s -> s.devices.message = "another");
    for (Consumer<NodeSecurityStatus> change : changes) {
      news.toPrimaryResourceIDs(report(s -> {}));
      assertThat(news.toPrimaryResourceIDs(report(change))).containsExactlyInAnyOrder(WEB, API);
    }
  }

  @Test
  void denialsAloneAreNoNews() {
    news.toPrimaryResourceIDs(report(s -> {}));
    assertThat(
            news.toPrimaryResourceIDs(
                report(s -> {
                  s.denials = new NodeSecurityStatus.Denials();
                  s.denials.lost = 3L;
                })))
        .isEmpty();
  }

  @Test
  void aReportThatIsDeletedIsNewsForAllAndSoIsTheNextOne() {
    news.toPrimaryResourceIDs(report(s -> {}));
    NodeSecurityState bare = new NodeSecurityState();
    bare.getMetadata().setName("n1");
    assertThat(news.gone(bare)).isTrue();
    assertThat(news.toPrimaryResourceIDs(bare)).containsExactlyInAnyOrder(WEB, API);
    assertThat(news.toPrimaryResourceIDs(report(s -> {}))).containsExactlyInAnyOrder(WEB, API);
  }

  private static NodeSecurityStatus.Profile profile(String name) {
    NodeSecurityStatus.Profile profile = new NodeSecurityStatus.Profile();
    profile.name = name;
    profile.sha256 = "00";
    profile.state = ProfileState.Loaded;
    return profile;
  }

  private static NodeSecurityState report(Consumer<NodeSecurityStatus> change) {
    NodeSecurityStatus s = new NodeSecurityStatus();
    s.bootID = "b1";
    s.helper = new NodeSecurityStatus.HelperReference();
    s.helper.podUID = "h1";
    s.appArmor = new NodeSecurityStatus.AppArmor();
    s.appArmor.capable = true;
    s.devices = new NodeSecurityStatus.Devices();
    s.devices.capable = false;
    s.devices.reason = DevicesReason.SwitchedOff;
    s.profiles = new ArrayList<>(List.of(profile("palisade.shop.web._default.abc")));
    NodeSecurityStatus.Pod pod = new NodeSecurityStatus.Pod();
    pod.uid = "p1";
    pod.revision = "shop.api.abc";
    pod.verdict = PodVerdict.Enforced;
    s.pods = new ArrayList<>(List.of(pod));
    change.accept(s);
    NodeSecurityState state = new NodeSecurityState();
    state.getMetadata().setName("n1");
    state.getMetadata().setUid("u1");
    state.setStatus(s);
    return state;
  }
}
