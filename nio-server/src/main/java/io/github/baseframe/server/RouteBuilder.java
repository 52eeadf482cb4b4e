package io.github.baseframe.server;

import io.github.baseframe.nio.websocket.ReceiveRate;
import io.github.baseframe.nio.websocket.WebSocketConversation;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.connection.ConnectionSettings;
import io.github.baseframe.protocol.handshake.HandshakeSettings;
import io.github.baseframe.protocol.handshake.HttpFields;
import io.github.baseframe.protocol.handshake.OriginPolicy;
import io.github.baseframe.server.watch.Monitor;
import java.util.List;
import java.util.Objects;

/**
 * The terms of one route of a server. What is not set is as the server's builder has it. Not
 * thread-safe.
 */
public final class RouteBuilder {

  private final String path;
  private final WebSocketHandler handler;

  /** Null to inherit it. */
  private OriginPolicy originPolicy;

  private List<String> subprotocols = List.of();
  private HttpFields headers = HttpFields.EMPTY;

  RouteBuilder(String path, WebSocketHandler handler) {
    Route.requireRoutePath(path);
    this.path = path;
    this.handler = Objects.requireNonNull(handler, "handler");
  }

  /**
   * Sets which pages may connect here. Default: {@link ServerBuilder#originPolicy}.
   *
   * @param policy decides by the Origin of the request
   * @return this builder
   */
  public RouteBuilder originPolicy(OriginPolicy policy) {
    this.originPolicy = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /**
   * Sets the subprotocols that are spoken here (RFC 6455 section 1.9): the first that a client
   * offers too is chosen, and none if there is none. Default: none.
   *
   * @param names different tokens, the preferred one first
   * @return this builder
   * @throws IllegalArgumentException if one is no token or named twice
   */
  public RouteBuilder subprotocols(String... names) {
    this.subprotocols = List.of(names);
    handshake(OriginPolicy.any());
    return this;
  }

  /**
   * Sets header fields that the response 101 carries besides its own. Default: none.
   *
   * @param fields such as Set-Cookie
   * @return this builder
   * @throws IllegalArgumentException if one is a field that the handshake sets itself
   */
  public RouteBuilder headers(HttpFields fields) {
    this.headers = Objects.requireNonNull(fields, "fields");
    handshake(OriginPolicy.any());
    return this;
  }

  private HandshakeSettings handshake(OriginPolicy inherited) {
    return new HandshakeSettings(
        originPolicy == null ? inherited : originPolicy, subprotocols, headers);
  }

  Route build(
      OriginPolicy inherited,
      ConnectionSettings settings,
      ReceiveRate receiveRate,
      Monitor monitor) {
    return new Route(
        path,
        handshake(inherited),
        new WebSocketConversation.Terms(
            path, monitor.timed(path, handler), settings, null, Long.MAX_VALUE, receiveRate));
  }
}
