package dev.palisade.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest. */
public final class PalisadeVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version =
        Optional.ofNullable(getClass().getPackage().getImplementationVersion())
            .orElse("of an unpackaged build");
    return new String[] {"kubectl-palisade " + version};
  }
}
