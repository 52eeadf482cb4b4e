package io.github.baseframe.server;

import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.handshake.OriginPolicy;
import io.github.baseframe.protocol.handshake.ServerHandshake;
import java.util.Objects;

/**
 * Where WebSocket connections are served, by whom, and on which terms.
 *
 * @param path an absolute path, or one that ends in {@code "/*"} and stands for all below it
 * @param handler serves the connections
 * @param handshake the terms of the opening handshake
 */
record Route(String path, WebSocketHandler handler, ServerHandshake handshake) {

  private static final String WILDCARD = "/*";

  Route {
    requirePath(path);
    Objects.requireNonNull(handler, "handler");
    Objects.requireNonNull(handshake, "handshake");
    if (path.indexOf('*') >= 0 && path.indexOf('*') < path.length() - 1) {
      throw new IllegalArgumentException("a wildcard may only be the end of a path: " + path);
    }
    if (path.endsWith("*") && !path.endsWith(WILDCARD)) {
      throw new IllegalArgumentException("a wildcard follows a slash: " + path);
    }
  }

  /** Refuses what can never be the path of a request. */
  static void requirePath(String path) {
    if (!path.startsWith("/") || path.indexOf('?') >= 0 || path.indexOf('#') >= 0) {
      throw new IllegalArgumentException("not an absolute path without a query: " + path);
    }
  }

  Route withOriginPolicy(OriginPolicy policy) {
    return new Route(path, handler, handshake.withOriginPolicy(policy));
  }

  boolean isWildcard() {
    return path.endsWith(WILDCARD);
  }

  /** Whether the path of a request is below that of this wildcard. */
  boolean covers(String requested) {
    return requested.startsWith(path.substring(0, path.length() - 1));
  }
}
