package dev.palisade.bed;

import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts the bed before the first class that asks for it. It lies in the root store, which JUnit
 * closes after the last class, failed or not.
 */
final class BedExtension implements BeforeAllCallback, ParameterResolver {
  private static final Namespace STORE = Namespace.create(BedExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    bed(context);
  }

  /** The running bed of the class's tier. */
  static Bed bed(ExtensionContext context) {
    Nodes nodes =
        context
            .getTestClass()
            .map(type -> type.getAnnotation(OnBed.class))
            .orElseThrow(() -> new IllegalStateException("no @OnBed on " + context.getUniqueId()))
            .value()
            .here();
    return context
        .getRoot()
        .getStore(STORE)
        .computeIfAbsent(nodes, wanted -> Bed.up(wanted), Bed.class);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Bed.class || type == KubernetesClient.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Bed bed = bed(context);
    return parameter.getParameter().getType() == Bed.class ? bed : bed.client();
  }
}
