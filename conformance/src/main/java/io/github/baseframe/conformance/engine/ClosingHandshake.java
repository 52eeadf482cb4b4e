package io.github.baseframe.conformance.engine;

/**
 * How far the closing handshake has come (RFC 6455 7.1.2 to 7.1.4), and who started it.
 *
 * <pre>
 *                  .-- Close sent ------> TESTER_STARTED --- Close received --> SUBJECT_ANSWERED
 *   NOT_STARTED ---|
 *                  '-- Close received --> SUBJECT_STARTED -- Close sent ------> TESTER_ANSWERED
 * </pre>
 */
enum ClosingHandshake {
  NOT_STARTED,
  TESTER_STARTED,
  SUBJECT_STARTED,
  SUBJECT_ANSWERED,
  TESTER_ANSWERED;

  /** The state after a Close frame of the tester; only the first one counts. */
  ClosingHandshake afterCloseSent() {
    return switch (this) {
      case NOT_STARTED -> TESTER_STARTED;
      case SUBJECT_STARTED -> TESTER_ANSWERED;
      default -> this;
    };
  }

  /** The state after a Close frame of the subject; only the first one counts. */
  ClosingHandshake afterCloseReceived() {
    return switch (this) {
      case NOT_STARTED -> SUBJECT_STARTED;
      case TESTER_STARTED -> SUBJECT_ANSWERED;
      default -> this;
    };
  }

  boolean isCloseSent() {
    return this != NOT_STARTED && this != SUBJECT_STARTED;
  }

  boolean isCloseReceived() {
    return this != NOT_STARTED && this != TESTER_STARTED;
  }

  boolean isStartedByTester() {
    return this == TESTER_STARTED || this == SUBJECT_ANSWERED;
  }

  boolean isComplete() {
    return isCloseSent() && isCloseReceived();
  }
}
