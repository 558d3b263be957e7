package dev.palisade.docs;

/**
 * Why a command of a document cannot be run as it stands; the message says what is there instead.
 */
final class Fault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Fault(String message) {
    super(message);
  }
}
