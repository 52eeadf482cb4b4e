package io.github.baseframe.server;

import io.github.baseframe.nio.websocket.WebSocketConversation;
import io.github.baseframe.protocol.handshake.HandshakeSettings;
import io.github.baseframe.protocol.handshake.HttpPath;

/**
 * Where WebSocket connections are served, by whom, and on which terms.
 *
 * @param path an absolute path, or one that ends in {@code "/*"} and stands for all below it
 * @param handshake the terms of the opening handshake
 * @param terms of the conversation after it, the handler among them
 */
record Route(String path, HandshakeSettings handshake, WebSocketConversation.Terms terms) {

  private static final String WILDCARD = "/*";

  /** Refuses what can be no route's path. */
  static void requireRoutePath(String path) {
    requirePath(path);
    if (path.indexOf('*') >= 0 && path.indexOf('*') < path.length() - 1) {
      throw new IllegalArgumentException("a wildcard may only be the end of a path: " + path);
    }
    if (path.endsWith("*") && !path.endsWith(WILDCARD)) {
      throw new IllegalArgumentException("a wildcard follows a slash: " + path);
    }
  }

  /**
   * Refuses what can never be the path of a request (RFC 9112 section 3.2.1), where it is made: it
   * would be a route that nobody ever finds.
   */
  static void requirePath(String path) {
    if (!path.startsWith("/") || path.indexOf('?') >= 0 || path.indexOf('#') >= 0) {
      throw new IllegalArgumentException("not an absolute path without a query: " + path);
    }
    if (!HttpPath.isValid(path)) {
      throw new IllegalArgumentException(
          "no request can have the path " + path + ", it would say " + HttpPath.encode(path));
    }
  }

  boolean isWildcard() {
    return path.endsWith(WILDCARD);
  }

  /** Whether the path of a request is below that of this wildcard. */
  boolean covers(String requested) {
    return requested.startsWith(path.substring(0, path.length() - 1));
  }
}
