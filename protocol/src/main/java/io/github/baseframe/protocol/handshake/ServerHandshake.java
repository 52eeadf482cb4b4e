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

import io.github.baseframe.protocol.Rule;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The server's end of the opening handshake (RFC 6455 section 4.2): the verdict on a request, by
 * the {@link HandshakeSettings} of an endpoint.
 *
 * <p>A request is judged in this order, and the first {@link Rule} it breaks names the answer:
 * Host, body, method, HTTP version, Upgrade, Connection, Sec-WebSocket-Version, Sec-WebSocket-Key,
 * Sec-WebSocket-Protocol, Sec-WebSocket-Extensions, Origin. An answer 405 has Allow; every 426 has
 * Upgrade and Sec-WebSocket-Version.
 *
 * <p>Offers of extensions are read and, unless there is a negotiator that agrees to them, passed
 * over, as section 9.1 allows. For any thread.
 */
public final class ServerHandshake {

  private ServerHandshake() {}

  /**
   * Whether a request asks to become a WebSocket connection at all, rightly or not; if not, it is
   * one for plain HTTP.
   *
   * @param request the head of a request
   * @return true if it is to be given to {@link #accept}
   */
  public static boolean isUpgrade(HttpHead request) {
    return missingForUpgrade(request) == null;
  }

  /** The first rule that keeps a request from being one for WebSocket, or null. */
  private static Rule missingForUpgrade(HttpHead request) {
    // 4.2.1, item 1: HTTP/1.1 or later; in HTTP/1.0 Upgrade means nothing (RFC 9110 7.8).
    if (request.minorVersion() == 0) {
      return Rule.REQUEST_IN_HTTP_1_0;
    }
    // 4.2.1, item 3: Upgrade names websocket, in any case, perhaps among others.
    if (!request.fields().containsToken(UPGRADE, WEBSOCKET)) {
      return Rule.REQUEST_UPGRADE_NOT_WEBSOCKET;
    }
    // 4.2.1, item 4: Connection names Upgrade, perhaps among others.
    if (!request.fields().containsToken(CONNECTION, UPGRADE)) {
      return Rule.REQUEST_CONNECTION_NOT_UPGRADE;
    }
    return null;
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
    // 4.2.1, item 2: Host is there, and (RFC 9112 3.2) is there once and well-formed.
    if (fields.count(HOST) > 1) {
      throw HandshakeException.refusal(Rule.HOST_REPEATED);
    }
    String host = fields.first(HOST);
    if (host == null && request.minorVersion() > 0) {
      throw HandshakeException.refusal(Rule.HOST_MISSING);
    }
    if (host != null && Authority.parse(host) == null) {
      throw HandshakeException.refusal(Rule.HOST_MALFORMED);
    }
    // RFC 9112 6.3: either field announces a body, which would be taken for frames.
    boolean isEmpty =
        fields.count(CONTENT_LENGTH) == 0
            || fields.count(CONTENT_LENGTH) == 1 && fields.first(CONTENT_LENGTH).equals("0");
    if (!isEmpty || fields.contains(TRANSFER_ENCODING)) {
      throw HandshakeException.refusal(Rule.BODY_ANNOUNCED);
    }
  }

  /**
   * Judges a request, and agrees to no extension.
   *
   * @param request the head of a request
   * @param settings of the endpoint that it asks for
   * @return the handshake, accepted; its response is to be sent before any frame
   * @throws HandshakeException if it is refused; {@link #refusal} makes the answer
   */
  public static AcceptedHandshake accept(HttpHead request, HandshakeSettings settings)
      throws HandshakeException {
    return accept(request, settings, null);
  }

  /**
   * Judges a request that came straight from its client.
   *
   * @param request the head of a request
   * @param settings of the endpoint that it asks for
   * @param extension chooses among the extensions offered; null for none
   * @return the handshake, accepted; its response is to be sent before any frame
   * @throws HandshakeException if it is refused; {@link #refusal} makes the answer
   */
  public static AcceptedHandshake accept(
      HttpHead request, HandshakeSettings settings, ExtensionNegotiator extension)
      throws HandshakeException {
    return accept(request, settings, extension, UnaryOperator.identity());
  }

  /**
   * Judges a request.
   *
   * @param request the head of a request
   * @param settings of the endpoint that it asks for
   * @param extension chooses among the extensions offered; null for none
   * @param meantHost is given the host that the request names, and returns the one that its client
   *     named, which a proxy may have told otherwise: that is given to the {@link OriginPolicy}
   * @return the handshake, accepted; its response is to be sent before any frame
   * @throws HandshakeException if it is refused; {@link #refusal} makes the answer
   */
  public static AcceptedHandshake accept(
      HttpHead request,
      HandshakeSettings settings,
      ExtensionNegotiator extension,
      UnaryOperator<String> meantHost)
      throws HandshakeException {
    requireValidHttp(request);
    // 4.2.1, item 1: a GET.
    if (!request.method().equals("GET")) {
      throw HandshakeException.refusal(
          Rule.METHOD_NOT_GET, HttpFields.of(HandshakeFields.ALLOW, "GET"));
    }
    Rule missing = missingForUpgrade(request);
    if (missing != null) {
      throw upgradeRequired(missing);
    }
    HttpFields fields = request.fields();
    requireVersion(fields);
    String key = requireKey(fields);
    String subprotocol = chooseSubprotocol(fields, settings.subprotocols());
    // 4.2.1, item 9, and 9.1: optional, a list of extensions that need not be known.
    List<Extension> offers = ExtensionHeader.parse(fields.all(EXTENSIONS));
    requireOrigin(fields, meantHost.apply(request.host()), settings.originPolicy());
    ExtensionNegotiator.Agreement agreement = extension == null ? null : extension.accept(offers);
    return new AcceptedHandshake(
        request.path(),
        request.query(),
        fields,
        subprotocol,
        response(key, subprotocol, agreement).with(settings.headers()),
        agreement);
  }

  private static void requireVersion(HttpFields fields) throws HandshakeException {
    // 11.3.5: once in a request.
    if (fields.count(VERSION) > 1) {
      throw HandshakeException.refusal(Rule.VERSION_REPEATED);
    }
    // 4.2.1, item 6: it is 13; 4.2.2, item 4, and 4.4: the answer to another names 13.
    if (!VERSION_13.equals(fields.first(VERSION))) {
      throw upgradeRequired(Rule.VERSION_NOT_13);
    }
  }

  private static String requireKey(HttpFields fields) throws HandshakeException {
    String key = fields.first(KEY);
    // 4.2.1, item 5: it stands for 16 bytes; 11.3.1: it is there once.
    if (fields.count(KEY) != 1 || !WebSocketKey.isValid(key)) {
      throw HandshakeException.refusal(Rule.KEY_INVALID);
    }
    return key;
  }

  private static String chooseSubprotocol(HttpFields fields, List<String> subprotocols)
      throws HandshakeException {
    if (!fields.contains(PROTOCOL)) {
      return null;
    }
    // 4.2.1, item 8: optional, a list; 4.1, item 10: of one token at least, each another one.
    List<String> offered = fields.elements(PROTOCOL);
    Set<String> different = new HashSet<>(offered);
    if (offered.isEmpty()
        || different.size() < offered.size()
        || !offered.stream().allMatch(HttpGrammar::isToken)) {
      throw HandshakeException.refusal(Rule.SUBPROTOCOLS_MALFORMED);
    }
    // 4.2.2, item 4: one of those offered, or none.
    for (String spoken : subprotocols) {
      if (different.contains(spoken)) {
        return spoken;
      }
    }
    return null;
  }

  private static void requireOrigin(HttpFields fields, String host, OriginPolicy originPolicy)
      throws HandshakeException {
    // 4.2.1, item 7: optional; 4.1, item 8: one page made the request.
    if (fields.count(ORIGIN) > 1) {
      throw HandshakeException.refusal(Rule.ORIGIN_REPEATED);
    }
    // 4.2.2, item 4, and 10.2: whom the server does not want is answered 403.
    if (!originPolicy.allows(fields.first(ORIGIN), host)) {
      throw HandshakeException.refusal(Rule.ORIGIN_NOT_ALLOWED);
    }
  }

  private static HttpHead response(
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
    return HttpHead.response(101, fields);
  }

  /** Every 426 names what to upgrade to (RFC 9110 section 15.5.22), and in which version. */
  private static HandshakeException upgradeRequired(Rule rule) {
    return HandshakeException.refusal(rule, HttpFields.of(UPGRADE, WEBSOCKET, VERSION, VERSION_13));
  }

  /**
   * The answer to a request that is refused: status, fields, and the message as one line of text.
   * The connection is to be closed after it.
   *
   * @param refusal what {@link #accept}, {@link HttpHeadParser} or the application threw
   * @param request the request's head, or null if there is none because it could not be read; an
   *     answer to HEAD has no body
   * @param further header fields of the driver's own, such as Date, which a server with a clock
   *     sends (RFC 9110 section 6.6.1)
   * @return the bytes to send, a new array
   */
  public static byte[] refusal(HandshakeException refusal, HttpHead request, HttpFields further) {
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
            .with(further)
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
