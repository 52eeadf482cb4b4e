package io.github.baseframe.client;

import io.github.baseframe.nio.loop.EventLoop;
import io.github.baseframe.nio.loop.Log;
import io.github.baseframe.nio.loop.MemoryBudget;
import io.github.baseframe.nio.loop.MemoryShare;
import io.github.baseframe.nio.loop.TimerWheel;
import io.github.baseframe.nio.transport.TlsLoop;
import io.github.baseframe.nio.transport.TlsTerms;
import io.github.baseframe.nio.websocket.WebSocketLoop;
import io.github.baseframe.protocol.frame.MaskingKeySource;
import io.github.baseframe.protocol.message.BufferPool;
import java.io.IOException;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The event loop of a client, or of several: it runs while somebody uses it, that is a connection,
 * or a handler that is being called, and a little longer. So a client need not be closed.
 *
 * <p>For any thread.
 */
final class ClientLoop {

  static final String LOG_NAME = "io.github.baseframe.client";

  /** Who connects again and again need not start a thread for each connection. */
  private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final SelectorProvider channels;
  private final ThreadFactory threads;
  private final int readBufferBytes;
  private final Function<MemoryShare, BufferPool> buffers;
  private final Log log = new Log(LOG_NAME);

  private Running running;
  private int users;

  /**
   * A loop that has been started, and what the connections on it share.
   *
   * @param channels makes channels for it
   * @param loop runs
   * @param webSockets what the conversations share
   * @param tls what TLS shares
   * @param maskingKeys for all frames that are sent on it
   */
  record Running(
      SelectorProvider channels,
      EventLoop loop,
      WebSocketLoop webSockets,
      TlsLoop tls,
      MaskingKeySource maskingKeys) {}

  /**
   * Makes a loop that does not run.
   *
   * @param channels makes its selector and its channels
   * @param threads makes its thread
   * @param readBufferBytes the size of its read buffer
   * @param buffers makes its pool
   */
  ClientLoop(
      SelectorProvider channels,
      ThreadFactory threads,
      int readBufferBytes,
      Function<MemoryShare, BufferPool> buffers) {
    this.channels = channels;
    this.threads = threads;
    this.readBufferBytes = readBufferBytes;
    this.buffers = buffers;
  }

  int readBufferBytes() {
    return readBufferBytes;
  }

  /** Counts one more user, to be given back by {@link #release}; starts the loop for the first. */
  synchronized Running acquire() throws IOException {
    if (running == null) {
      running = start();
    }
    users++;
    return running;
  }

  private Running start() throws IOException {
    MemoryShare memory = new MemoryShare(MemoryBudget.unlimited(log));
    EventLoop loop =
        new EventLoop(
            channels, threads, readBufferBytes, buffers.apply(memory), memory, () -> {}, log);
    try {
      loop.start();
    } catch (Throwable e) {
      loop.discard();
      throw e;
    }
    return new Running(
        channels,
        loop,
        new WebSocketLoop(loop),
        new TlsLoop(loop, TlsTerms.OF_CLIENT),
        MaskingKeySource.secure());
  }

  private synchronized void retain() {
    users++;
  }

  /** A user needs the loop no more. */
  synchronized void release() {
    users--;
    if (users == 0) {
      EventLoop idle = running.loop();
      idle.execute(() -> idle.timers().schedule(new End(), idle.now() + LINGER_NANOS));
    }
  }

  private synchronized void endIfUnused() {
    if (users == 0 && running != null) {
      running.loop().stop(0);
      running = null;
    }
  }

  boolean isCurrentThread() {
    Running now;
    synchronized (this) {
      now = running;
    }
    return now != null && now.loop().isCurrentThread();
  }

  /** Lets an executor's work count as use: nothing ends while a handler is being called. */
  Executor counting(Executor executor) {
    return work -> {
      retain();
      try {
        executor.execute(
            () -> {
              try {
                work.run();
              } finally {
                release();
              }
            });
      } catch (Throwable e) {
        release();
        throw e;
      }
    };
  }

  private final class End extends TimerWheel.Timer {
    @Override
    protected void onTimeout(long now) {
      endIfUnused();
    }
  }
}
