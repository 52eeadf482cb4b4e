package io.github.baseframe.server;

import io.github.baseframe.nio.loop.Selected;
import io.github.baseframe.nio.statistics.LimitHit;
import io.github.baseframe.nio.statistics.LoopStatistics;
import io.github.baseframe.server.monitoring.ServerObserver.Rejected;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/**
 * Accepts connections and deals them out to the event loops in turn. It works on the first loop:
 * handing every newcomer over from a thread of its own costs more than accepting it.
 */
final class Acceptor implements Selected {

  /** Where connections come from. */
  interface Source {
    /**
     * Takes the next connection.
     *
     * @return a new channel, or null if nobody waits
     * @throws ClosedChannelException if there will be no more
     * @throws IOException if this one failed, as it does when the process may open no more files
     */
    SocketChannel accept() throws IOException;

    /** Something lasting is wrong: tells of nobody for a while. */
    void pause();

    /** There will be no more: closes what it listens to. */
    void close();
  }

  /** As many are accepted before those who are connected have their turn. */
  static final int MAX_A_TURN = 64;

  private final ServerConfig config;
  private final Source source;
  private final ServerLoop[] loops;
  private final Places places;
  private final LoopStatistics statistics;

  private int nextLoop;

  Acceptor(
      ServerConfig config,
      Source source,
      ServerLoop[] loops,
      Places places,
      LoopStatistics statistics) {
    this.config = config;
    this.source = source;
    this.loops = loops;
    this.places = places;
    this.statistics = statistics;
  }

  @Override
  public void onReady(SelectionKey key) {
    try {
      for (int i = 0; i < MAX_A_TURN; i++) {
        SocketChannel channel = source.accept();
        if (channel == null) {
          return;
        }
        onAccepted(channel);
      }
    } catch (ClosedChannelException e) {
      // The server is being stopped.
    } catch (IOException e) {
      onFailure(e);
    }
  }

  /** Too many open files, mostly. It lasts, so the loop does not spin, and tries again later. */
  @Override
  public void onFailure(Throwable error) {
    source.pause();
    statistics.add(LimitHit.ACCEPT_FAILED);
    config.log().repeatedWarning("A connection could not be accepted", error);
  }

  @Override
  public void goAway() {
    source.close();
  }

  @Override
  public void cut() {
    source.close();
  }

  private void onAccepted(SocketChannel channel) {
    SocketAddress address = null;
    try {
      SocketAddress other = channel.getRemoteAddress();
      Optional<LimitHit> refusal = places.enter(other);
      if (refusal.isEmpty()) {
        address = other;
        channel.configureBlocking(false);
        if (address instanceof InetSocketAddress) {
          channel.setOption(StandardSocketOptions.TCP_NODELAY, config.noDelay());
        }
        handOver(channel, address);
        return;
      }
      onRefused(other, refusal.get());
    } catch (IOException e) {
      // The peer has gone already.
    } catch (RuntimeException | Error e) {
      config.log().repeatedWarning("A connection could not be taken over", e);
    }
    // Whatever went wrong, the loop has not taken it over.
    if (address != null) {
      places.leave(address);
    }
    Closing.quietly(channel);
  }

  private void onRefused(SocketAddress peer, LimitHit hit) {
    statistics.add(hit);
    if (config.monitor().isObserved()) {
      config.monitor().rejected(new Rejected(peer, hit.name()));
    }
    if (hit == LimitHit.MAX_CONNECTIONS) {
      config
          .log()
          .repeatedWarning(
              "More than " + config.maxConnections() + " connections: refusing new ones");
    }
  }

  private void handOver(SocketChannel channel, SocketAddress address) {
    ServerLoop loop = loops[nextLoop];
    nextLoop = (nextLoop + 1) % loops.length;
    loop.adopt(channel, address);
  }
}
