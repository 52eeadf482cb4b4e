package io.github.baseframe.conformance.testee;

import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.deflate.PerMessageDeflate;
import io.github.baseframe.protocol.handshake.OriginPolicy;
import io.github.baseframe.server.ServerBuilder;
import io.github.baseframe.server.WebSocketServer;
import java.io.IOException;

/** Baseframe's server as the subject of a fuzzing client. */
public final class TesteeServer {

  private TesteeServer() {}

  /**
   * Starts a server that echoes at {@code /}.
   *
   * @param host where to listen
   * @param port where to listen, 0 for any that is free
   * @return a running server
   * @throws IOException if it cannot listen there
   */
  public static WebSocketServer start(String host, int port) throws IOException {
    return start(host, port, PerMessageDeflate.defaults(Role.SERVER));
  }

  /**
   * Starts a server that echoes at {@code /}.
   *
   * @param host where to listen
   * @param port where to listen, 0 for any that is free
   * @param compression how it compresses
   * @return a running server
   * @throws IOException if it cannot listen there
   */
  public static WebSocketServer start(String host, int port, PerMessageDeflate compression)
      throws IOException {
    return builder().host(host).port(port).compression(compression).start();
  }

  /**
   * Makes the settings of a server that echoes at {@code /}.
   *
   * @return a builder, to be told where to listen
   */
  public static ServerBuilder builder() {
    return WebSocketServer.builder()
        .originPolicy(OriginPolicy.any())
        .limits(Echo.LIMITS)
        .overflowPolicy(OverflowPolicy.CLOSE_CONNECTION)
        .route("/", new Echo() {});
  }
}
