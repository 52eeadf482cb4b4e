package io.github.baseframe.server;

import io.github.baseframe.nio.loop.OncePerMinute;
import io.github.baseframe.nio.loop.Selected;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;

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
  private final AtomicInteger openConnections;

  private final OncePerMinute failures = new OncePerMinute(ServerConfig.LOG);

  private int nextLoop;
  private boolean full;

  Acceptor(ServerConfig config, Source source, ServerLoop[] loops, AtomicInteger openConnections) {
    this.config = config;
    this.source = source;
    this.loops = loops;
    this.openConnections = openConnections;
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

  /** Too many open files, mostly. It lasts, so it is said once a minute, and the loop does not spin. */
  @Override
  public void onFailure(Throwable error) {
    failures.warning("A connection could not be accepted", error);
    source.pause();
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
    if (openConnections.incrementAndGet() > config.maxConnections()) {
      turnAway(channel);
      if (!full) {
        full = true;
        ServerConfig.LOG.warning(
            "More than " + config.maxConnections() + " connections: refusing new ones");
      }
      return;
    }
    full = false;
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, config.noDelay());
      loops[nextLoop].adopt(channel);
      nextLoop = (nextLoop + 1) % loops.length;
    } catch (IOException e) {
      // The peer has gone already.
      turnAway(channel);
    } catch (RuntimeException | Error e) {
      turnAway(channel);
      throw e;
    }
  }

  private void turnAway(SocketChannel channel) {
    openConnections.decrementAndGet();
    Closing.quietly(channel);
  }
}
