package io.github.baseframe.protocol;

/**
 * Every rule that a peer can break, by name: of frames, messages and closing (told in a Close
 * frame), of HTTP heads and both ends of the opening handshake (told in an HTTP response, or to the
 * application of a client).
 *
 * <p>What breaks a rule is thrown as a {@link ProtocolException} or a {@link
 * io.github.baseframe.protocol.handshake.HandshakeException} that carries it.
 */
public enum Rule {

  // Frames.

  /** Opcodes 3 to 7 and B to F have no meaning yet. */
  RESERVED_OPCODE("5.2", CloseCode.PROTOCOL_ERROR, "the opcode is reserved"),
  /** RSV1 to RSV3 are 0 unless an extension was agreed on that says what they mean. */
  RESERVED_BIT("5.2", CloseCode.PROTOCOL_ERROR, "a reserved bit is set"),
  /** A server takes no frame without a mask. */
  UNMASKED_CLIENT_FRAME("5.1", CloseCode.PROTOCOL_ERROR, "a client must mask its frames"),
  /** A client takes no frame with a mask. */
  MASKED_SERVER_FRAME("5.1", CloseCode.PROTOCOL_ERROR, "a server must not mask its frames"),
  /** Close, Ping and Pong are one frame each. */
  CONTROL_FRAME_FRAGMENTED(
      "5.5", CloseCode.PROTOCOL_ERROR, "a control frame must not be fragmented"),
  /** The payload of Close, Ping and Pong has a length of seven bits. */
  CONTROL_FRAME_TOO_LONG("5.5", CloseCode.PROTOCOL_ERROR, "a control frame is too long"),
  /** A length is written in as few bytes as can be. */
  LENGTH_NOT_SHORTEST(
      "5.2", CloseCode.PROTOCOL_ERROR, "the payload length is not in its shortest form"),
  /** A length has 63 bits at most. */
  LENGTH_TOP_BIT("5.2", CloseCode.PROTOCOL_ERROR, "the top bit of a 64-bit length must be 0"),
  /** A frame keeps to {@link Limits#maxFrameBytes}. */
  FRAME_TOO_BIG("10.4", CloseCode.MESSAGE_TOO_BIG, "the frame is too big"),

  // Messages.

  /** A continuation goes on with a message that has begun. */
  NOTHING_TO_CONTINUE("5.4", CloseCode.PROTOCOL_ERROR, "there is no message to continue"),
  /** A message begins when the one before has ended. */
  MESSAGE_NOT_FINISHED("5.4", CloseCode.PROTOCOL_ERROR, "the message before is not finished"),
  /** A message keeps to {@link Limits#maxMessageBytes}, decompressed too. */
  MESSAGE_TOO_BIG("10.4", CloseCode.MESSAGE_TOO_BIG, "the message is too big"),
  /** A message keeps to {@link Limits#maxFragments}. */
  TOO_MANY_FRAGMENTS("10.4", CloseCode.MESSAGE_TOO_BIG, "the message has too many fragments"),
  /** A text message as a whole is UTF-8; a fragment may end inside of a character. */
  TEXT_NOT_UTF8("8.1", CloseCode.INVALID_PAYLOAD, "a text message is not UTF-8"),
  /** What is marked as compressed can be decompressed, up to its end. */
  COMPRESSED_DATA_INVALID(
      Rfc.DEFLATE, "7.2.2", CloseCode.INVALID_PAYLOAD, "a message is not DEFLATE data"),
  /** Blocks that end a stream of DEFLATE cost much and take few bytes, so they are counted. */
  TOO_MANY_FINAL_BLOCKS(
      Rfc.DEFLATE,
      "7.2.3.4",
      CloseCode.MESSAGE_TOO_BIG,
      "the message has too many final DEFLATE blocks"),

  // Closing.

  /** The body of a Close frame is empty, or begins with a code. */
  CLOSE_BODY_OF_ONE_BYTE(
      "5.5.1", CloseCode.PROTOCOL_ERROR, "a Close body of one byte holds no code"),
  /** See {@link CloseCode#isValidOnTheWire}. */
  CLOSE_CODE_FORBIDDEN("7.4", CloseCode.PROTOCOL_ERROR, "this close code must not be sent"),
  /** What follows the code in a Close frame is UTF-8. */
  CLOSE_REASON_NOT_UTF8("5.5.1", CloseCode.INVALID_PAYLOAD, "the close reason is not UTF-8"),

  // HTTP heads, of requests and responses.

  /** The first line keeps to the limit for it. */
  START_LINE_TOO_LONG(Rfc.HTTP_1_1, "3", 414, "the start line is too long"),
  /** Start line and fields together keep to the limit for them. */
  HEAD_TOO_LARGE(Rfc.HTTP, "5.4", 431, "the head is too large"),
  /** The number of fields keeps to the limit for it. */
  TOO_MANY_FIELDS(Rfc.HTTP, "5.4", 431, "too many header fields"),
  /** Neither a start line nor a field's value has a control character, the tab excepted. */
  CONTROL_CHARACTER(Rfc.HTTP, "5.5", 400, "a control character"),
  /** CR stands before LF only. */
  CR_WITHOUT_LF(Rfc.HTTP_1_1, "2.2", 400, "CR without LF"),
  /** A line ends in CR LF; that LF alone may be taken for it is not made use of. */
  LF_WITHOUT_CR(Rfc.HTTP_1_1, "2.2", 400, "LF without CR"),
  /** A field is one line. */
  FIELD_FOLDED(Rfc.HTTP_1_1, "5.2", 400, "a header field must not be folded"),
  /** A field has a name. */
  FIELD_NAME_MISSING(Rfc.HTTP, "5.1", 400, "a header field without a name"),
  /** Nothing stands between a field's name and its colon. */
  FIELD_NAME_WHITESPACE(
      Rfc.HTTP_1_1, "5.1", 400, "white space in the name of a header field or before its colon"),
  /** A field's name is a token, and a colon follows it. */
  FIELD_NAME_NOT_TOKEN(Rfc.HTTP, "5.1", 400, "a character that no header field's name has"),
  /** Only the major version 1 of HTTP is understood. */
  HTTP_VERSION_NOT_1(Rfc.HTTP_1_1, "2.3", 505, "only HTTP/1.1 is spoken here"),
  /** A request line has a method, a target and a version, with one blank between them. */
  REQUEST_LINE_MALFORMED(Rfc.HTTP_1_1, "3", 400, "malformed request line"),
  /** A method is a token. */
  METHOD_NOT_TOKEN(Rfc.HTTP, "9.1", 400, "malformed method"),
  /** A target has one of four forms, and that of its method. */
  REQUEST_TARGET_MALFORMED(Rfc.HTTP_1_1, "3.2", 400, "malformed request target"),
  /** A status line has a version, a status code, and perhaps a reason phrase. */
  STATUS_LINE_MALFORMED(Rfc.HTTP_1_1, "4", 0, "malformed status line"),
  /** A status code is a number of three digits, from 100 on. */
  STATUS_CODE_MALFORMED(Rfc.HTTP, "15", 0, "malformed status code"),

  // Requests for the opening handshake.

  /** A request in HTTP/1.1 names its host. */
  HOST_MISSING(Rfc.HTTP_1_1, "3.2", 400, "Host is missing"),
  /** A request names one host. */
  HOST_REPEATED(Rfc.HTTP_1_1, "3.2", 400, "more than one Host"),
  /** Host is a host, and perhaps a port. */
  HOST_MALFORMED(Rfc.HTTP_1_1, "3.2", 400, "Host is malformed"),
  /** A request for an upgrade has no body; it would be taken for frames. */
  BODY_ANNOUNCED(Rfc.HTTP_1_1, "6", 400, "a request here has no body"),
  /** The request is a GET. */
  METHOD_NOT_GET("4.2.1", 405, "a WebSocket handshake is a GET"),
  /** The request is in HTTP/1.1 at least. */
  REQUEST_IN_HTTP_1_0("4.2.1", 426, "a WebSocket upgrade needs HTTP/1.1"),
  /** The request's Upgrade names websocket. */
  REQUEST_UPGRADE_NOT_WEBSOCKET("4.2.1", 426, "an Upgrade to websocket is required"),
  /** The request's Connection names Upgrade. */
  REQUEST_CONNECTION_NOT_UPGRADE("4.2.1", 426, "Connection must name Upgrade"),
  /** The request is for the version of the protocol that is spoken here. */
  VERSION_NOT_13("4.4", 426, "version 13 of the WebSocket protocol is required"),
  /** The request is for one version. */
  VERSION_REPEATED("11.3.5", 400, "more than one Sec-WebSocket-Version"),
  /** The request has one key, made of 16 bytes. */
  KEY_INVALID("4.2.1", 400, "Sec-WebSocket-Key must be there once, 16 bytes in base64"),
  /** Subprotocols are offered as a list of different tokens. */
  SUBPROTOCOLS_MALFORMED("4.1", 400, "Sec-WebSocket-Protocol must be a list of different tokens"),
  /** Extensions keep to their grammar, in requests and responses. */
  EXTENSIONS_MALFORMED("9.1", 400, "malformed Sec-WebSocket-Extensions"),
  /** The request comes from one page, if from any. */
  ORIGIN_REPEATED("4.1", 400, "more than one Origin"),
  /** The request comes from a page that the server's policy allows. */
  ORIGIN_NOT_ALLOWED("4.2.2", 403, "this origin may not connect"),

  // Responses of the opening handshake.

  /** Only 101 opens a connection. */
  STATUS_NOT_101("4.1", 0, "the server answered with another status than 101"),
  /** HTTP/1.0 knows no upgrade. */
  RESPONSE_IN_HTTP_1_0(Rfc.HTTP, "7.8", 0, "an upgrade in HTTP/1.0"),
  /** The response's Upgrade is websocket, and nothing else. */
  RESPONSE_UPGRADE_NOT_WEBSOCKET("4.1", 0, "Upgrade does not say websocket alone"),
  /** The response's Connection names Upgrade. */
  RESPONSE_CONNECTION_NOT_UPGRADE("4.1", 0, "Connection does not say Upgrade"),
  /** The response was made for this request. */
  ACCEPT_MISMATCH("4.1", 0, "Sec-WebSocket-Accept is missing or does not match the key"),
  /** The response accepts once. */
  ACCEPT_REPEATED("11.3.3", 0, "more than one Sec-WebSocket-Accept"),
  /** A server agrees to an extension only where one was offered. */
  EXTENSION_NOT_OFFERED("4.1", 0, "the server uses an extension that was not offered"),
  /** What a server agrees to keeps to the offer, in its name and parameters. */
  EXTENSION_NOT_AS_OFFERED(
      "9.1", 0, "the server agrees to an extension in a way that was not offered"),
  /** A server chooses among the subprotocols that were offered. */
  SUBPROTOCOL_NOT_OFFERED("4.1", 0, "the server chose a subprotocol that was not offered"),
  /** A server chooses one subprotocol. */
  SUBPROTOCOL_REPEATED("11.3.4", 0, "more than one Sec-WebSocket-Protocol");

  /** Where rules stand; a class of its own, as an enum's values come before its constants. */
  private static final class Rfc {
    static final String WEBSOCKET = "RFC 6455";
    static final String DEFLATE = "RFC 7692";
    static final String HTTP = "RFC 9110";
    static final String HTTP_1_1 = "RFC 9112";
  }

  private final String rfc;
  private final String section;
  private final int code;
  private final String sentence;

  Rule(String section, int code, String sentence) {
    this(Rfc.WEBSOCKET, section, code, sentence);
  }

  Rule(String rfc, String section, int code, String sentence) {
    this.rfc = rfc;
    this.section = section;
    this.code = code;
    this.sentence = sentence;
  }

  /**
   * Returns the RFC in which the rule stands.
   *
   * @return such as {@code RFC 6455}
   */
  public String rfc() {
    return rfc;
  }

  /**
   * Returns the section of that RFC.
   *
   * @return such as {@code 5.2}
   */
  public String section() {
    return section;
  }

  /**
   * Returns what a peer is told that breaks the rule.
   *
   * @return a close code (1000 or more) for a rule of frames, messages and closing; the HTTP status
   *     (400 to 599) that a server answers with for a rule of the opening handshake; 0 if only a
   *     client can find the rule broken, which answers nothing
   */
  public int code() {
    return code;
  }

  /**
   * Returns what is wrong where the rule is broken. Exceptions may say it with a number in it.
   *
   * @return one line, short enough for a Close frame: at most {@link CloseReason#MAX_REASON_BYTES}
   *     bytes of UTF-8
   */
  public String sentence() {
    return sentence;
  }
}
