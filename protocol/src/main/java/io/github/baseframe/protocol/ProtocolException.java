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

  /** The code that the Close frame gives as the reason. */
  private final int closeCode;

  /**
   * Creates the exception.
   *
   * @param closeCode one of {@link CloseCode} that may be sent
   * @param rule what was broken, short enough for a Close frame (at most 123 bytes of UTF-8)
   */
  public ProtocolException(int closeCode, String rule) {
    super(rule, null, false, false);
    this.closeCode = closeCode;
  }

  /**
   * Returns the code with which the connection fails.
   *
   * @return the close code
   */
  public int closeCode() {
    return closeCode;
  }

  /**
   * A rule was broken for which there is no code of its own.
   *
   * @param rule what was broken, as in the constructor
   * @return an exception with 1002
   */
  public static ProtocolException protocolError(String rule) {
    return new ProtocolException(CloseCode.PROTOCOL_ERROR, rule);
  }

  /**
   * Payload is not what its type says, such as text that is not UTF-8.
   *
   * @param rule what was broken, as in the constructor
   * @return an exception with 1007
   */
  public static ProtocolException invalidPayload(String rule) {
    return new ProtocolException(CloseCode.INVALID_PAYLOAD, rule);
  }

  /**
   * A frame or a message is larger than this endpoint takes.
   *
   * @param rule what was broken, as in the constructor
   * @return an exception with 1009
   */
  public static ProtocolException tooBig(String rule) {
    return new ProtocolException(CloseCode.MESSAGE_TOO_BIG, rule);
  }
}
