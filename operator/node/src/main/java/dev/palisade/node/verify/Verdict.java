package dev.palisade.node.verify;

/**
 * What is said of a pod.
 *
 * @param message empty where Enforced
 */
public record Verdict(State state, String message) {

  /** As in NodeSecurityState. */
  public enum State {
    ENFORCED("Enforced"),
    PENDING("Pending"),
    UNENFORCED("Unenforced"),
    FOREIGN("Foreign"),
    DEVICES_ONLY("DevicesOnly");

    private final String text;

    State(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  /** Enforced cannot be said where the kernel's policy cannot be read; other verdicts stay. */
  public Verdict unlessEnforced(String reason) {
    return state == State.ENFORCED
        ? pending("the kernel's policy cannot be read (" + reason + ")")
        : this;
  }

  static Verdict enforced() {
    return new Verdict(State.ENFORCED, "");
  }

  static Verdict pending(String message) {
    return new Verdict(State.PENDING, message);
  }

  static Verdict unenforced(String message) {
    return new Verdict(State.UNENFORCED, message);
  }

  static Verdict foreign(String message) {
    return new Verdict(State.FOREIGN, message);
  }

  static Verdict devicesOnly(String message) {
    return new Verdict(State.DEVICES_ONLY, message);
  }
}
