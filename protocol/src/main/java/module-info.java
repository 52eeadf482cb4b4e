/** The WebSocket protocol (RFC 6455) without I/O; needs {@code java.base} alone. */
module io.github.baseframe.protocol {
  exports io.github.baseframe.protocol;
  exports io.github.baseframe.protocol.connection;
  exports io.github.baseframe.protocol.deflate;
  exports io.github.baseframe.protocol.frame;
  exports io.github.baseframe.protocol.handshake;
  exports io.github.baseframe.protocol.message;
  exports io.github.baseframe.protocol.tls;
}
