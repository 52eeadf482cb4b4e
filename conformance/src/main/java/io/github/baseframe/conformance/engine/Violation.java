package io.github.baseframe.conformance.engine;

/** The subject sent what no peer may send. */
final class Violation extends Exception {

  private static final long serialVersionUID = 1L;

  private final int closeCode;

  private Violation(int closeCode, String sentence) {
    super(sentence, null, false, false);
    this.closeCode = closeCode;
  }

  static Violation ofProtocol(String sentence) {
    return new Violation(1002, sentence);
  }

  static Violation ofEncoding(String sentence) {
    return new Violation(1007, sentence);
  }

  int closeCode() {
    return closeCode;
  }
}
