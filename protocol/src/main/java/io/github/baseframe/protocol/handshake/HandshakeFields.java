package io.github.baseframe.protocol.handshake;

import java.util.HashSet;
import java.util.List;

/** The names of the header fields that the opening handshake and its refusals speak of. */
public final class HandshakeFields {
  /** {@value}. */
  public static final String HOST = "Host";

  /** {@value}. */
  public static final String ORIGIN = "Origin";

  /** {@value}. */
  public static final String UPGRADE = "Upgrade";

  /** {@value}. */
  public static final String CONNECTION = "Connection";

  /** {@value}. */
  public static final String CONTENT_LENGTH = "Content-Length";

  /** {@value}. */
  public static final String ALLOW = "Allow";

  /** {@value}. */
  public static final String CONTENT_TYPE = "Content-Type";

  /** {@value}. */
  public static final String TRANSFER_ENCODING = "Transfer-Encoding";

  /** {@value}. */
  public static final String KEY = "Sec-WebSocket-Key";

  /** {@value}. */
  public static final String ACCEPT = "Sec-WebSocket-Accept";

  /** {@value}. */
  public static final String VERSION = "Sec-WebSocket-Version";

  /** {@value}. */
  public static final String PROTOCOL = "Sec-WebSocket-Protocol";

  /** {@value}. */
  public static final String EXTENSIONS = "Sec-WebSocket-Extensions";

  /** The value of Upgrade (RFC 6455 section 11.2); compared without regard to case. */
  static final String WEBSOCKET = "websocket";

  /** The one version of the protocol that is spoken here. */
  static final String VERSION_13 = "13";

  private static final String WEBSOCKET_PREFIX = "Sec-WebSocket-";

  private HandshakeFields() {}

  /**
   * Subprotocols that an application names: different tokens (RFC 6455 section 4.1, item 10).
   *
   * @return an unmodifiable copy
   */
  static List<String> requireSubprotocols(List<String> subprotocols) {
    List<String> copy = List.copyOf(subprotocols);
    for (String subprotocol : copy) {
      if (!HttpGrammar.isToken(subprotocol)) {
        throw new IllegalArgumentException("a subprotocol's name must be a token");
      }
    }
    if (new HashSet<>(copy).size() < copy.size()) {
      throw new IllegalArgumentException("a subprotocol is named twice");
    }
    return copy;
  }

  /**
   * Refuses fields of an application that would contradict those of the handshake or announce a
   * body, which neither end of a handshake has.
   */
  static void requireNoneOf(HttpFields fields) {
    for (int i = 0; i < fields.size(); i++) {
      String name = fields.name(i);
      if (name.equalsIgnoreCase(HOST)
          || name.equalsIgnoreCase(UPGRADE)
          || isFraming(name)
          || name.regionMatches(true, 0, WEBSOCKET_PREFIX, 0, WEBSOCKET_PREFIX.length())) {
        throw new IllegalArgumentException("the handshake itself sets the header field " + name);
      }
    }
  }

  /** Whether the field tells where a message ends or what becomes of the connection after it. */
  static boolean isFraming(String name) {
    return name.equalsIgnoreCase(CONNECTION)
        || name.equalsIgnoreCase(CONTENT_LENGTH)
        || name.equalsIgnoreCase(TRANSFER_ENCODING);
  }
}
