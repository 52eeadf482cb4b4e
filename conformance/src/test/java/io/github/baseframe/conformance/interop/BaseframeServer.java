package io.github.baseframe.conformance.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.protocol.handshake.OriginPolicy;
import io.github.baseframe.server.WebSocketServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Our server, for the clients of others. At {@code /echo} it behaves as {@link Manners} says and
 * speaks v2.chat and v1.chat; at {@code /forbidden} only pages of https://example.com may connect,
 * at {@code /same-origin} only its own. A GET of {@code /} is an empty page. Messages may have 64
 * MiB.
 *
 * <p>Clients in other processes learn at {@code /ends} how connections to {@code /echo} have ended
 * here: for each one everybody there is sent {@code {"id":"17","code":1006,"clean":false}}, with
 * the query of the connection as its id.
 */
final class BaseframeServer implements AutoCloseable {
  static final int MAX_MESSAGE_BYTES = 64 << 20;

  private static final JsonMapper JSON = new JsonMapper();
  private static final String PAGE = "<!DOCTYPE html><html lang=en><title>Test</title></html>";

  private final Set<WebSocketSession> observers = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<Conversation.End> ends = new LinkedBlockingQueue<>();
  private final WebSocketServer server;

  BaseframeServer() throws IOException {
    Echo echo = new Echo();
    server =
        WebSocketServer.builder()
            .port(0)
            .originPolicy(OriginPolicy.any())
            .daemonThreads(true)
            .limits(
                Limits.DEFAULT
                    .withMaxMessageBytes(MAX_MESSAGE_BYTES)
                    .withMaxQueuedBytes(2L * MAX_MESSAGE_BYTES))
            // Large answers are fragmented, so that their clients have to put them together.
            .maxOutgoingFrameBytes(100_000)
            .route("/echo", echo, route -> route.subprotocols(ForeignServer.SUBPROTOCOLS))
            .route(
                "/forbidden",
                echo,
                route -> route.originPolicy(OriginPolicy.allow(List.of("https://example.com"))))
            .route("/same-origin", echo, route -> route.originPolicy(OriginPolicy.sameOrigin()))
            .route("/ends", new Observation())
            .page("/", "text/html; charset=utf-8", PAGE.getBytes(UTF_8))
            .start();
  }

  String uri(String path) {
    return "ws://127.0.0.1:" + server.port() + path;
  }

  /** Waits for the next end of a connection to {@code /echo}. */
  Conversation.End awaitEnd() {
    return Waiting.next(ends, "the end of a connection");
  }

  /** Stops the server: 1001 to everybody. */
  @Override
  public void close() {
    server.close();
  }

  private void ended(String id, CloseReason reason, boolean clean) {
    ends.add(new Conversation.End(reason, clean));
    String report =
        JSON.valueToTree(
                Map.of("id", id, "code", reason.code(), "reason", reason.reason(), "clean", clean))
            .toString();
    observers.forEach(observer -> observer.sendText(report));
  }

  /** Keeps those who want to know of ends. */
  private final class Observation implements WebSocketHandler {
    @Override
    public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
      observers.add(session);
      session.sendText("observing");
    }

    @Override
    public void onClose(WebSocketSession session, CloseReason reason, boolean clean) {
      observers.remove(session);
    }
  }

  /** Serves the connections to {@code /echo}. */
  private final class Echo implements WebSocketHandler {
    @Override
    public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
      session.attach(new OwnPeer(session, handshake));
    }

    @Override
    public void onText(WebSocketSession session, String text) {
      Manners.answer((Peer) session.attachment(), text);
    }

    @Override
    public void onBinary(WebSocketSession session, ByteBuffer payload) {
      session.sendBinary(payload);
    }

    @Override
    public void onPong(WebSocketSession session, ByteBuffer payload) {
      session.sendText("pong " + UTF_8.decode(payload));
    }

    @Override
    public void onClose(WebSocketSession session, CloseReason reason, boolean clean) {
      String id = ((OwnPeer) session.attachment()).handshake().query();
      ended(id == null ? "" : id, reason, clean);
    }
  }

  /**
   * One connection.
   *
   * @param session its session
   * @param handshake its opening handshake
   */
  private record OwnPeer(WebSocketSession session, OpeningHandshake handshake) implements Peer {
    @Override
    public void send(String text) {
      session.sendText(text);
    }

    @Override
    public void sendFragments(String... parts) {
      throw new UnsupportedOperationException("our server fragments by size alone");
    }

    @Override
    public void ping(String payload) {
      session.sendPing(ByteBuffer.wrap(payload.getBytes(UTF_8)));
    }

    @Override
    public void close(int code, String reason) {
      session.close(code, reason);
    }

    @Override
    public void cut() {
      throw new UnsupportedOperationException("our server always says Close");
    }

    @Override
    public String header(String name) {
      return handshake.header(name);
    }
  }
}
