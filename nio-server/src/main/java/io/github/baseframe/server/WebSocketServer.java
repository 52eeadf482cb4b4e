package io.github.baseframe.server;

import io.github.baseframe.nio.loop.EventLoop;
import io.github.baseframe.nio.websocket.Broadcast;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.server.monitoring.ServerStatistics;
import io.github.baseframe.server.watch.Figures;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

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
  private final long startNanos = System.nanoTime();
  private final List<SocketAddress> addresses;
  private final Places places;
  private final AtomicBoolean stopping = new AtomicBoolean();

  private WebSocketServer(ServerConfig config, List<ListeningSocket> sockets) {
    this.config = config;
    this.addresses = sockets.stream().map(ListeningSocket::address).toList();
    this.places = new Places(config.maxConnections(), config.peerLimits(), config.proxies());
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
    WarmUp.run();
    List<ListeningSocket> sockets =
        ListeningSocket.openAll(config.channels(), config.listen(), config.backlog());
    WebSocketServer server = null;
    try {
      if (config.tls().isPresent()) {
        config.tls().get().load();
      }
      server = new WebSocketServer(config, sockets);
      server.startThreads(sockets);
      return server;
    } catch (IOException | RuntimeException | Error e) {
      sockets.forEach(Closing::quietly);
      if (server != null) {
        server.discardLoops();
      }
      throw e;
    }
  }

  private void startThreads(List<ListeningSocket> sockets) throws IOException {
    for (int i = 0; i < loops.length; i++) {
      loops[i] = new ServerLoop(config, places, i);
    }
    EventLoop first = loops[0].loop();
    for (ListeningSocket socket : sockets) {
      Listener source = new Listener(socket);
      source.register(first, new Acceptor(config, source, loops, places, first.statistics()));
    }
    config.monitor().start(this::statistics);
    for (ServerLoop loop : loops) {
      loop.loop().start();
    }
    config.tls().ifPresent(tls -> tls.watch(work -> config.threads().create("tls-files", work)));
  }

  private void discardLoops() {
    config.monitor().stop();
    for (ServerLoop loop : loops) {
      if (loop != null) {
        loop.loop().discard();
      }
    }
  }

  /**
   * Returns the port that the server listens on, also after it was stopped.
   *
   * @return 1 to 65535, of the first address that has a port
   * @throws IllegalStateException if the server listens on Unix domain sockets only
   */
  public int port() {
    for (SocketAddress address : addresses) {
      if (address instanceof InetSocketAddress internet) {
        return internet.getPort();
      }
    }
    throw new IllegalStateException("a Unix domain socket has no port");
  }

  /**
   * Returns where the server listens, also after it was stopped.
   *
   * @return the addresses in the order in which they were set, unmodifiable
   */
  public List<SocketAddress> addresses() {
    return addresses;
  }

  /**
   * Returns what the server has done so far, and how it is; also after it was stopped.
   *
   * @return as of now
   */
  public ServerStatistics statistics() {
    Duration uptime = Duration.ofNanos(System.nanoTime() - startNanos);
    List<Figures.Source> sources = Stream.of(loops).map(ServerLoop::figures).toList();
    return new Figures(sources).collect(uptime, places.taken(), config.memory().heldBytes());
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
      config.monitor().stop();
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
    config.tls().ifPresent(ServerTls::close);
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
        config.log().warning("A handler blocks its event loop, which therefore does not stop");
      }
    }
  }

  /**
   * Reads the certificates and keys of {@link Tls} once more: whoever connects from now on is shown
   * what they hold, connections that are open keep what they have. Without TLS, and with a context
   * of your own, it does nothing.
   *
   * @throws IOException if a file cannot be used; then the server goes on with what it had
   */
  public void reloadTls() throws IOException {
    if (config.tls().isPresent()) {
      config.tls().get().load();
    }
  }

  /** Returns how much memory connections hold, but for what loops keep to themselves; in bytes. */
  long heldBytes() {
    return config.memory().heldBytes();
  }

  /** Returns how many connections there are, those in their opening handshake included. */
  int openConnections() {
    return places.taken();
  }
}
