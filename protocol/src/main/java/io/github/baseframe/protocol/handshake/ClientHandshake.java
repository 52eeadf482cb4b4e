package io.github.baseframe.protocol.handshake;

import static io.github.baseframe.protocol.handshake.HandshakeFields.ACCEPT;
import static io.github.baseframe.protocol.handshake.HandshakeFields.CONNECTION;
import static io.github.baseframe.protocol.handshake.HandshakeFields.EXTENSIONS;
import static io.github.baseframe.protocol.handshake.HandshakeFields.HOST;
import static io.github.baseframe.protocol.handshake.HandshakeFields.KEY;
import static io.github.baseframe.protocol.handshake.HandshakeFields.ORIGIN;
import static io.github.baseframe.protocol.handshake.HandshakeFields.PROTOCOL;
import static io.github.baseframe.protocol.handshake.HandshakeFields.UPGRADE;
import static io.github.baseframe.protocol.handshake.HandshakeFields.VERSION;
import static io.github.baseframe.protocol.handshake.HandshakeFields.VERSION_13;
import static io.github.baseframe.protocol.handshake.HandshakeFields.WEBSOCKET;

import io.github.baseframe.protocol.Rule;
import java.security.SecureRandom;
import java.util.List;

/**
 * The client's end of one opening handshake (RFC 6455 section 4.1): the request to send, and the
 * verdict on the response.
 *
 * <p>A server may agree to one of the extensions that were offered, and has failed if it names
 * another one or any other parameters than those offered allow. Immutable, for any thread; made
 * anew for every connection, as its key is.
 */
public final class ClientHandshake {
  private final WebSocketUri uri;
  private final List<String> subprotocols;
  private final ExtensionNegotiator extension;
  private final HttpHead request;
  private final String expectedAccept;

  /**
   * Prepares a handshake with a fresh random key, which offers no extension.
   *
   * @param uri where to connect to
   * @param subprotocols those offered, the preferred one first
   * @param headers further header fields of the request, such as Authorization or Origin
   * @param random where the key comes from
   * @throws IllegalArgumentException if a subprotocol is no token or named twice, if a header is
   *     one that the handshake sets itself, or if there are two of Origin
   */
  public ClientHandshake(
      WebSocketUri uri, List<String> subprotocols, HttpFields headers, SecureRandom random) {
    this(uri, subprotocols, headers, null, random);
  }

  /**
   * Prepares a handshake with a fresh random key.
   *
   * @param uri where to connect to
   * @param subprotocols those offered, the preferred one first
   * @param headers further header fields of the request, such as Authorization or Origin
   * @param extension makes the offers, and judges the answer; null for no extension
   * @param random where the key comes from
   * @throws IllegalArgumentException if a subprotocol is no token or named twice, if a header is
   *     one that the handshake sets itself, or if there are two of Origin
   */
  public ClientHandshake(
      WebSocketUri uri,
      List<String> subprotocols,
      HttpFields headers,
      ExtensionNegotiator extension,
      SecureRandom random) {
    this(uri, subprotocols, headers, extension, WebSocketKey.generate(random));
  }

  ClientHandshake(
      WebSocketUri uri,
      List<String> subprotocols,
      HttpFields headers,
      ExtensionNegotiator extension,
      String key) {
    HandshakeFields.requireNoneOf(headers);
    if (headers.count(ORIGIN) > 1) {
      throw new IllegalArgumentException("a request has one Origin at most");
    }
    this.uri = uri;
    this.subprotocols = HandshakeFields.requireSubprotocols(subprotocols);
    this.extension = extension;
    this.request = request(key, headers);
    this.expectedAccept = WebSocketKey.accept(key);
  }

  private HttpHead request(String key, HttpFields headers) {
    HttpFields fields =
        HttpFields.of(
            HOST,
            uri.hostHeader(),
            UPGRADE,
            WEBSOCKET,
            CONNECTION,
            UPGRADE,
            KEY,
            key,
            VERSION,
            VERSION_13);
    if (!subprotocols.isEmpty()) {
      fields = fields.with(PROTOCOL, String.join(", ", subprotocols));
    }
    if (extension != null) {
      fields = fields.with(EXTENSIONS, ExtensionHeader.format(extension.offers()));
    }
    return HttpHead.request("GET", uri.resourceName(), fields.with(headers));
  }

  /**
   * The request to send. Nothing may follow it before the response has been verified.
   *
   * @return the head of the request
   */
  public HttpHead request() {
    return request;
  }

  /**
   * Whether a response is only a word in between, such as 103, after which another one comes (RFC
   * 9110 section 15.2). A client reads on after it, with a new parser, and bounds how often.
   *
   * @param response the head of a response
   * @return true for every 1xx but 101
   */
  public static boolean isInterim(HttpHead response) {
    return response.status() < 200 && response.status() != 101;
  }

  /**
   * Judges the response.
   *
   * @param response the head of the response
   * @return the handshake, accepted: the connection is open
   * @throws HandshakeException if the connection must be failed; it has the response's status and
   *     fields
   */
  public AcceptedHandshake verify(HttpHead response) throws HandshakeException {
    // 4.1, item 1 (on the response): another status is for HTTP, not for WebSocket.
    if (response.status() != 101) {
      throw HandshakeException.failure(
          Rule.STATUS_NOT_101, "the server answered with status " + response.status(), response);
    }
    // RFC 9110 7.8: in HTTP/1.0 nothing is upgraded.
    if (response.minorVersion() == 0) {
      throw HandshakeException.failure(Rule.RESPONSE_IN_HTTP_1_0, response);
    }
    HttpFields fields = response.fields();
    // 4.1, item 2: Upgrade is websocket, in any case, and nothing else.
    if (fields.count(UPGRADE) > 1 || !WEBSOCKET.equalsIgnoreCase(fields.first(UPGRADE))) {
      throw HandshakeException.failure(Rule.RESPONSE_UPGRADE_NOT_WEBSOCKET, response);
    }
    // 4.1, item 3: Connection names Upgrade, in any case, perhaps among others.
    if (!fields.containsToken(CONNECTION, UPGRADE)) {
      throw HandshakeException.failure(Rule.RESPONSE_CONNECTION_NOT_UPGRADE, response);
    }
    // 11.3.3: once in a response.
    if (fields.count(ACCEPT) > 1) {
      throw HandshakeException.failure(Rule.ACCEPT_REPEATED, response);
    }
    // 4.1, item 4: it is made of this request's key.
    if (!expectedAccept.equals(fields.first(ACCEPT))) {
      throw HandshakeException.failure(Rule.ACCEPT_MISMATCH, response);
    }
    ExtensionNegotiator.Agreement agreement = agreement(response);
    String subprotocol = subprotocol(response);
    return new AcceptedHandshake(uri.path(), uri.query(), fields, subprotocol, response, agreement);
  }

  private ExtensionNegotiator.Agreement agreement(HttpHead response) throws HandshakeException {
    if (!response.fields().contains(EXTENSIONS)) {
      return null;
    }
    // 4.1, item 5: none but those that were offered.
    if (extension == null) {
      throw HandshakeException.failure(Rule.EXTENSION_NOT_OFFERED, response);
    }
    ExtensionNegotiator.Agreement agreement = extension.verify(extensions(response));
    // 9.1: with parameters that the offer allows.
    if (agreement == null) {
      throw HandshakeException.failure(Rule.EXTENSION_NOT_AS_OFFERED, response);
    }
    return agreement;
  }

  private static List<Extension> extensions(HttpHead response) throws HandshakeException {
    try {
      return ExtensionHeader.parse(response.fields().all(EXTENSIONS));
    } catch (HandshakeException e) {
      throw HandshakeException.failure(Rule.EXTENSIONS_MALFORMED, response);
    }
  }

  private String subprotocol(HttpHead response) throws HandshakeException {
    // 11.3.4: once in a response.
    if (response.fields().count(PROTOCOL) > 1) {
      throw HandshakeException.failure(Rule.SUBPROTOCOL_REPEATED, response);
    }
    String subprotocol = response.fields().first(PROTOCOL);
    // 4.1, item 6: one of those that were offered, letter by letter, or none.
    if (subprotocol != null && !subprotocols.contains(subprotocol)) {
      throw HandshakeException.failure(Rule.SUBPROTOCOL_NOT_OFFERED, response);
    }
    return subprotocol;
  }
}
