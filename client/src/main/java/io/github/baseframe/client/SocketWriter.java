package io.github.baseframe.client;

import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.connection.TransportEnd;
import io.github.baseframe.protocol.connection.WebSocketConnection;
import io.github.baseframe.protocol.message.OutboundQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The writing thread of a connection. It copies a piece of the core's output with the lock held,
 * and writes it without: however long that blocks, nobody else has to wait.
 */
final class SocketWriter implements Runnable {
  /** What is written at a time. As long as no more waits, the transport counts as keeping up. */
  static final int PIECE_BYTES = 32 * 1024;

  private final ReentrantLock lock;
  private final Condition work;
  private final Condition ending;
  private final WebSocketConnection core;
  private final OutboundQueue output;
  private final HandlerCalls handler;
  private final Transport transport;
  private final Runnable onEnd;

  /** What is taken out of the queue and not written yet, in bytes; guarded by the lock as below. */
  private int bytesInWrite;

  /** Whether the thread has something to do, be it that it has not begun yet. */
  private boolean busy;

  private boolean ended;

  /** Whether a sender was told that its message waits, or that there is no room for it. */
  private boolean writableWanted;

  /**
   * Creates the writer of one connection.
   *
   * @param lock guards the core
   * @param onEnd is called with the lock when nothing is written any more
   */
  SocketWriter(
      ReentrantLock lock,
      WebSocketConnection core,
      HandlerCalls handler,
      Transport transport,
      Runnable onEnd) {
    this.lock = lock;
    this.work = lock.newCondition();
    this.ending = lock.newCondition();
    this.core = core;
    this.output = core.output();
    this.handler = handler;
    this.transport = transport;
    this.onEnd = onEnd;
  }

  /** To be called with the lock after every call into the core: there may be something to write. */
  void wake() {
    if (busy && output.size() > PIECE_BYTES) {
      // The write that is under way takes none of it, and the next one will not take all.
      output.onWritten(0);
    }
    handler.setDrained(isDrained());
    if (hasWork()) {
      busy = true;
      work.signal();
    }
  }

  /** What a sender is told, with the lock, after {@link #wake}. */
  SendStatus statusOf(SendStatus sent) {
    SendStatus status = sent == SendStatus.SENT && output.isBlocked() ? SendStatus.QUEUED : sent;
    writableWanted |= status == SendStatus.QUEUED || status == SendStatus.DROPPED;
    return status;
  }

  /** What was sent and not written yet, in bytes, with the lock. */
  long waitingBytes() {
    return output.size() + bytesInWrite;
  }

  /** Waits until nothing is written any more, with the lock. */
  void awaitEnd() {
    while (!ended) {
      ending.awaitUninterruptibly();
    }
  }

  @Override
  public void run() {
    byte[] piece = new byte[PIECE_BYTES];
    try {
      for (int length = take(piece); length > 0; length = take(piece)) {
        transport.write(piece, length);
        onWritten();
        handler.deliverNoted();
      }
    } catch (IOException e) {
      // The reading thread will find the end as well, perhaps behind what the server sent last.
    } finally {
      end();
    }
  }

  /** Waits for output; returns the length of the piece, 0 when there will be none any more. */
  private int take(byte[] piece) {
    lock.lock();
    try {
      while (!hasWork()) {
        busy = false;
        work.awaitUninterruptibly();
      }
      bytesInWrite = (int) Math.min(output.size(), piece.length);
      for (int filled = 0, i = output.firstSegment(); filled < bytesInWrite; i++) {
        ByteBuffer segment = output.segments()[i];
        int count = Math.min(segment.remaining(), bytesInWrite - filled);
        segment.get(piece, filled, count);
        filled += count;
      }
      output.onWritten(bytesInWrite);
      return bytesInWrite;
    } finally {
      lock.unlock();
    }
  }

  private boolean hasWork() {
    return !output.isEmpty() || core.transportEnd() != TransportEnd.NOT_YET;
  }

  /** Whether all that can be written is. */
  private boolean isDrained() {
    return ended || waitingBytes() == 0;
  }

  private void onWritten() {
    lock.lock();
    try {
      bytesInWrite = 0;
      handler.setDrained(isDrained());
      if (writableWanted && output.isEmpty()) {
        writableWanted = false;
        handler.onWritable();
      }
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      ended = true;
      handler.setDrained(true);
      ending.signalAll();
      onEnd.run();
    } finally {
      lock.unlock();
    }
    handler.deliverNoted();
  }
}
