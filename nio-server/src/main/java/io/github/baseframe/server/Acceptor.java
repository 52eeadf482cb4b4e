package io.github.baseframe.server;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that accepts connections and deals them out to the event loops in turn. It blocks in
 * accept and has nothing else to do, so that a crowd of newcomers does not delay those who are
 * connected. When there is nothing more to accept it stops the loops.
 */
final class Acceptor implements Runnable {

  /** Where connections come from. */
  @FunctionalInterface
  interface Source {
    /**
     * Waits for a connection.
     *
     * @return a new channel
     * @throws ClosedChannelException if there will be no more
     * @throws IOException if this one failed, as it does when the process may open no more files
     */
    SocketChannel accept() throws IOException;
  }

  private static final long PAUSE_AFTER_FAILURE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final ServerConfig config;
  private final Source source;
  private final EventLoop[] loops;
  private final AtomicInteger openConnections;

  private int nextLoop;
  private boolean full;
  private boolean failing;

  Acceptor(ServerConfig config, Source source, EventLoop[] loops, AtomicInteger openConnections) {
    this.config = config;
    this.source = source;
    this.loops = loops;
    this.openConnections = openConnections;
  }

  @Override
  public void run() {
    boolean listening = true;
    while (listening) {
      try {
        onAccepted(source.accept());
        failing = false;
      } catch (ClosedChannelException e) {
        listening = false;
      } catch (IOException | RuntimeException | Error e) {
        onFailure(e);
      }
    }
    // Only now: no loop is handed a connection after it was told to stop.
    for (EventLoop loop : loops) {
      loop.stop();
    }
  }

  /** Too many open files, mostly. It lasts, so it is said once, and the thread does not spin. */
  private void onFailure(Throwable error) {
    if (!failing) {
      failing = true;
      Log.warning("A connection could not be accepted", error);
    }
    LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NANOS);
  }

  private void onAccepted(SocketChannel channel) {
    if (openConnections.incrementAndGet() > config.maxConnections()) {
      openConnections.decrementAndGet();
      refuse(channel);
      if (!full) {
        full = true;
        Log.warning("More than " + config.maxConnections() + " connections: refusing new ones");
      }
      return;
    }
    full = false;
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, config.noDelay());
    } catch (IOException e) {
      // The peer has gone already.
      openConnections.decrementAndGet();
      refuse(channel);
      return;
    }
    loops[nextLoop].adopt(channel);
    nextLoop = (nextLoop + 1) % loops.length;
  }

  /** Closes a channel that nobody serves. */
  static void refuse(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      Log.warning("A refused connection could not be closed", e);
    }
  }
}
