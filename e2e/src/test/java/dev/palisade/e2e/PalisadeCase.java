package dev.palisade.e2e;

import dev.palisade.bed.Bed;
import dev.palisade.bed.LastTier;
import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the cases have in common: Palisade is installed, and each has a scene of its own. */
@OnBed(Nodes.APPARMOR)
@LastTier
abstract class PalisadeCase {
  Scene scene;

  @BeforeEach
  void open(Bed bed) {
    scene = Scene.open(Installation.on(bed));
  }

  @AfterEach
  void close() {
    if (scene != null) {
      scene.close();
    }
  }
}
