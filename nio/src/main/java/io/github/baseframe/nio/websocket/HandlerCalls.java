package io.github.baseframe.nio.websocket;

import io.github.baseframe.nio.connection.Connection;
import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.connection.HandlerAdapter;
import io.github.baseframe.protocol.message.MessageConsumer;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Calls the handler of one connection on an executor, where it may block: in order, one call at a
 * time, {@code onClose} as the last one. What waits for it is copied and counted, and while it is
 * too much the connection does not read.
 *
 * <p>The calls of {@link MessageConsumer} come on the thread of the loop.
 */
final class HandlerCalls implements MessageConsumer, Runnable {

  /** What a message in the inbox costs besides its bytes, about. */
  private static final int OVERHEAD_BYTES = 128;

  /** A shorter inbox is not worth counting each time that it changes. */
  private static final int MIN_COUNTED_BYTES = 8 * 1024;

  /** A call that waits, and what it counts. */
  private record Call(Runnable action, long bytes) {

    /** Whether it tells the end, which counts nothing. */
    boolean isEnd() {
      return bytes == 0;
    }
  }

  private final HandlerAdapter handler;
  private final Connection connection;
  private final Executor executor;
  private final BooleanSupplier isClosing;
  private final Consumer<Throwable> rejected;

  /** Guarded by itself, like the flag behind it. */
  private final Queue<Call> inbox = new ArrayDeque<>(4);

  /** Whether {@link #run} is under way or on its way. */
  private boolean scheduled;

  private final InboxLevel level;

  /** How much of that the loop was told to hold; written on the loop. */
  private volatile long countedBytes;

  /** Whether nothing but the end is told any more; guarded by the inbox. */
  private boolean muted;

  /**
   * Makes the calls of one connection.
   *
   * @param handler what is called
   * @param executor where it is called
   * @param maxInboxBytes with more in the inbox the connection does not read
   * @param connection pauses reading
   * @param isClosing whether this endpoint has sent its Close: what finds no room then is dropped
   * @param rejected fails the connection, on the loop, as the executor takes nothing more: told why
   */
  HandlerCalls(
      HandlerAdapter handler,
      Executor executor,
      long maxInboxBytes,
      Connection connection,
      BooleanSupplier isClosing,
      Consumer<Throwable> rejected) {
    this.handler = handler;
    this.executor = executor;
    this.level = new InboxLevel(maxInboxBytes);
    this.connection = connection;
    this.isClosing = isClosing;
    this.rejected = rejected;
  }

  // ---- On the loop

  void onOpen(OpeningHandshake handshake) {
    call(0, () -> handler.onOpen(handshake));
  }

  @Override
  public void onText(ByteBuffer utf8) {
    ByteBuffer copy = copyOf(utf8);
    call(copy.remaining(), () -> handler.onText(copy));
  }

  @Override
  public void onBinary(ByteBuffer payload) {
    ByteBuffer copy = copyOf(payload);
    call(copy.remaining(), () -> handler.onBinary(copy));
  }

  @Override
  public void onPing(ByteBuffer payload) {
    ByteBuffer copy = copyOf(payload);
    call(copy.remaining(), () -> handler.onPing(copy));
  }

  @Override
  public void onPong(ByteBuffer payload) {
    ByteBuffer copy = copyOf(payload);
    call(copy.remaining(), () -> handler.onPong(copy));
  }

  @Override
  public void onWritable() {
    call(0, handler::onWritable);
  }

  @Override
  public void onClose(CloseReason reason, boolean clean) {
    Call last = new Call(() -> handler.onClose(reason, clean), 0);
    if (add(last) != null) {
      // Nobody else is going to call it.
      last.action().run();
    }
  }

  private static ByteBuffer copyOf(ByteBuffer bytes) {
    return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
  }

  private void call(long payloadBytes, Runnable action) {
    if (level.isAboveMost() && isClosing.getAsBoolean()) {
      // It is read on nevertheless, as the peer's Close is behind it.
      return;
    }
    Throwable rejection = add(new Call(action, payloadBytes + OVERHEAD_BYTES));
    if (rejection != null) {
      mute();
      connection.loop().execute(() -> connection.apply(() -> rejected.accept(rejection)));
    }
  }

  /** Returns null, or why the executor takes nothing; what is not to be told any more is taken. */
  private Throwable add(Call call) {
    synchronized (inbox) {
      if (muted && !call.isEnd()) {
        return null;
      }
      inbox.add(call);
      level.add(call.bytes());
      if (scheduled) {
        return null;
      }
      scheduled = true;
    }
    try {
      executor.execute(this);
      return null;
    } catch (RuntimeException | Error e) {
      // Rejected, or there is no memory for one more thread.
      synchronized (inbox) {
        scheduled = false;
        inbox.clear();
        level.add(-call.bytes());
      }
      return e;
    }
  }

  /**
   * Says whether so much waits that the connection is not to read; once it is less than half of
   * that, the connection is settled.
   */
  boolean isFull() {
    return level.isFull();
  }

  /** Counts what waits as held by the loop, if it is much or was. */
  void count() {
    long bytes = level.bytes();
    long toCount = bytes < MIN_COUNTED_BYTES ? 0 : bytes;
    if (toCount != countedBytes) {
      connection.loop().memory().take(toCount - countedBytes);
      countedBytes = toCount;
    }
  }

  /** Returns what waits, in bytes. */
  long inboxBytes() {
    return level.bytes();
  }

  // ---- On the executor

  @Override
  public void run() {
    runAll();
    if (countedBytes > 0) {
      // It would stay counted until the peer sends something.
      connection.loop().execute(this::count);
    }
  }

  private void runAll() {
    for (Call call = next(); call != null; call = next()) {
      call.action().run();
      if (level.remove(call.bytes())) {
        connection.loop().execute(connection::changed);
      }
    }
  }

  private Call next() {
    synchronized (inbox) {
      Call call = inbox.poll();
      scheduled = call != null;
      return call;
    }
  }

  // ---- On either

  /** The handler has failed: of what waits and what comes, it is told the end only. */
  void mute() {
    synchronized (inbox) {
      muted = true;
      inbox.forEach(call -> level.add(-call.bytes()));
      inbox.removeIf(call -> !call.isEnd());
    }
  }
}
