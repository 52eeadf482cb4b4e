/** A WebSocket client (RFC 6455) on an event loop. */
module io.github.baseframe.client {
  exports io.github.baseframe.client;

  requires io.github.baseframe.nio;
  requires transitive io.github.baseframe.protocol;
}
