package io.github.baseframe.benchmarks.peers;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.extensions.IExtension;
import org.java_websocket.extensions.permessage_deflate.PerMessageDeflateExtension;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.DefaultSSLWebSocketServerFactory;
import org.java_websocket.server.WebSocketServer;

/** Java-WebSocket: a selector thread and one worker thread. */
final class JavaWebSocketServer implements EchoServer {

  @Override
  public int start(ServerOptions options) throws Exception {
    Server server = new Server(options.threads(), options.compression());
    if (options.tls()) {
      server.setWebSocketFactory(new DefaultSSLWebSocketServerFactory(Keys.context()));
    }
    server.setTcpNoDelay(true);
    server.setMaxPendingConnections(ServerOptions.BACKLOG);
    server.setConnectionLostTimeout(0);
    server.setDaemon(true);
    server.start();
    server.started.await();
    return server.getPort();
  }

  private static final class Server extends WebSocketServer {
    private final CountDownLatch started = new CountDownLatch(1);
    private final Set<WebSocket> everyone = ConcurrentHashMap.newKeySet();

    Server(int workers, boolean compression) {
      super(
          new InetSocketAddress(ServerOptions.HOST, 0),
          workers,
          List.of(new Draft_6455(extensions(compression), ServerOptions.MAX_MESSAGE)));
    }

    private static List<IExtension> extensions(boolean compression) {
      return compression ? List.of(new PerMessageDeflateExtension()) : List.of();
    }

    @Override
    public void onStart() {
      started.countDown();
    }

    @Override
    public void onOpen(WebSocket connection, ClientHandshake handshake) {
      if (broadcasts(connection)) {
        everyone.add(connection);
      }
    }

    @Override
    public void onClose(WebSocket connection, int code, String reason, boolean remote) {
      everyone.remove(connection);
    }

    @Override
    public void onMessage(WebSocket connection, String text) {
      if (broadcasts(connection)) {
        broadcast(text, everyone);
      } else {
        connection.send(text);
      }
    }

    @Override
    public void onMessage(WebSocket connection, ByteBuffer payload) {
      if (broadcasts(connection)) {
        broadcast(payload, everyone);
      } else {
        connection.send(payload);
      }
    }

    @Override
    public void onError(WebSocket connection, Exception error) {
      // A connection that breaks is closed by the library.
    }

    private static boolean broadcasts(WebSocket connection) {
      return ServerOptions.BROADCAST.equals(connection.getResourceDescriptor());
    }
  }
}
