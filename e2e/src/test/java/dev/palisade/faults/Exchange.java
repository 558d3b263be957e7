package dev.palisade.faults;

/**
 * What the API server made of a request.
 *
 * @param code its own answer, whatever was passed on of it
 * @param at {@link System#nanoTime} when it had answered
 */
public record Exchange(Call call, int code, long at) {
  /** A change that was carried out. */
  public boolean wrote() {
    return call.writes() && code >= 200 && code < 300;
  }
}
