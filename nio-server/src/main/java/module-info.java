/** A WebSocket server (RFC 6455) on selector event loops. */
module io.github.baseframe.server {
  requires transitive io.github.baseframe.protocol;

  exports io.github.baseframe.server;
}
