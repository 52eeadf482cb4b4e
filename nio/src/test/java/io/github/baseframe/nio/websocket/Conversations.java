package io.github.baseframe.nio.websocket;

import io.github.baseframe.nio.connection.Connection;
import io.github.baseframe.nio.loop.EventLoop;
import io.github.baseframe.nio.loop.Log;
import io.github.baseframe.nio.loop.MemoryBudget;
import io.github.baseframe.nio.loop.MemoryShare;
import io.github.baseframe.nio.testing.Await;
import io.github.baseframe.nio.testing.CountingPool;
import io.github.baseframe.nio.testing.Peer;
import io.github.baseframe.nio.transport.PlainTransport;
import io.github.baseframe.nio.transport.Transport;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.connection.ConnectionSettings;
import io.github.baseframe.protocol.connection.Deadlines;
import io.github.baseframe.protocol.handshake.AcceptedHandshake;
import io.github.baseframe.protocol.handshake.HandshakeException;
import io.github.baseframe.protocol.handshake.HandshakeSettings;
import io.github.baseframe.protocol.handshake.HttpHeadParser;
import io.github.baseframe.protocol.handshake.HttpLimits;
import io.github.baseframe.protocol.handshake.ServerHandshake;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** An event loop with WebSocket conversations of the server's role over sockets, and no server. */
final class Conversations implements AutoCloseable {

  static final int READ_BUFFER_BYTES = 64 * 1024;

  private static final long ONE_MINUTE = TimeUnit.MINUTES.toNanos(1);
  private static final Deadlines.Times PATIENT = new Deadlines.Times(0, ONE_MINUTE, ONE_MINUTE);

  private final CountingPool pool = new CountingPool();
  private final AtomicInteger open = new AtomicInteger();
  private final EventLoop loop;
  private final WebSocketLoop shared;
  private Connection latest;
  private Deadlines.Times times = PATIENT;
  private UnaryOperator<Transport> transports = UnaryOperator.identity();

  Conversations() throws IOException {
    this(Long.MAX_VALUE);
  }

  /** All of them may hold so much. */
  Conversations(long maxMemoryBytes) throws IOException {
    Log log = new Log("io.github.baseframe");
    MemoryShare memory = new MemoryShare(new MemoryBudget(maxMemoryBytes, 1, log));
    loop =
        new EventLoop(
            SelectorProvider.provider(),
            work -> new Thread(work, "conversations"),
            READ_BUFFER_BYTES,
            pool.newPool(memory),
            memory,
            () -> {},
            log);
    shared = new WebSocketLoop(loop);
    loop.start();
  }

  /** Sets the deadlines of those that are opened from now on; without it there are none. */
  Conversations times(long pingIntervalMillis, long pongTimeoutMillis) {
    times =
        new Deadlines.Times(
            TimeUnit.MILLISECONDS.toNanos(pingIntervalMillis),
            TimeUnit.MILLISECONDS.toNanos(pongTimeoutMillis),
            ONE_MINUTE);
    return this;
  }

  /** Sets what is made of the transports of those that are opened from now on. */
  Conversations transports(UnaryOperator<Transport> change) {
    transports = change;
    return this;
  }

  /** Terms that call the handler on an executor. */
  static WebSocketConversation.Terms on(
      Executor executor, WebSocketHandler handler, long maxInboxBytes) {
    return new WebSocketConversation.Terms(
        "/test",
        handler,
        ConnectionSettings.DEFAULT,
        executor,
        maxInboxBytes,
        ReceiveRate.UNLIMITED);
  }

  /** Opens a connection whose handler is called on the loop. */
  Peer open(WebSocketHandler handler) throws IOException {
    return open(on(null, handler, 0));
  }

  /** Opens a connection. */
  Peer open(WebSocketConversation.Terms terms) throws IOException {
    try (ServerSocketChannel listener =
        ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      Peer peer =
          new Peer(new Socket(InetAddress.getLoopbackAddress(), listener.socket().getLocalPort()));
      SocketChannel channel = listener.accept();
      channel.configureBlocking(false);
      open.incrementAndGet();
      loop.execute(() -> begin(channel, terms));
      return peer;
    }
  }

  private void begin(SocketChannel channel, WebSocketConversation.Terms terms) {
    try {
      SelectionKey key = loop.register(channel, SelectionKey.OP_READ, null);
      Transport transport = transports.apply(new PlainTransport(channel, key));
      Connection connection =
          new Connection(
              loop,
              transport,
              new Connection.Terms(times, ONE_MINUTE, 256 * 1024, ended -> open.decrementAndGet()));
      key.attach(connection);
      latest = connection;
      connection.apply(
          () ->
              WebSocketConversation.begin(
                  terms, shared, connection, null, handshake(), ByteBuffer.allocate(0)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static AcceptedHandshake handshake() {
    String request =
        """
        GET / HTTP/1.1\r
        Host: server.example.com\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        Sec-WebSocket-Version: 13\r
        \r
        """;
    try {
      HttpHeadParser parser = new HttpHeadParser(Role.SERVER, HttpLimits.DEFAULT);
      parser.parse(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      return ServerHandshake.accept(parser.head(), HandshakeSettings.DEFAULT);
    } catch (HandshakeException e) {
      throw new AssertionError(e);
    }
  }

  EventLoop loop() {
    return loop;
  }

  /** Returns the connection that was opened last; for the loop. */
  Connection latest() {
    return latest;
  }

  /** Returns how much memory the loop counts as held. */
  long heldBytes() {
    CompletableFuture<Long> held = new CompletableFuture<>();
    loop.execute(() -> held.complete(loop.memory().heldBytes()));
    return held.orTimeout(10, TimeUnit.SECONDS).join();
  }

  /** Waits until all have ended, and checks that they left nothing behind. */
  void awaitEnd() {
    Await.until("all connections end", () -> open.get() == 0);
    Await.until("all buffers are back", () -> pool.lent() == 0);
  }

  @Override
  public void close() {
    loop.stop(0);
    try {
      if (!loop.awaitEnd(TimeUnit.SECONDS.toNanos(10))) {
        throw new AssertionError("the loop does not end");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    awaitEnd();
  }
}
