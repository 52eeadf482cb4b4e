package io.github.baseframe.server;

import io.github.baseframe.nio.connection.Connection;
import io.github.baseframe.nio.loop.EventLoop;
import io.github.baseframe.nio.loop.LoopBuffers;
import io.github.baseframe.nio.loop.MemoryShare;
import io.github.baseframe.nio.statistics.Count;
import io.github.baseframe.nio.transport.Transport;
import io.github.baseframe.nio.transport.TransportFactory;
import io.github.baseframe.nio.websocket.WebSocketLoop;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator;
import io.github.baseframe.protocol.message.BufferPool;
import io.github.baseframe.server.watch.Figures;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * An event loop of a server, and what the connections on it share. Belongs to the thread of the
 * loop, save for {@link #adopt}.
 */
final class ServerLoop {

  /** What a connection takes while it is idle, about. */
  private static final int CONNECTION_BYTES = 2 * 1024;

  private final ServerConfig config;
  private final AtomicInteger openConnections;
  private final EventLoop loop;
  private final HttpTerms http;
  private final Connection.Terms terms;
  private final TransportFactory transports;
  private final LongSupplier buffersLent;

  /** Null where no extension is agreed to. */
  private final ExtensionNegotiator extension;

  /**
   * Makes a loop that is not started.
   *
   * @param config the settings of the server
   * @param openConnections counts the connections of all loops
   * @param index tells the loops of a server apart
   * @throws IOException if the system gives no selector
   */
  ServerLoop(ServerConfig config, AtomicInteger openConnections, int index) throws IOException {
    this.config = config;
    this.openConnections = openConnections;
    this.extension = config.extensions().get();
    MemoryShare memory = new MemoryShare(config.memory());
    BufferPool buffers = config.buffers().apply(memory);
    this.buffersLent = buffers instanceof LoopBuffers own ? own::lent : () -> 0;
    this.loop =
        new EventLoop(
            work -> config.threads().create("loop-" + index, work),
            config.readBufferBytes(),
            buffers,
            memory,
            this::atEnd,
            config.log());
    if (config.monitor().measuresLoops()) {
      loop.statistics().turns().measure(System.nanoTime());
    }
    this.transports =
        config.tls().isPresent()
            ? config.tls().get().transports(loop, config.loops())
            : config.transports().apply(loop);
    this.http =
        new HttpTerms(
            config.routes(),
            config.responder(),
            config.httpLimits(),
            extension,
            new HttpDate(),
            new WebSocketLoop(loop, config.monitor().conversations()),
            config.monitor());
    this.terms =
        new Connection.Terms(
            config.timeouts().connection(),
            config.timeouts().close(),
            config.pauseReadingBytes(),
            CONNECTION_BYTES,
            openConnections::decrementAndGet);
  }

  private void atEnd() {
    if (extension != null) {
      extension.close();
    }
  }

  /**
   * Takes over a channel.
   *
   * @param channel connected; counted in openConnections
   */
  void adopt(SocketChannel channel) {
    loop.executeNowIfCurrent(() -> register(channel));
  }

  private void register(SocketChannel channel) {
    SelectionKey key = null;
    try {
      key = loop.register(channel, SelectionKey.OP_READ, null);
      Transport transport = transports.create(channel, key);
      Connection connection = new Connection(loop, transport, terms);
      connection.converse(new HttpConversation(http, connection));
      connection.endWithin(config.timeouts().handshake());
      key.attach(connection);
      loop.statistics().add(Count.CONNECTIONS, 1);
    } catch (IOException | RuntimeException | Error e) {
      notSetUp(e);
      Closing.quietly(channel);
      openConnections.decrementAndGet();
      if (key != null) {
        loop.deregistered();
      }
    }
  }

  private void notSetUp(Throwable error) {
    if (error instanceof ClosedChannelException) {
      // The peer has gone already.
      config.log().debug(() -> "A connection could not be set up: " + error);
    } else {
      config.log().repeatedWarning("A connection could not be set up", error);
    }
  }

  EventLoop loop() {
    return loop;
  }

  Figures.Source figures() {
    return new Figures.Source(loop.statistics(), buffersLent);
  }
}
