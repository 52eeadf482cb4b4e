package io.github.baseframe.conformance;

/** What the user gave makes no sense. The message is the one line that tells which and where. */
final class BadInput extends Exception {

  private static final long serialVersionUID = 1L;

  BadInput(String message) {
    super(message);
  }

  BadInput(String message, Throwable cause) {
    super(message, cause);
  }
}
