package io.github.baseframe.protocol.handshake;

import static io.github.baseframe.protocol.handshake.HandshakeFields.CONNECTION;
import static io.github.baseframe.protocol.handshake.HandshakeFields.CONTENT_LENGTH;
import static io.github.baseframe.protocol.handshake.HandshakeFields.CONTENT_TYPE;
import static io.github.baseframe.protocol.handshake.HandshakeFields.EXTENSIONS;
import static io.github.baseframe.protocol.handshake.HandshakeFields.HOST;
import static io.github.baseframe.protocol.handshake.HandshakeFields.KEY;
import static io.github.baseframe.protocol.handshake.HandshakeFields.ORIGIN;
import static io.github.baseframe.protocol.handshake.HandshakeFields.PROTOCOL;
import static io.github.baseframe.protocol.handshake.HandshakeFields.TRANSFER_ENCODING;
import static io.github.baseframe.protocol.handshake.HandshakeFields.UPGRADE;
import static io.github.baseframe.protocol.handshake.HandshakeFields.VERSION;
import static io.github.baseframe.protocol.handshake.HandshakeFields.VERSION_13;
import static io.github.baseframe.protocol.handshake.HandshakeFields.WEBSOCKET;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The server's end of the opening handshake (RFC 6455 section 4.2): the settings of an endpoint,
 * and the verdict on a request.
 *
 * <p>A request is judged in this order, and the first rule it breaks names the answer:
 *
 * <table>
 *   <caption>Rules and answers</caption>
 *   <tr><th>what is wrong<th>answer
 *   <tr><td>Host missing, doubled or malformed; a body announced<td>400
 *   <tr><td>a method other than GET<td>405 with Allow
 *   <tr><td>no upgrade to websocket asked for, or asked for in HTTP/1.0, where Upgrade has no
 *       meaning (RFC 9110 section 7.8)<td>426 with Upgrade
 *   <tr><td>Sec-WebSocket-Version doubled<td>400
 *   <tr><td>Sec-WebSocket-Version missing or other than 13 (section 4.4)<td>426 with
 *       Sec-WebSocket-Version
 *   <tr><td>Sec-WebSocket-Key missing, doubled, or not 16 bytes of base64<td>400
 *   <tr><td>Sec-WebSocket-Protocol not a list of different tokens<td>400
 *   <tr><td>Sec-WebSocket-Extensions not what section 9.1 says<td>400
 *   <tr><td>Origin doubled<td>400
 *   <tr><td>Origin not allowed<td>403
 * </table>
 *
 * <p>Offers of extensions are read and, unless {@link #accept(HttpHead, ExtensionNegotiator)} is
 * given one that agrees to them, passed over, as section 9.1 allows. Immutable, for any thread.
 *
 * @param originPolicy which pages may connect
 * @param subprotocols the subprotocols spoken here, the preferred one first; the first that the
 *     client offers too is chosen, and none if there is none
 * @param headers header fields that the response 101 carries besides its own
 */
public record ServerHandshake(
    OriginPolicy originPolicy, List<String> subprotocols, HttpFields headers) {

  /**
   * Checks the settings.
   *
   * @param originPolicy which pages may connect
   * @param subprotocols different tokens; copied
   * @param headers none of those that the handshake sets itself
   * @throws IllegalArgumentException if a subprotocol is no token or named twice, or if a header is
   *     one that the handshake sets itself
   */
  public ServerHandshake {
    Objects.requireNonNull(originPolicy);
    subprotocols = HandshakeFields.requireSubprotocols(subprotocols);
    HandshakeFields.requireNoneOf(headers);
  }

  /** Pages of the same origin, no subprotocol, no further headers. */
  public ServerHandshake() {
    this(OriginPolicy.sameOrigin(), List.of(), HttpFields.EMPTY);
  }

  /**
   * The same with another origin policy.
   *
   * @param policy which pages may connect
   * @return new settings
   */
  public ServerHandshake withOriginPolicy(OriginPolicy policy) {
    return new ServerHandshake(policy, subprotocols, headers);
  }

  /**
   * The same with other subprotocols.
   *
   * @param preferred the subprotocols spoken here, the preferred one first
   * @return new settings
   * @throws IllegalArgumentException if one is no token or named twice
   */
  public ServerHandshake withSubprotocols(String... preferred) {
    return new ServerHandshake(originPolicy, Arrays.asList(preferred), headers);
  }

  /**
   * The same with other headers in the response 101.
   *
   * @param fields the header fields, such as Set-Cookie
   * @return new settings
   * @throws IllegalArgumentException if one is a header that the handshake sets itself
   */
  public ServerHandshake withHeaders(HttpFields fields) {
    return new ServerHandshake(originPolicy, subprotocols, fields);
  }

  /**
   * Whether a request asks to become a WebSocket connection at all, rightly or not; if not, it is
   * one for plain HTTP.
   *
   * @param request the head of a request
   * @return true if it is to be given to {@link #accept}
   */
  public static boolean isUpgrade(HttpHead request) {
    return request.minorVersion() > 0
        && request.fields().containsToken(UPGRADE, WEBSOCKET)
        && request.fields().containsToken(CONNECTION, UPGRADE);
  }

  /**
   * Checks what HTTP/1.1 demands of every request here, upgrade or not: one well-formed Host (RFC
   * 9112 section 3.2) and no body, as none would be read.
   *
   * @param request the head of a request
   * @throws HandshakeException if it is to be refused
   */
  public static void requireValidHttp(HttpHead request) throws HandshakeException {
    HttpFields fields = request.fields();
    if (fields.count(HOST) > 1) {
      throw malformed("more than one Host");
    }
    String host = fields.first(HOST);
    if (host == null ? request.minorVersion() > 0 : Authority.parse(host) == null) {
      throw malformed("Host is missing or malformed");
    }
    boolean isEmpty =
        fields.count(CONTENT_LENGTH) == 0
            || fields.count(CONTENT_LENGTH) == 1 && fields.first(CONTENT_LENGTH).equals("0");
    if (!isEmpty || fields.contains(TRANSFER_ENCODING)) {
      throw malformed("a request here has no body");
    }
  }

  /**
   * Judges a request, and agrees to no extension.
   *
   * @param request the head of a request
   * @return the handshake, accepted; its response is to be sent before any frame
   * @throws HandshakeException if it is refused; {@link #refusal} makes the answer
   */
  public AcceptedHandshake accept(HttpHead request) throws HandshakeException {
    return accept(request, null);
  }

  /**
   * Judges a request.
   *
   * @param request the head of a request
   * @param extension chooses among the extensions offered; null for none
   * @return the handshake, accepted; its response is to be sent before any frame
   * @throws HandshakeException if it is refused; {@link #refusal} makes the answer
   */
  public AcceptedHandshake accept(HttpHead request, ExtensionNegotiator extension)
      throws HandshakeException {
    requireValidHttp(request);
    if (!request.method().equals("GET")) {
      throw HandshakeException.refusal(
          405, "a WebSocket handshake is a GET", HttpFields.of("Allow", "GET"));
    }
    if (!isUpgrade(request)) {
      throw upgradeRequired("a WebSocket upgrade in HTTP/1.1 is required");
    }
    HttpFields fields = request.fields();
    requireVersion(fields);
    String key = requireKey(fields);
    String subprotocol = chooseSubprotocol(fields);
    List<Extension> offers = ExtensionHeader.parse(fields.all(EXTENSIONS));
    requireOrigin(request);
    ExtensionNegotiator.Agreement agreement = extension == null ? null : extension.accept(offers);
    return new AcceptedHandshake(
        request.path(),
        request.query(),
        fields,
        subprotocol,
        response(key, subprotocol, agreement),
        agreement);
  }

  private static void requireVersion(HttpFields fields) throws HandshakeException {
    if (fields.count(VERSION) > 1) {
      throw malformed("more than one Sec-WebSocket-Version");
    }
    if (!VERSION_13.equals(fields.first(VERSION))) {
      throw upgradeRequired("version 13 of the WebSocket protocol is required");
    }
  }

  private static String requireKey(HttpFields fields) throws HandshakeException {
    String key = fields.first(KEY);
    if (fields.count(KEY) != 1 || !WebSocketKey.isValid(key)) {
      throw malformed("Sec-WebSocket-Key must be there once, 16 bytes in base64");
    }
    return key;
  }

  private String chooseSubprotocol(HttpFields fields) throws HandshakeException {
    if (!fields.contains(PROTOCOL)) {
      return null;
    }
    List<String> offered = fields.elements(PROTOCOL);
    Set<String> different = new HashSet<>();
    for (String subprotocol : offered) {
      if (!HttpGrammar.isToken(subprotocol) || !different.add(subprotocol)) {
        throw malformed("Sec-WebSocket-Protocol must be a list of different tokens");
      }
    }
    if (offered.isEmpty()) {
      throw malformed("Sec-WebSocket-Protocol is empty");
    }
    for (String spoken : subprotocols) {
      if (different.contains(spoken)) {
        return spoken;
      }
    }
    return null;
  }

  private void requireOrigin(HttpHead request) throws HandshakeException {
    if (request.fields().count(ORIGIN) > 1) {
      throw malformed("more than one Origin");
    }
    if (!originPolicy.allows(request.fields().first(ORIGIN), request.host())) {
      throw HandshakeException.refusal(403, "this origin may not connect");
    }
  }

  private HttpHead response(
      String key, String subprotocol, ExtensionNegotiator.Agreement agreement) {
    HttpFields fields =
        new HttpFields(
            new String[] {
              UPGRADE,
              WEBSOCKET,
              CONNECTION,
              UPGRADE,
              HandshakeFields.ACCEPT,
              WebSocketKey.accept(key)
            });
    if (subprotocol != null) {
      fields = fields.with(PROTOCOL, subprotocol);
    }
    if (agreement != null) {
      fields = fields.with(EXTENSIONS, ExtensionHeader.format(List.of(agreement.extension())));
    }
    return HttpHead.response(101, fields.with(headers));
  }

  private static HandshakeException malformed(String message) {
    return HandshakeException.refusal(400, message);
  }

  /** Every 426 names what to upgrade to (RFC 9110 section 15.5.22), and in which version. */
  private static HandshakeException upgradeRequired(String message) {
    return HandshakeException.refusal(
        426, message, HttpFields.of(UPGRADE, WEBSOCKET, VERSION, VERSION_13));
  }

  /**
   * The answer to a request that is refused: status, fields, and the message as one line of text.
   * The connection is to be closed after it.
   *
   * @param refusal what {@link #accept}, {@link HttpHeadParser} or the application threw
   * @param request the request's head, or null if there is none because it could not be read; an
   *     answer to HEAD has no body
   * @return the bytes to send, a new array
   */
  public static byte[] refusal(HandshakeException refusal, HttpHead request) {
    byte[] body = (refusal.getMessage() + "\n").getBytes(UTF_8);
    // RFC 9110 section 7.8: who sends Upgrade says so in Connection.
    boolean namesUpgrade = refusal.fields().contains(UPGRADE);
    HttpFields fields =
        HttpFields.of(
                CONNECTION,
                namesUpgrade ? "Upgrade, close" : "close",
                CONTENT_TYPE,
                "text/plain; charset=utf-8",
                CONTENT_LENGTH,
                Integer.toString(body.length))
            .with(refusal.fields());
    byte[] head = HttpHead.response(refusal.status(), fields).toBytes();
    if (request != null && request.method().equals("HEAD")) {
      return head;
    }
    byte[] answer = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, answer, head.length, body.length);
    return answer;
  }
}
