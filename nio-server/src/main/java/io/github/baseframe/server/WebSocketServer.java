package io.github.baseframe.server;

import io.github.baseframe.nio.websocket.Broadcast;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.WebSocketSession;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A running WebSocket server (RFC 6455).
 *
 * <pre>{@code
 * try (WebSocketServer server =
 *     WebSocketServer.builder().port(8080).route("/echo", handler).start()) {
 *   ...
 * }
 * }</pre>
 *
 * <p>A few event loops, one for each processor by default, serve the connections, and the first of
 * them accepts them; a connection stays with its loop. Handlers are called on that loop's thread
 * and must not block. All methods here may be called by any thread.
 */
public final class WebSocketServer implements AutoCloseable {

  /** How long past the deadline of a stop a loop may need, if no handler holds it up. */
  private static final long STOP_GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ServerConfig config;
  private final ServerLoop[] loops;
  private final int port;
  private final AtomicInteger openConnections = new AtomicInteger();
  private final AtomicBoolean stopping = new AtomicBoolean();

  private WebSocketServer(ServerConfig config, ServerSocketChannel listener) throws IOException {
    this.config = config;
    this.port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
    this.loops = new ServerLoop[config.loops()];
  }

  /**
   * Makes a builder with the defaults, which {@link ServerBuilder} tells.
   *
   * @return a new builder
   */
  public static ServerBuilder builder() {
    return new ServerBuilder();
  }

  /** Starts a server; if that fails nothing is left behind. */
  static WebSocketServer start(ServerConfig config) throws IOException {
    ServerSocketChannel listener = config.channels().openServerSocketChannel();
    WebSocketServer server = null;
    try {
      listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      bind(listener, config);
      server = new WebSocketServer(config, listener);
      server.startThreads(listener);
      return server;
    } catch (IOException | RuntimeException | Error e) {
      Closing.quietly(listener);
      if (server != null) {
        server.discardLoops();
      }
      throw e;
    }
  }

  private static void bind(ServerSocketChannel listener, ServerConfig config) throws IOException {
    InetSocketAddress address = config.address();
    if (address.isUnresolved()) {
      throw new IOException("unknown host " + address.getHostString());
    }
    try {
      listener.bind(address, config.backlog());
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on "
              + address.getHostString()
              + ":"
              + address.getPort()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private void startThreads(ServerSocketChannel listener) throws IOException {
    for (int i = 0; i < loops.length; i++) {
      loops[i] = new ServerLoop(config, openConnections, i);
    }
    Listener source = new Listener(listener);
    source.register(loops[0].loop(), new Acceptor(config, source, loops, openConnections));
    for (ServerLoop loop : loops) {
      loop.loop().start();
    }
  }

  private void discardLoops() {
    for (ServerLoop loop : loops) {
      if (loop != null) {
        loop.loop().discard();
      }
    }
  }

  /**
   * Returns the port that the server listens on, also after it was stopped.
   *
   * @return 1 to 65535
   */
  public int port() {
    return port;
  }

  /**
   * Sends one message to many sessions: it is prepared once, and each event loop is handed one
   * task. It is written together with what else is broadcast to the same sessions in one turn of a
   * loop, to one session after the other; whatever is sent to one of them later is behind it. A
   * session whose send queue is full does not hold up the others, and is treated as its {@link
   * io.github.baseframe.protocol.OverflowPolicy} says.
   *
   * @param sessions the receivers, of this server or of others; it must be safe to iterate over
   *     them, and a session that is closed meanwhile does no harm
   * @param message what they are sent
   * @return how many sessions took it
   */
  public static int broadcast(
      Collection<? extends WebSocketSession> sessions, PreparedMessage message) {
    return Broadcast.send(sessions, message);
  }

  /**
   * Stops the server: no connection is accepted any more, every open one is sent Close with 1001
   * (RFC 6455 section 7.4.1), and those that have not ended when the shutdown timeout has passed
   * are cut. Returns when all is over and every {@code onClose} was called; called by a handler,
   * that is on the thread of a loop, it returns at once and the stop goes on without it. A second
   * call waits like the first.
   */
  @Override
  public void close() {
    if (!stopping.getAndSet(true)) {
      // By way of the loop that accepts, which closes what it listens to: none is handed a
      // connection after it was told to stop.
      loops[0].loop().execute(this::stopLoops);
    }
    if (!isLoopThread()) {
      try {
        awaitLoops();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void stopLoops() {
    for (ServerLoop loop : loops) {
      loop.loop().stop(config.timeouts().shutdown());
    }
  }

  private boolean isLoopThread() {
    for (ServerLoop loop : loops) {
      if (loop.loop().isCurrentThread()) {
        return true;
      }
    }
    return false;
  }

  private void awaitLoops() throws InterruptedException {
    long deadline = System.nanoTime() + config.timeouts().shutdown() + STOP_GRACE_NANOS;
    for (ServerLoop loop : loops) {
      if (!loop.loop().awaitEnd(Math.max(1, deadline - System.nanoTime()))) {
        ServerConfig.LOG.warning("A handler blocks its event loop, which therefore does not stop");
      }
    }
  }

  /** Returns how much memory connections hold, but for what loops keep to themselves; in bytes. */
  long heldBytes() {
    return config.memory().heldBytes();
  }

  /** Returns how many connections there are, those in their opening handshake included. */
  int openConnections() {
    return openConnections.get();
  }
}
