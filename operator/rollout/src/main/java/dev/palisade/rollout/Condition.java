package dev.palisade.rollout;

/**
 * A condition as it is to be; the transition time is kept by whoever writes it.
 *
 * @param status True, False or Unknown
 */
public record Condition(String type, String status, Reason reason, String message) {
  public static final String COMPILED = "Compiled";
  public static final String LOADED = "Loaded";
  public static final String PROGRESSING = "Progressing";
  public static final String READY = "Ready";
  public static final String DEGRADED = "Degraded";
  private static final int MESSAGE_LIMIT = 4000;

  public Condition {
    if (message.length() > MESSAGE_LIMIT) {
      message = message.substring(0, MESSAGE_LIMIT) + " …";
    }
  }

  static Condition of(String type, boolean status, Reason reason, String message) {
    return new Condition(type, status ? "True" : "False", reason, message);
  }
}
