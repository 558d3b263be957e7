package dev.palisade.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The template's own capabilities against those that a revision leaves. */
class CapabilityNotesTest {
  private static final CapabilitySet DROP_ALL = set("ALL", "");
  private static final CapabilitySet ALL_BUT_BIND = set("ALL", "NET_BIND_SERVICE");
  private static final String STAY =
      "capabilities of container app of shop/Deployment/a belong to helm and stay; AppArmor's capability rules hold";

  /** Names apart by spaces. */
  private static CapabilitySet set(String drop, String add) {
    return new CapabilitySet(names(drop), names(add));
  }

  private static List<String> names(String text) {
    return Stream.of(text.split(" ", -1)).filter(n -> !n.isEmpty()).toList();
  }

  private static String asks(String container, String names) {
    return "container %s of shop/Deployment/a asks for %s, which its profile denies: take that out of the container's capabilities.add, or deny less; kubectl palisade can-i says by which rule"
        .formatted(container, names);
  }

  private static String asks(String names) {
    return asks("app", names);
  }

  record Case(String name, CapabilitySet rules, CapabilitySet owners, List<String> notes) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    CapabilitySet raw = set("NET_RAW", "");
    return Stream.of(
        new Case("theirs drop enough", raw, set("ALL", ""), List.of()),
        new Case("theirs drop less", DROP_ALL, raw, List.of(STAY)),
        new Case("asks for one", raw, set("", "NET_RAW"), List.of(STAY, asks("NET_RAW"))),
        new Case(
            "asks for several",
            ALL_BUT_BIND,
            set("", "NET_BIND_SERVICE SYS_TIME SYS_ADMIN"),
            List.of(STAY, asks("SYS_TIME, SYS_ADMIN"))),
        new Case("asks for what is left", ALL_BUT_BIND, set("ALL", "NET_BIND_SERVICE"), List.of()),
        new Case("asks for what is not denied", raw, set("NET_RAW", "SYS_TIME"), List.of()),
        new Case("asks for all", raw, set("", "ALL"), List.of(STAY, asks("NET_RAW"))),
        new Case("asks for all but that", raw, set("NET_RAW", "ALL"), List.of()),
        new Case("asks for all under ALL", DROP_ALL, set("", "ALL"), List.of(STAY, asks("ALL"))),
        new Case("what is in both lists is dropped", raw, set("NET_RAW", "NET_RAW"), List.of(STAY)),
        new Case("no rules about them", CapabilitySet.NONE, set("", "NET_RAW"), List.of()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void ofAListedContainer(Case c) {
    assertThat(notes(CapabilitySet.NONE, c.rules(), app("app", c.owners(), "helm")))
        .isEqualTo(c.notes());
  }

  @Test
  void ofAnUnlistedContainerOnlyWhatItAsksFor() {
    assertThat(
            notes(
                DROP_ALL,
                CapabilitySet.NONE,
                app("log", set("CHOWN", "SYS_ADMIN"), "helm"),
                app("mesh", set("CHOWN", ""), "helm")))
        .containsExactly(asks("log", "SYS_ADMIN"));
  }

  @Test
  void noneOfOurOwnListsOfBefore() {
    assertThat(notes(CapabilitySet.NONE, DROP_ALL, app("app", ALL_BUT_BIND, Leaf.MANAGER)))
        .isEmpty();
  }

  /** By a preset, a base or the cluster; what the cluster denies holds in mode Complain, too. */
  @Test
  void deniedByOthersThanTheRules() {
    for (boolean enforce : List.of(true, false)) {
      Artefact app = Sample.artefact("app", "palisade.a", CapabilitySet.NONE, set("NET_RAW", ""));
      assertThat(
              notes(
                  enforce,
                  CapabilitySet.NONE,
                  app,
                  app("app", set("ALL", "NET_RAW CHOWN"), "helm")))
          .containsExactly(asks("NET_RAW"));
    }
  }

  /** The lists are not written then. */
  @Test
  void noneInModeComplain() {
    Artefact app = Sample.artefact("app", "palisade.a", DROP_ALL, CapabilitySet.NONE);
    assertThat(notes(false, CapabilitySet.NONE, app, app("app", set("", "SYS_ADMIN"), "helm")))
        .isEmpty();
  }

  private static Container app(String name, CapabilitySet owners, String manager) {
    return new Container(
        name,
        false,
        false,
        Optional.empty(),
        Optional.empty(),
        owners,
        Set.of(manager),
        Launch.PLAIN);
  }

  private static List<String> notes(
      CapabilitySet podLevel, CapabilitySet app, Container... containers) {
    return notes(true, podLevel, Sample.artefact("app", "palisade.a", app), containers);
  }

  private static List<String> notes(
      boolean enforce, CapabilitySet podLevel, Artefact app, Container... containers) {
    Revision revision =
        new Revision(
            "shop.web.r1",
            enforce,
            List.of(Sample.artefact("_default", "palisade.d", podLevel), app),
            false,
            Sample.T0,
            true);
    Template template = Edit.containers(Sample.template(), containers);
    Workload w = Edit.of(new World().workload("a").get("a")).template(template, "helm").done();
    return Assignment.warnings(List.of(), revision, w);
  }
}
