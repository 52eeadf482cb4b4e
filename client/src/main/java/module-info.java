/** A WebSocket client (RFC 6455) with one blocking reader thread per connection. */
module io.github.baseframe.client {
  exports io.github.baseframe.client;

  requires transitive io.github.baseframe.protocol;
}
