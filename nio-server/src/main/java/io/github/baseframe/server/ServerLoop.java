package io.github.baseframe.server;

import io.github.baseframe.nio.connection.Connection;
import io.github.baseframe.nio.loop.EventLoop;
import io.github.baseframe.nio.loop.LoopBuffers;
import io.github.baseframe.nio.loop.MemoryShare;
import io.github.baseframe.nio.statistics.Count;
import io.github.baseframe.nio.statistics.LimitHit;
import io.github.baseframe.nio.transport.Transport;
import io.github.baseframe.nio.transport.TransportFactory;
import io.github.baseframe.nio.websocket.WebSocketLoop;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator;
import io.github.baseframe.protocol.handshake.HandshakeException;
import io.github.baseframe.protocol.message.BufferPool;
import io.github.baseframe.server.watch.Figures;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.LongSupplier;

/**
 * An event loop of a server, and what the connections on it share. Belongs to the thread of the
 * loop, save for {@link #adopt}.
 */
final class ServerLoop {

  /** What a connection takes while it is idle, about. */
  private static final int CONNECTION_BYTES = 2 * 1024;

  /** What its TLS takes, about: the SSLEngine, and the rest of a record or two. */
  private static final int TLS_BYTES = 16 * 1024;

  private final ServerConfig config;
  private final Places places;
  private final PendingHandshakes pending;
  private final EventLoop loop;
  private final HttpTerms http;
  private final Connection.Terms terms;
  private final TransportFactory transports;
  private final LongSupplier buffersLent;
  private final int connectionBytes;

  /** Null where no extension is agreed to. */
  private final ExtensionNegotiator extension;

  /**
   * Makes a loop that is not started.
   *
   * @param config the settings of the server
   * @param places of the connections of all loops
   * @param index tells the loops of a server apart
   * @throws IOException if the system gives no selector
   */
  ServerLoop(ServerConfig config, Places places, int index) throws IOException {
    this.config = config;
    this.places = places;
    this.pending =
        new PendingHandshakes(1 + (config.peerLimits().pendingHandshakes() - 1) / config.loops());
    this.connectionBytes = CONNECTION_BYTES + (config.tls().isPresent() ? TLS_BYTES : 0);
    this.extension = config.extensions().get();
    MemoryShare memory = new MemoryShare(config.memory());
    BufferPool buffers = config.buffers().apply(memory);
    this.buffersLent = buffers instanceof LoopBuffers own ? own::lent : () -> 0;
    this.loop =
        new EventLoop(
            config.channels(),
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
            config.proxies(),
            places,
            pending,
            config.monitor());
    this.terms =
        new Connection.Terms(
            config.timeouts().connection(),
            config.timeouts().close(),
            config.pauseReadingBytes(),
            this::onClosed);
  }

  private void atEnd() {
    if (extension != null) {
      extension.close();
    }
  }

  private void onClosed(Connection connection) {
    loop.memory().give(connectionBytes);
    pending.remove(connection);
    places.leave(connection.peerAddress());
  }

  /**
   * Takes over a channel.
   *
   * @param channel connected
   * @param address of the other end; has its place
   */
  void adopt(SocketChannel channel, SocketAddress address) {
    loop.executeNowIfCurrent(() -> register(channel, address));
  }

  /** Never throws: from here on the channel and its place are given back by this loop. */
  private void register(SocketChannel channel, SocketAddress address) {
    SelectionKey key = null;
    try {
      key = loop.register(channel, SelectionKey.OP_READ, null);
      if (config.proxies().speakProxyProtocol(address)) {
        awaitProxyHeader(channel, key, address);
      } else {
        begin(channel, key, address);
      }
    } catch (IOException | RuntimeException | Error e) {
      loop.onError(e);
      abandon(channel, key, address, e);
    }
  }

  private void awaitProxyHeader(SocketChannel channel, SelectionKey key, SocketAddress proxy) {
    ProxyHeaderReader.Next next =
        new ProxyHeaderReader.Next() {
          @Override
          public void identified(SocketAddress peer) {
            onIdentified(channel, key, proxy, peer);
          }

          @Override
          public void refused() {
            loop.statistics().add(LimitHit.PROXY_HEADER);
            config.log().debug(() -> "No header of the PROXY protocol from " + proxy);
            close(channel, key, proxy);
          }
        };
    ProxyHeaderReader reader = new ProxyHeaderReader(loop, channel, proxy, pending::remove, next);
    pending.add(reader);
    key.attach(reader);
    reader.start(config.proxies().proxyHeaderNanos());
  }

  private void onIdentified(
      SocketChannel channel, SelectionKey key, SocketAddress proxy, SocketAddress peer) {
    SocketAddress holder = proxy;
    try {
      if (!peer.equals(proxy)) {
        places.move(proxy, peer);
        holder = peer;
      }
      begin(channel, key, peer);
    } catch (HandshakeException e) {
      loop.statistics().add(Places.limitOf(e));
      config.log().debug(() -> peer + " by the proxy " + proxy + ": " + e.getMessage());
      // Not before TLS, and a peer that speaks by a proxy may be told as little as any other.
      close(channel, key, holder);
    } catch (IOException | RuntimeException | Error e) {
      abandon(channel, key, holder, e);
    }
  }

  private void begin(SocketChannel channel, SelectionKey key, SocketAddress peer)
      throws IOException {
    if (config.tls().isPresent() && loop.memory().isShort()) {
      loop.onRefusedForMemory();
      close(channel, key, peer);
      return;
    }
    Transport transport = transports.create(channel, key);
    long waitNanos = places.nanosToWait(peer, loop.now());
    if (waitNanos > 0 && !transport.isReady()) {
      loop.statistics().add(LimitHit.HANDSHAKE_RATE);
      // The handshake of TLS would cost more than what is to be protected.
      close(channel, key, peer);
      return;
    }
    Connection connection = new Connection(loop, transport, terms);
    connection.peerIs(peer);
    connection.converse(new HttpConversation(http, connection, waitNanos));
    pending.add(connection);
    loop.memory().take(connectionBytes);
    loop.statistics().add(Count.CONNECTIONS, 1);
    key.attach(connection);
    // Last: what fails before this leaves nothing behind that ends a second time.
    connection.endWithin(config.timeouts().handshake());
  }

  private void abandon(
      SocketChannel channel, SelectionKey key, SocketAddress address, Throwable error) {
    notSetUp(error);
    close(channel, key, address);
  }

  private void close(SocketChannel channel, SelectionKey key, SocketAddress address) {
    Closing.quietly(channel);
    places.leave(address);
    if (key != null) {
      loop.deregistered();
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
