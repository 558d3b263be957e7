package dev.palisade.e2e;

import dev.palisade.bed.Nodes;
import dev.palisade.bed.OnBed;
import org.junit.jupiter.api.Tag;

/** The same on the native bed, beside a whole suite on kind. */
@Tag("native-bed")
@OnBed(Nodes.NATIVE)
class EphemeralContainerNativeE2E extends EphemeralContainerE2E {}
