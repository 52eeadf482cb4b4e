/** A WebSocket server (RFC 6455) on selector event loops. */
module io.github.baseframe.server {
  requires static java.management;
  requires static jdk.jfr;
  requires io.github.baseframe.nio;
  requires transitive io.github.baseframe.protocol;

  exports io.github.baseframe.server;
  exports io.github.baseframe.server.monitoring;
}
