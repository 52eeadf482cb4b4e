package io.github.baseframe.protocol;

/**
 * The peer broke a rule; the connection must fail with {@link #closeCode()} (RFC 6455 section
 * 7.1.7).
 *
 * <p>It carries no stack trace: peers cause it, so it must stay cheap, and where in this code a
 * rule was checked tells an operator nothing.
 */
public final class ProtocolException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What was broken. */
  private final Rule rule;

  /**
   * Creates the exception, with the rule's own sentence as its message.
   *
   * @param rule what was broken: a rule of frames, messages or closing
   * @throws IllegalArgumentException for a rule of the opening handshake
   */
  public ProtocolException(Rule rule) {
    this(rule, rule.sentence());
  }

  /**
   * Creates the exception with a message that says more than the rule does, such as a limit.
   *
   * @param rule what was broken: a rule of frames, messages or closing
   * @param message short enough for a Close frame, at most {@link CloseReason#MAX_REASON_BYTES}
   *     bytes of UTF-8
   * @throws IllegalArgumentException for a rule of the opening handshake
   */
  public ProtocolException(Rule rule, String message) {
    super(message, null, false, false);
    if (!CloseCode.isValidOnTheWire(rule.code())) {
      throw new IllegalArgumentException(rule + " is not told in a Close frame");
    }
    this.rule = rule;
  }

  /**
   * Returns the rule that the peer broke.
   *
   * @return the rule
   */
  public Rule rule() {
    return rule;
  }

  /**
   * Returns the code with which the connection fails.
   *
   * @return the code of {@link #rule()}
   */
  public int closeCode() {
    return rule.code();
  }
}
