package io.github.baseframe.conformance.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** Eclipse Jetty. */
final class JettyServer extends ForeignServer {
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);

  JettyServer() throws Exception {
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(WebSocketUpgradeHandler.from(server, this::configure));
    server.start();
  }

  private void configure(ServerWebSocketContainer container) {
    container.setMaxTextMessageSize(MAX_MESSAGE_BYTES);
    container.setMaxBinaryMessageSize(MAX_MESSAGE_BYTES);
    container.setIdleTimeout(Duration.ofSeconds(30));
    container.addMapping(
        "/echo",
        (request, response, callback) -> {
          chooseSubprotocol(request, response);
          return new Endpoint();
        });
    container.addMapping("/forbidden", JettyServer::refuse);
  }

  private static void chooseSubprotocol(
      ServerUpgradeRequest request, ServerUpgradeResponse response) {
    Arrays.stream(SUBPROTOCOLS)
        .filter(request.getSubProtocols()::contains)
        .findFirst()
        .ifPresent(response::setAcceptedSubProtocol);
  }

  private static Object refuse(
      ServerUpgradeRequest request,
      ServerUpgradeResponse response,
      org.eclipse.jetty.util.Callback callback) {
    Response.writeError(request, response, callback, 403);
    return null;
  }

  @Override
  int port() {
    return connector.getLocalPort();
  }

  @Override
  void stop() throws Exception {
    server.stop();
  }

  /** One connection; public because Jetty calls it by reflection. */
  public final class Endpoint implements Session.Listener.AutoDemanding, Peer {
    private Session session;

    @Override
    public void onWebSocketOpen(Session opened) {
      session = opened;
    }

    @Override
    public void onWebSocketText(String message) {
      Manners.answer(this, message);
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
      session.sendBinary(payload, callback);
    }

    @Override
    public void onWebSocketPong(ByteBuffer payload) {
      send("pong " + UTF_8.decode(payload));
    }

    @Override
    public void onWebSocketClose(int code, String reason, Callback callback) {
      closedByClient(code, reason);
      callback.succeed();
    }

    @Override
    public void send(String text) {
      session.sendText(text, Callback.NOOP);
    }

    @Override
    public void sendFragments(String... parts) {
      sendFragment(parts, 0);
    }

    private void sendFragment(String[] parts, int index) {
      boolean last = index == parts.length - 1;
      Runnable next = last ? () -> {} : () -> sendFragment(parts, index + 1);
      session.sendPartialText(
          parts[index], last, Callback.from(next, failure -> session.disconnect()));
    }

    @Override
    public void ping(String payload) {
      session.sendPing(ByteBuffer.wrap(payload.getBytes(UTF_8)), Callback.NOOP);
    }

    @Override
    public void close(int code, String reason) {
      session.close(code, reason, Callback.NOOP);
    }

    @Override
    public void cut() {
      session.disconnect();
    }

    @Override
    public String header(String name) {
      return session.getUpgradeRequest().getHeader(name);
    }
  }
}
