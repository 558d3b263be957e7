package dev.palisade.bed;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;

/** Keeps what is needed to understand a failed case, before its clean-up runs. */
final class FailureWatcher
    implements AfterTestExecutionCallback, LifecycleMethodExecutionExceptionHandler {

  @Override
  public void afterTestExecution(ExtensionContext context) {
    context.getExecutionException().ifPresent(failure -> keep(context, failure));
  }

  @Override
  public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    keep(context, failure);
    throw failure;
  }

  private static void keep(ExtensionContext context, Throwable failure) {
    String name =
        context.getRequiredTestClass().getSimpleName()
            + "."
            + context.getTestMethod().map(method -> method.getName()).orElse("class")
            + "-"
            + context.getDisplayName().replaceAll("[^A-Za-z0-9]+", "_");
    Path directory =
        Checkout.root()
            .resolve("e2e/target/failures")
            .resolve(name.substring(0, Math.min(name.length(), 120)));
    try {
      new FailureBundle(BedExtension.bed(context), directory).write();
      System.err.printf("%n%s failed; objects, events and logs: %s%n", name, directory);
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }
}
