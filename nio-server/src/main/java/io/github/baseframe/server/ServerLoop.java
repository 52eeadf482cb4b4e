package io.github.baseframe.server;

import io.github.baseframe.nio.connection.Connection;
import io.github.baseframe.nio.loop.EventLoop;
import io.github.baseframe.nio.loop.MemoryShare;
import io.github.baseframe.nio.transport.Transport;
import io.github.baseframe.nio.transport.TransportFactory;
import io.github.baseframe.nio.websocket.WebSocketLoop;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;

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
    this.transports = config.transports().get();
    this.extension = config.extensions().get();
    MemoryShare memory = config.memory().newShare();
    this.loop =
        new EventLoop(
            config.channels(),
            work -> config.threads().create("loop-" + index, work),
            config.readBufferBytes(),
            config.buffers().apply(memory),
            memory,
            this::atEnd,
            ServerConfig.LOG);
    this.http =
        new HttpTerms(
            config.routes(),
            config.responder(),
            config.httpLimits(),
            extension,
            new HttpDate(),
            new WebSocketLoop(loop));
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
    } catch (Throwable e) {
      loop.onChannelFailure("A connection could not be set up", e);
      Closing.quietly(channel);
      openConnections.decrementAndGet();
      if (key != null) {
        loop.deregistered();
      }
    }
  }

  EventLoop loop() {
    return loop;
  }
}
