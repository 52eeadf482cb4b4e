package io.github.baseframe.server;

import io.github.baseframe.protocol.handshake.ExtensionNegotiator;
import io.github.baseframe.protocol.message.BufferPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * One thread that serves many connections. It alone touches them, so that they need no locks; what
 * other threads want is handed to it as a task.
 *
 * <p>A turn: wait until something is ready, read, run tasks, fire timers, write what was collected.
 * It owns the one read buffer, the pool of other buffers, the memory for compression and the timers
 * of its connections.
 */
final class EventLoop implements Runnable {

  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int TICKS_A_ROUND = 512;

  /** Tasks run in one turn: whoever floods the loop with tasks must not stop it from writing. */
  private static final int MAX_TASKS_A_TURN = 4096;

  private static final long PAUSE_AFTER_FAILURE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final ServerConfig config;
  private final AtomicInteger openConnections;
  private final Thread thread;
  private final Selector selector;
  private final ByteBuffer readBuffer;
  private final BufferPool buffers;
  private final ServerConfig.TransportFactory transports;

  /** Null where no extension is agreed to. */
  private final ExtensionNegotiator extension;

  private final TimerWheel timers;

  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

  /** Whether the selector has been, or need not be, woken for the tasks that are there. */
  private final AtomicBoolean awake = new AtomicBoolean();

  private final PendingBroadcasts broadcasts = new PendingBroadcasts();

  /** What is to be settled at the end of the turn. */
  private final List<ServerConnection> changed = new ArrayList<>();

  private int connections;
  private boolean stopping;
  private long now;
  private boolean nowIsCurrent;

  /**
   * Makes a loop; {@link #start} sets it going.
   *
   * @param config the settings of the server
   * @param openConnections counts the connections of all loops
   * @param index tells the loops of a server apart
   * @throws IOException if the system gives no selector
   */
  EventLoop(ServerConfig config, AtomicInteger openConnections, int index) throws IOException {
    this.config = config;
    this.openConnections = openConnections;
    this.readBuffer = MessageBuffers.allocateDirect(config.readBufferBytes());
    this.buffers = config.buffers().get();
    this.transports = config.transports().get();
    this.extension = config.extensions().get();
    this.timers = new TimerWheel(TICK_NANOS, TICKS_A_ROUND, System.nanoTime());
    this.thread = config.threads().create("loop-" + index, this);
    this.selector = Selector.open();
  }

  // ---- From any thread

  /**
   * Has something called when a channel is ready; only before {@link #start}.
   *
   * @param channel not blocking
   * @param operations what it is to be ready for
   * @param selected what is called then
   * @return its key
   * @throws IOException if the channel is closed
   */
  SelectionKey register(SelectableChannel channel, int operations, Selected selected)
      throws IOException {
    return channel.register(selector, operations, selected);
  }

  void start() {
    thread.start();
  }

  boolean isCurrentThread() {
    return Thread.currentThread() == thread;
  }

  /**
   * Has something done by the loop.
   *
   * @param task must not block; run in the order of the calls
   */
  void execute(Runnable task) {
    tasks.add(task);
    if (!isCurrentThread() && !awake.getAndSet(true)) {
      selector.wakeup();
    }
  }

  /**
   * The same, but done at once if this is the loop's own thread.
   *
   * @param task must not block
   */
  void executeNowIfCurrent(Runnable task) {
    if (isCurrentThread()) {
      task.run();
    } else {
      execute(task);
    }
  }

  /**
   * Takes over a channel.
   *
   * @param channel connected; counted in openConnections
   */
  void adopt(SocketChannel channel) {
    executeNowIfCurrent(() -> register(channel));
  }

  /** Says goodbye to all connections; the loop ends when they have ended, or after a deadline. */
  void stop() {
    execute(this::beginStop);
  }

  /**
   * Waits for the end of the loop.
   *
   * @param nanos how long at most
   * @return whether it has ended
   * @throws InterruptedException if the waiting thread is interrupted
   */
  boolean awaitEnd(long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.timedJoin(thread, nanos);
    return !thread.isAlive();
  }

  /** Gives everything back because the server did not start after all. */
  void discard() {
    if (thread.getState() == Thread.State.NEW) {
      giveBack();
    } else {
      stop();
    }
  }

  // ---- The loop

  @Override
  public void run() {
    try {
      while (!stopping || connections > 0) {
        try {
          turn();
        } catch (IOException | RuntimeException | Error e) {
          Log.warning("An event loop failed, and goes on", e);
          LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NANOS);
        }
      }
    } finally {
      giveBack();
    }
  }

  private void turn() throws IOException {
    nowIsCurrent = false;
    select();
    // First this, then the tasks: one that is added in between wakes once too often, not never.
    if (awake.get()) {
      awake.set(false); // Not each time, as it is 3 percent of the loop's own cycles for an echo.
    }
    runTasks();
    timers.advance(now());
    broadcasts.deliver();
    settleChanged();
  }

  private void select() throws IOException {
    boolean idle = tasks.isEmpty() && broadcasts.isEmpty() && changed.isEmpty();
    long nanos = idle ? timers.nanosToNext(System.nanoTime()) : 0;
    if (nanos == TimerWheel.NEVER) {
      selector.select(this::onSelected);
    } else if (nanos == 0) {
      selector.selectNow(this::onSelected);
    } else {
      long wholeMillis = TimeUnit.NANOSECONDS.toMillis(nanos);
      selector.select(this::onSelected, wholeMillis + 1);
    }
  }

  private void onSelected(SelectionKey key) {
    Selected selected = (Selected) key.attachment();
    try {
      selected.onReady(key);
    } catch (Throwable e) {
      selected.onFailure(e);
    }
  }

  private void runTasks() {
    for (int i = 0; i < MAX_TASKS_A_TURN; i++) {
      Runnable task = tasks.poll();
      if (task == null) {
        return;
      }
      task.run();
    }
  }

  /** Those that change meanwhile, because a handler sends to them, are for the next turn. */
  private void settleChanged() {
    int count = changed.size();
    for (int i = 0; i < count; i++) {
      ServerConnection connection = changed.get(i);
      try {
        connection.settle();
      } catch (Throwable e) {
        connection.onFailure(e);
      }
    }
    changed.subList(0, count).clear();
  }

  private void register(SocketChannel channel) {
    try {
      SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
      key.attach(new ServerConnection(this, transports.create(channel, key)));
      connections++;
    } catch (IOException | RuntimeException | Error e) {
      Log.warning("A connection could not be set up", e);
      Acceptor.refuse(channel);
      openConnections.decrementAndGet();
    }
  }

  private void beginStop() {
    stopping = true;
    forEachConnection(ServerConnection::goAway);
    TimerWheel.Timer deadline =
        new TimerWheel.Timer() {
          @Override
          void onTimeout(long ignored) {
            forEachConnection(ServerConnection::close);
          }
        };
    timers.schedule(deadline, now() + config.timeouts().shutdown());
  }

  private void forEachConnection(Consumer<ServerConnection> action) {
    for (SelectionKey key : selector.keys()) {
      if (key.attachment() instanceof ServerConnection connection) {
        action.accept(connection);
      }
    }
  }

  private void giveBack() {
    if (extension != null) {
      extension.close();
    }
    try {
      selector.close();
    } catch (IOException e) {
      Log.warning("A selector could not be closed", e);
    }
  }

  // ---- For the connections, on the thread of the loop

  /** A connection wants to be settled at the end of this turn. */
  void onChanged(ServerConnection connection) {
    changed.add(connection);
  }

  /** A connection has ended. */
  void onClosed() {
    connections--;
    openConnections.decrementAndGet();
  }

  /** The time of this turn, {@link System#nanoTime} read once. */
  long now() {
    if (!nowIsCurrent) {
      now = System.nanoTime();
      nowIsCurrent = true;
    }
    return now;
  }

  ServerConfig config() {
    return config;
  }

  ByteBuffer readBuffer() {
    return readBuffer;
  }

  BufferPool buffers() {
    return buffers;
  }

  /** What was broadcast to connections of this loop and not given to them yet. */
  PendingBroadcasts broadcasts() {
    return broadcasts;
  }

  /** What is agreed to of the extensions that a client offers; null for none. */
  ExtensionNegotiator extension() {
    return extension;
  }

  TimerWheel timers() {
    return timers;
  }
}
