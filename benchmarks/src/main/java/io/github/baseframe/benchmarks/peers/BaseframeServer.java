package io.github.baseframe.benchmarks.peers;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.server.ServerBuilder;
import io.github.baseframe.server.SessionGroup;
import io.github.baseframe.server.Tls;
import io.github.baseframe.server.WebSocketServer;
import java.nio.ByteBuffer;

/** Baseframe with its defaults, save for compression and the size of a message and of the queue. */
final class BaseframeServer implements EchoServer {

  @Override
  public int start(ServerOptions options) throws Exception {
    Limits limits =
        Limits.DEFAULT
            .withMaxMessageBytes(ServerOptions.MAX_MESSAGE)
            .withMaxQueuedBytes(2L * ServerOptions.MAX_MESSAGE);
    ServerBuilder builder = WebSocketServer.builder();
    if (options.tls()) {
      builder.tls(Tls.context(Keys.context()));
    }
    if (!options.compression()) {
      builder.noCompression();
    }
    return builder
        .host(ServerOptions.HOST)
        .port(0)
        .backlog(ServerOptions.BACKLOG)
        .loops(options.threads())
        .daemonThreads(true)
        .limits(limits)
        .route(ServerOptions.ECHO, new Echo())
        .route(ServerOptions.BROADCAST, new Broadcast())
        .start()
        .port();
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

  private static final class Broadcast implements WebSocketHandler {
    private final SessionGroup everyone = new SessionGroup();

    @Override
    public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
      everyone.add(session);
    }

    @Override
    public void onUtf8Text(WebSocketSession session, ByteBuffer utf8) {
      everyone.broadcast(PreparedMessage.utf8Text(utf8));
    }

    @Override
    public void onBinary(WebSocketSession session, ByteBuffer payload) {
      everyone.broadcast(PreparedMessage.binary(payload));
    }

    @Override
    public void onClose(WebSocketSession session, CloseReason reason, boolean clean) {
      everyone.remove(session);
    }
  }
}
