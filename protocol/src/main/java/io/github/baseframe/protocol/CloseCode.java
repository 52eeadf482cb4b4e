package io.github.baseframe.protocol;

/**
 * The status codes of a Close frame and which of them may travel (RFC 6455 section 7.4).
 *
 * <p>Codes are plain {@code int}s, not an enum, because 3000 to 4999 belong to libraries and
 * applications.
 */
public final class CloseCode {

  /** The purpose of the connection is fulfilled. */
  public static final int NORMAL = 1000;

  /** The endpoint goes away: a server that stops, a page that is left. */
  public static final int GOING_AWAY = 1001;

  /** The peer broke the protocol. */
  public static final int PROTOCOL_ERROR = 1002;

  /** The peer sent a type of data that this endpoint does not take. */
  public static final int UNSUPPORTED_DATA = 1003;

  /** Local only, never on the wire: the peer's Close frame carried no code (section 7.1.5). */
  public static final int NO_STATUS_RECEIVED = 1005;

  /** Local only, never on the wire: the connection ended without a Close frame from the peer. */
  public static final int ABNORMAL_CLOSURE = 1006;

  /** The bytes of a message do not fit its type, such as text that is not UTF-8. */
  public static final int INVALID_PAYLOAD = 1007;

  /** A policy was violated, and no other code says it better. */
  public static final int POLICY_VIOLATION = 1008;

  /** A frame or a message is larger than this endpoint takes. */
  public static final int MESSAGE_TOO_BIG = 1009;

  /** The client needs an extension that the server did not agree to. */
  public static final int MANDATORY_EXTENSION = 1010;

  /** This endpoint hit an unexpected condition of its own. */
  public static final int INTERNAL_ERROR = 1011;

  /** The service restarts (IANA registry). */
  public static final int SERVICE_RESTART = 1012;

  /** The service is overloaded, try again later (IANA registry). */
  public static final int TRY_AGAIN_LATER = 1013;

  /** A gateway received a bad answer from the server behind it (IANA registry). */
  public static final int BAD_GATEWAY = 1014;

  private CloseCode() {}

  /**
   * Says whether a Close frame may carry this code: 1000 to 1003, 1007 to 1014 and 3000 to 4999
   * (RFC 6455 section 7.4.2 and the IANA registry that it founds).
   *
   * <p>Not on the wire: 0 to 999 (unused), 1004 (reserved without a meaning), 1005, 1006 and 1015
   * (local only), the rest of 1016 to 2999 (reserved for later revisions) and 5000 upwards.
   *
   * @param code any number
   * @return whether it may be sent and received
   */
  public static boolean isValidOnTheWire(int code) {
    return (code >= 1000 && code <= 1003)
        || (code >= 1007 && code <= 1014)
        || (code >= 3000 && code <= 4999);
  }
}
