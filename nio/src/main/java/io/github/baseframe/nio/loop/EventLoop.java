package io.github.baseframe.nio.loop;

import io.github.baseframe.nio.statistics.LimitHit;
import io.github.baseframe.nio.statistics.LoopStatistics;
import io.github.baseframe.nio.statistics.TurnTimes;
import io.github.baseframe.protocol.message.BufferPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * One thread that serves many channels. It alone touches what belongs to them, so that they need no
 * locks; what other threads want is handed to it as a task.
 *
 * <p>A turn: wait until something is ready, read, run tasks, fire timers, settle what was
 * collected. It owns the one read buffer, the pool of other buffers and the timers. It knows
 * nothing of what its channels carry.
 */
public final class EventLoop implements Runnable {

  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int TICKS_A_ROUND = 512;

  /** Tasks run in one turn: whoever floods the loop with tasks must not stop it from writing. */
  private static final int MAX_TASKS_A_TURN = 4096;

  private static final long PAUSE_AFTER_FAILURE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Where nobody is left to be evicted, it is not tried again before this has passed. */
  private static final long RELIEF_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** Kept for when there is no other memory. */
  private static final int RESERVE_BYTES = 128 * 1024;

  private final Log log;
  private final Thread thread;
  private final Selector selector;
  private final ByteBuffer readBuffer;
  private final BufferPool buffers;
  private final MemoryShare memory;
  private final Relief relief;
  private final OncePerMinute failures;
  private final Runnable atEnd;
  private final TimerWheel timers;
  private final LoopStatistics statistics = new LoopStatistics();
  private final TurnTimes turns = statistics.turns();
  private final Backlog backlog;

  private final TaskQueue tasks;

  /** What is to be settled at the end of the turn. */
  private final List<Settled> unsettled = new ArrayList<>();

  private int registered;
  private boolean stopping;
  private boolean interruptionTold;
  private long now;
  private boolean nowIsCurrent;

  /** Null from a lack of memory on, until there is some again. */
  private byte[] reserve = new byte[RESERVE_BYTES];

  /** Whether there was no memory for something, whatever the budget says. */
  private boolean starving;

  private long nextRelief;

  /**
   * Makes a loop; {@link #start} sets it going.
   *
   * @param channels makes its selector, and has made what is registered with it
   * @param threads makes its thread
   * @param readBufferBytes the size of its read buffer
   * @param buffers lends buffers to what runs on it
   * @param memory counts what that holds
   * @param atEnd called on its thread when it has ended, to give back what belongs to it
   * @param log where it says what went wrong
   * @throws IOException if the system gives no selector
   */
  public EventLoop(
      SelectorProvider channels,
      ThreadFactory threads,
      int readBufferBytes,
      BufferPool buffers,
      MemoryShare memory,
      Runnable atEnd,
      Log log)
      throws IOException {
    this.log = log;
    this.failures = new OncePerMinute(log);
    this.memory = memory;
    this.relief = new Relief(memory);
    this.backlog = new Backlog(this::settleLater, log);
    this.readBuffer = MessageBuffers.allocateDirect(readBufferBytes);
    this.buffers = buffers;
    this.atEnd = atEnd;
    this.timers = new TimerWheel(TICK_NANOS, TICKS_A_ROUND, System.nanoTime());
    this.thread = threads.newThread(this);
    if (thread == null) {
      throw new IllegalStateException("the thread factory made no thread");
    }
    this.selector = channels.openSelector();
    this.tasks = new TaskQueue(selector::wakeup);
    this.nextRelief = System.nanoTime();
    memory.onPressure(tasks::wakeUp);
  }

  // ---- From any thread

  /** Begins; once only. */
  public void start() {
    thread.start();
  }

  /**
   * Says whether this is the loop's own thread.
   *
   * @return true on the thread on which everything of the loop happens
   */
  public boolean isCurrentThread() {
    return Thread.currentThread() == thread;
  }

  /**
   * Has something done by the loop.
   *
   * @param task must not block; run in the order of the calls
   */
  public void execute(Runnable task) {
    tasks.add(task);
    if (!isCurrentThread()) {
      tasks.wakeUp();
    }
  }

  /**
   * The same, but done at once if this is the loop's own thread.
   *
   * @param task must not block
   */
  public void executeNowIfCurrent(Runnable task) {
    if (isCurrentThread()) {
      task.run();
    } else {
      execute(task);
    }
  }

  /**
   * Tells all that is registered to go away; the loop ends when all of it has gone.
   *
   * @param maxNanos after this time what is left is cut
   */
  public void stop(long maxNanos) {
    execute(() -> beginStop(maxNanos));
  }

  /**
   * Waits for the end of the loop.
   *
   * @param nanos how long at most
   * @return whether it has ended
   * @throws InterruptedException if the waiting thread is interrupted
   */
  public boolean awaitEnd(long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.timedJoin(thread, nanos);
    return !thread.isAlive();
  }

  /** Gives everything back because its owner did not start after all. */
  public void discard() {
    if (thread.getState() == Thread.State.NEW) {
      giveBack();
    } else {
      stop(0);
    }
  }

  // ---- The loop

  @Override
  public void run() {
    try {
      while (!stopping || registered > 0) {
        try {
          turn();
        } catch (Throwable e) {
          onFailure(e);
        }
      }
    } finally {
      giveBack();
    }
  }

  /** Whatever it is, and be it a lack of memory for this: the loop goes on. */
  private void onFailure(Throwable error) {
    try {
      onError(error);
      failures.warning("An event loop failed, and goes on", error);
      relieve();
      LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NANOS);
    } catch (Throwable e) {
      // The next turn finds the same, and by then others may have given memory back.
    }
  }

  private void turn() throws IOException {
    nowIsCurrent = false;
    clearInterruption();
    tasks.beginTurn();
    select();
    if (turns.isMeasured()) {
      turns.begin(now());
    }
    // Timers know the time of that, not how long tasks take: what comes meanwhile is read first.
    now();
    runTasks();
    timers.advance(now());
    settle();
    relieve();
    replenish();
  }

  /**
   * An interruption that a handler leaves behind would let the selector return at once for ever.
   */
  private void clearInterruption() {
    if (Thread.interrupted() && !interruptionTold) {
      interruptionTold = true;
      log.warning("A handler left the thread of its event loop interrupted: it is cleared");
    }
  }

  private void select() throws IOException {
    if (turns.isMeasured()) {
      turns.end(System.nanoTime());
    }
    boolean idle = tasks.isEmpty() && unsettled.isEmpty();
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
    if (!key.isValid()) {
      // Closed in this turn, on behalf of another one.
      return;
    }
    Selected selected = (Selected) key.attachment();
    now();
    if (turns.isMeasured()) {
      turns.begin(now);
    }
    try {
      selected.onReady(key);
    } catch (Throwable e) {
      selected.onFailure(e);
    }
    relieve();
  }

  // ---- Memory

  /** If too much of it is held, or none is left, who holds most gives it back. */
  private void relieve() {
    long excess = starving ? memory.heldBytes() / 2 : memory.excessBytes();
    starving = false;
    if (excess <= 0 || System.nanoTime() - nextRelief < 0) {
      return;
    }
    int evicted = relief.evict(selector.keys(), excess);
    if (memory.excessBytes() > 0) {
      nextRelief = System.nanoTime() + RELIEF_INTERVAL_NANOS;
    }
    if (evicted > 0) {
      statistics.add(LimitHit.EVICTED, evicted);
      memory.onEvicted(evicted);
    }
  }

  /** Makes a new reserve once there is memory for it. */
  private void replenish() {
    if (reserve == null && !memory.isShort()) {
      reserve = new byte[RESERVE_BYTES];
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

  /** What is to be settled because of this, as a handler sends once more, is for the next turn. */
  private void settle() {
    int count = unsettled.size();
    for (int i = 0; i < count; i++) {
      Settled next = unsettled.get(i);
      try {
        next.settle();
      } catch (Throwable e) {
        next.onFailure(e);
      }
    }
    unsettled.subList(0, count).clear();
  }

  private void beginStop(long maxNanos) {
    stopping = true;
    TimerWheel.Timer deadline =
        new TimerWheel.Timer() {
          @Override
          protected void onTimeout(long ignored) {
            forEach(Selected::cut);
          }
        };
    timers.schedule(deadline, now() + maxNanos);
    forEach(Selected::goAway);
  }

  private void forEach(Consumer<Selected> action) {
    for (SelectionKey key : List.copyOf(selector.keys())) {
      if (key.isValid() && key.attachment() instanceof Selected selected) {
        try {
          action.accept(selected);
        } catch (Throwable e) {
          selected.onFailure(e);
        }
      }
    }
  }

  private void giveBack() {
    try {
      atEnd.run();
    } finally {
      closeSelector();
    }
  }

  private void closeSelector() {
    try {
      selector.close();
    } catch (IOException e) {
      log.warning("A selector could not be closed", e);
    }
  }

  // ---- For what runs on it: on its thread, or before it is started

  /**
   * Has something called when a channel is ready. The loop does not end before {@link
   * #deregistered} was called for it.
   *
   * @param channel not blocking
   * @param operations what it is to be ready for
   * @param selected what is called then; may be null, if one is attached to the key right after
   * @return its key
   * @throws IOException if the channel is closed
   */
  public SelectionKey register(SelectableChannel channel, int operations, Selected selected)
      throws IOException {
    SelectionKey key = channel.register(selector, operations, selected);
    registered++;
    return key;
  }

  /** The channel of something that was registered is closed. */
  public void deregistered() {
    registered--;
  }

  /**
   * Says whether nobody is to come any more.
   *
   * @return true after {@link #stop}
   */
  public boolean isStopping() {
    return stopping;
  }

  /**
   * Has something settled at the end of this turn.
   *
   * @param settled settled once for each call
   */
  public void settleLater(Settled settled) {
    unsettled.add(settled);
  }

  /**
   * Returns the time of this turn, {@link System#nanoTime} read once: what has arrived by then was
   * ready in this turn.
   *
   * @return nanoseconds
   */
  public long now() {
    if (!nowIsCurrent) {
      now = System.nanoTime();
      nowIsCurrent = true;
    }
    return now;
  }

  /**
   * Returns where everything on the loop reads to.
   *
   * @return in use only during a call
   */
  public ByteBuffer readBuffer() {
    return readBuffer;
  }

  /**
   * Returns the pool of the loop.
   *
   * @return for its thread only
   */
  public BufferPool buffers() {
    return buffers;
  }

  /**
   * Says that something failed on this loop: if it was for a lack of memory, the reserve is given
   * up, and who holds most gives back what it holds. Allocates nothing.
   *
   * @param error anything
   */
  public void onError(Throwable error) {
    if (error instanceof OutOfMemoryError) {
      reserve = null;
      starving = true;
    }
  }

  /** A newcomer was told to come back later, as memory is short: that is counted and logged. */
  public void onRefusedForMemory() {
    statistics.add(LimitHit.MEMORY_SHORT);
    memory.onRefused();
  }

  /**
   * Returns what counts the memory that is held here.
   *
   * @return for its thread, save for what it says itself
   */
  public MemoryShare memory() {
    return memory;
  }

  /**
   * Returns the timers of the loop.
   *
   * @return for its thread only
   */
  public TimerWheel timers() {
    return timers;
  }

  /**
   * Returns what the loop counts.
   *
   * @return always the same
   */
  public LoopStatistics statistics() {
    return statistics;
  }

  /**
   * Returns what is left to do of this turn and those before.
   *
   * @return for its thread only
   */
  public Backlog backlog() {
    return backlog;
  }

  /**
   * Returns where things that go wrong are told.
   *
   * @return for any thread
   */
  public Log log() {
    return log;
  }
}
