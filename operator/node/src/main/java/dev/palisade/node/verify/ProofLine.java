package dev.palisade.node.verify;

/** What was seen of one container's processes. */
public record ProofLine(String container, Word word) {

  /** One of NodeSecurityState's. */
  public interface Word {
    String text();

    /** Nothing less than what the rules ask for. */
    boolean isAll();
  }
}
