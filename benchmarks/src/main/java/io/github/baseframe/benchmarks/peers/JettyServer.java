package io.github.baseframe.benchmarks.peers;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** Jetty without servlets: one selector that accepts as well, and one thread more to run tasks. */
final class JettyServer implements EchoServer {

  private static final Duration NEVER = Duration.ZERO;

  @Override
  public int start(ServerOptions options) throws Exception {
    QueuedThreadPool threads = new QueuedThreadPool(options.threads() + 1, options.threads() + 1);
    threads.setReservedThreads(0);
    threads.setDaemon(true);
    Server server = new Server(threads);
    ServerConnector connector =
        new ServerConnector(server, 0, options.threads(), protocols(options.tls()));
    connector.setHost(ServerOptions.HOST);
    connector.setAcceptQueueSize(ServerOptions.BACKLOG);
    connector.setAcceptedTcpNoDelay(true);
    server.addConnector(connector);
    ContextHandler context = new ContextHandler("/");
    context.setHandler(WebSocketUpgradeHandler.from(server, context, JettyServer::configure));
    server.setHandler(context);
    server.start();
    return connector.getLocalPort();
  }

  private static ConnectionFactory[] protocols(boolean tls) throws Exception {
    if (!tls) {
      return new ConnectionFactory[] {new HttpConnectionFactory()};
    }
    SslContextFactory.Server keys = new SslContextFactory.Server();
    keys.setSslContext(Keys.context());
    HttpConfiguration http = new HttpConfiguration();
    // Otherwise it wants the name of the certificate for Host.
    http.addCustomizer(new SecureRequestCustomizer(false));
    return new ConnectionFactory[] {
      new SslConnectionFactory(keys, "http/1.1"), new HttpConnectionFactory(http)
    };
  }

  private static void configure(ServerWebSocketContainer container) {
    container.setIdleTimeout(NEVER);
    container.setMaxTextMessageSize(ServerOptions.MAX_MESSAGE);
    container.setMaxBinaryMessageSize(ServerOptions.MAX_MESSAGE);
    container.setMaxFrameSize(ServerOptions.MAX_MESSAGE);
    Set<Session> everyone = ConcurrentHashMap.newKeySet();
    container.addMapping(ServerOptions.ECHO, (request, response, callback) -> new Echo());
    container.addMapping(
        ServerOptions.BROADCAST, (request, response, callback) -> new Broadcast(everyone));
  }

  /** Sends back. It is public for Jetty, which looks for its methods. */
  public static final class Echo extends Session.Listener.AbstractAutoDemanding {

    /** For one connection. */
    Echo() {}

    @Override
    public void onWebSocketText(String text) {
      getSession().sendText(text, Callback.NOOP);
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
      getSession().sendBinary(payload, callback);
    }
  }

  /** Sends to all. It is public for Jetty, which looks for its methods. */
  public static final class Broadcast extends Session.Listener.AbstractAutoDemanding {
    private final Set<Session> everyone;

    /** For one connection. */
    Broadcast(Set<Session> everyone) {
      this.everyone = everyone;
    }

    @Override
    public void onWebSocketOpen(Session session) {
      super.onWebSocketOpen(session);
      everyone.add(session);
    }

    @Override
    public void onWebSocketClose(int code, String reason, Callback callback) {
      everyone.remove(getSession());
      callback.succeed();
    }

    @Override
    public void onWebSocketText(String text) {
      everyone.forEach(session -> session.sendText(text, Callback.NOOP));
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
      ByteBuffer copy = ByteBuffer.allocate(payload.remaining()).put(payload).flip();
      everyone.forEach(session -> session.sendBinary(copy.duplicate(), Callback.NOOP));
      callback.succeed();
    }
  }
}
