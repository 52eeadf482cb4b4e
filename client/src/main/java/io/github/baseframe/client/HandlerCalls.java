package io.github.baseframe.client;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.connection.HandlerAdapter;
import io.github.baseframe.protocol.message.MessageConsumer;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Calls the handler of one connection, one call at a time and without the connection's lock.
 *
 * <p>The core calls {@link MessageConsumer} with the lock held. For a message the lock is given
 * back while the handler looks at it, so that neither a slow handler nor one that waits for another
 * sender holds anybody up. What is not bound to a buffer, {@code onWritable} and {@code onClose},
 * is only noted then, and delivered afterwards by {@link #deliverNoted}: any thread may cause it,
 * but only the reading and the writing thread call the handler.
 */
final class HandlerCalls implements MessageConsumer {
  private final ReentrantLock lock;
  private final HandlerAdapter adapter;

  /** Held during every call of the handler; the connection's lock may be taken inside of it. */
  private final ReentrantLock turn = new ReentrantLock();

  /** Both guarded by the turn. */
  private boolean opened;

  private boolean closed;

  /** What is noted, guarded by the connection's lock. */
  private boolean writable;

  private CloseReason closeReason;
  private boolean clean;
  private boolean drained;

  HandlerCalls(ReentrantLock lock, HandlerAdapter adapter) {
    this.lock = lock;
    this.adapter = adapter;
  }

  /** The first call, by the reading thread, without the lock. */
  void onOpen(OpeningHandshake handshake) {
    turn.lock();
    try {
      opened = true;
      adapter.onOpen(handshake);
    } finally {
      turn.unlock();
    }
  }

  @Override
  public void onText(ByteBuffer utf8) {
    withoutLock(() -> adapter.onText(utf8));
  }

  @Override
  public void onBinary(ByteBuffer payload) {
    withoutLock(() -> adapter.onBinary(payload));
  }

  @Override
  public void onPing(ByteBuffer payload) {
    withoutLock(() -> adapter.onPing(payload));
  }

  @Override
  public void onPong(ByteBuffer payload) {
    withoutLock(() -> adapter.onPong(payload));
  }

  @Override
  public void onClose(CloseReason reason, boolean cleanly) {
    closeReason = reason;
    clean = cleanly;
  }

  /** All that waited is written. With the lock. */
  void onWritable() {
    writable = true;
  }

  /**
   * Says, with the lock, whether all that was sent is written. Only then {@code onClose} is called:
   * an application may well exit in it, and the Close frame shall be out by then.
   */
  void setDrained(boolean allWritten) {
    drained = allWritten;
  }

  /**
   * Calls the handler about what is noted, without the lock. If another thread is calling the
   * handler right now, nothing is done: that thread comes here afterwards.
   */
  void deliverNoted() {
    boolean mine = true;
    while (mine && hasNotes() && turn.tryLock()) {
      try {
        mine = opened;
        if (mine) {
          deliver();
        }
      } finally {
        turn.unlock();
      }
    }
  }

  private boolean hasNotes() {
    lock.lock();
    try {
      return writable || closeReason != null && drained;
    } finally {
      lock.unlock();
    }
  }

  private void deliver() {
    CloseReason reason = null;
    boolean tellWritable;
    lock.lock();
    try {
      tellWritable = writable && closeReason == null;
      writable = false;
      if (drained) {
        reason = closeReason;
        closeReason = null;
      }
    } finally {
      lock.unlock();
    }
    if (reason != null) {
      closed = true;
      adapter.onClose(reason, clean);
    } else if (tellWritable && !closed) {
      adapter.onWritable();
    }
  }

  /** Gives the lock back for the time of the call. */
  private void withoutLock(Runnable call) {
    lock.unlock();
    turn.lock();
    try {
      if (!closed) {
        call.run();
      }
    } finally {
      turn.unlock();
      lock.lock();
    }
  }
}
