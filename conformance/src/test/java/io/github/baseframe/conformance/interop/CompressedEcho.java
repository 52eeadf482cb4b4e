package io.github.baseframe.conformance.interop;

import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.protocol.deflate.PerMessageDeflate;
import io.github.baseframe.protocol.handshake.OriginPolicy;
import io.github.baseframe.server.WebSocketServer;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Our server as an echo with compression settings of its own. */
final class CompressedEcho implements AutoCloseable {
  private static final int MAX_MESSAGE_BYTES = 4 << 20;

  private final WebSocketServer server;

  CompressedEcho(PerMessageDeflate settings) throws IOException {
    server =
        WebSocketServer.builder()
            .port(0)
            .originPolicy(OriginPolicy.any())
            .daemonThreads(true)
            .limits(Limits.DEFAULT.withMaxMessageBytes(MAX_MESSAGE_BYTES))
            .compression(settings)
            .route("/", new Echo())
            .start();
  }

  String uri() {
    return "ws://127.0.0.1:" + server.port() + "/";
  }

  @Override
  public void close() {
    server.close();
  }

  private static final class Echo implements WebSocketHandler {
    @Override
    public void onUtf8Text(WebSocketSession session, ByteBuffer utf8) {
      session.sendUtf8Text(utf8);
    }

    @Override
    public void onBinary(WebSocketSession session, ByteBuffer payload) {
      session.sendBinary(payload);
    }
  }
}
