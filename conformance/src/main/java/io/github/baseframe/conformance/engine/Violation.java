package io.github.baseframe.conformance.engine;

import io.github.baseframe.protocol.CloseCode;

/** The subject sent what no peer may send. */
final class Violation extends Exception {

  private static final long serialVersionUID = 1L;

  private final int closeCode;

  private Violation(int closeCode, String sentence) {
    super(sentence, null, false, false);
    this.closeCode = closeCode;
  }

  static Violation ofProtocol(String sentence) {
    return new Violation(CloseCode.PROTOCOL_ERROR, sentence);
  }

  static Violation ofEncoding(String sentence) {
    return new Violation(CloseCode.INVALID_PAYLOAD, sentence);
  }

  int closeCode() {
    return closeCode;
  }
}
