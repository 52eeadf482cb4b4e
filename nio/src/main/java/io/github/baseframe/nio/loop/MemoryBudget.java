package io.github.baseframe.nio.loop;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How much memory all event loops of a server together may hold for their connections: what waits
 * to be sent, messages under way, heads of requests, inboxes of executors, tasks from other
 * threads, and what a connection itself takes. Each loop counts what it holds in its {@link
 * MemoryShare}, and tells the budget when that has changed by {@link #STEP_BYTES}.
 *
 * <pre>
 *   from 3/4 on   short      newcomers are refused, and who does not read is not read from
 *   from 7/8 on   pressed    who holds most loses the connection, until 3/4 are left; also where
 *                            it has been short for 10 seconds, until 5/8 are left
 *   above it all  exhausted  larger messages find no room in any send queue
 * </pre>
 *
 * <p>For any thread.
 */
public final class MemoryBudget {

  /** A loop keeps smaller changes to itself, so that it rarely shares a cache line with others. */
  static final int STEP_BYTES = 64 * 1024;

  /** Newcomers are not kept out longer than this by those who only hold what they have. */
  static final long MAX_SHORT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final long bytes;
  private final long shortAbove;
  private final long pressedAbove;
  private final long partOfALoop;
  private final long partAfterShortage;
  private final LongSupplier clock;
  private final OncePerMinute refusals;
  private final OncePerMinute evictions;

  /** Since when memory is short, in the time of the clock; 0 if it is not. */
  private volatile long shortSince;

  private final AtomicLong held = new AtomicLong();
  private final List<Runnable> wakeUps = new CopyOnWriteArrayList<>();

  /**
   * Makes the budget of some loops.
   *
   * @param bytes how much they may hold, at least 1; {@link Long#MAX_VALUE} for no limit
   * @param loops how many loops there are
   * @param log where it says that connections were closed for it
   */
  public MemoryBudget(long bytes, int loops, Log log) {
    this(bytes, loops, log, System::nanoTime);
  }

  MemoryBudget(long bytes, int loops, Log log, LongSupplier clock) {
    this.bytes = bytes;
    this.clock = clock;
    this.refusals = new OncePerMinute(log);
    this.partAfterShortage = bytes / 8 * 5 / loops;
    this.evictions = new OncePerMinute(log);
    this.shortAbove = bytes / 4 * 3;
    this.pressedAbove = bytes / 8 * 7;
    this.partOfALoop = shortAbove / loops;
  }

  /**
   * Returns what is held at most by default: the other half is for the application, and for what
   * the collector has not collected yet.
   *
   * @return half of the virtual machine's maximum heap, in bytes
   */
  public static long defaultBytes() {
    return Runtime.getRuntime().maxMemory() / 2;
  }

  /**
   * Makes a budget without a limit, for one loop.
   *
   * @param log where it says that connections were closed because there was no memory at all
   * @return a new budget
   */
  public static MemoryBudget unlimited(Log log) {
    return new MemoryBudget(Long.MAX_VALUE, 1, log);
  }

  /**
   * Returns the limit.
   *
   * @return bytes
   */
  public long bytes() {
    return bytes;
  }

  /**
   * Returns how much is held, but for what loops keep to themselves.
   *
   * @return bytes
   */
  public long heldBytes() {
    return held.get();
  }

  boolean isShort() {
    return held.getOpaque() > shortAbove;
  }

  boolean isPressed() {
    return held.getOpaque() > pressedAbove || isShortForLong();
  }

  private boolean isShortForLong() {
    long since = shortSince;
    return since != 0 && clock.getAsLong() - since > MAX_SHORT_NANOS;
  }

  boolean isExhausted() {
    return held.getOpaque() > bytes;
  }

  /** What a loop is to come down to, while all together hold too much. */
  long partOfALoop() {
    return isShortForLong() ? partAfterShortage : partOfALoop;
  }

  /** A newcomer was told to come back later. */
  void onRefused() {
    refusals.warning("Memory is short: newcomers get 503");
  }

  /** Says how one more loop is woken when the budget is pressed. */
  void onPressure(Runnable wakeUp) {
    wakeUps.add(wakeUp);
  }

  /** Some have lost their connection for it. */
  void onEvicted(int count) {
    evictions.warning(
        "Memory is short: closed the "
            + count
            + " connections that held most of the "
            + bytes
            + " bytes that all of them may hold");
  }

  /** Counts a change; where that begins to press, all loops look at what they hold. */
  void add(long change) {
    long now = held.addAndGet(change);
    if (now <= shortAbove) {
      shortSince = 0;
    } else if (shortSince == 0) {
      shortSince = clock.getAsLong() | 1;
    }
    if (now > pressedAbove && now - change <= pressedAbove) {
      wakeUps.forEach(Runnable::run);
    }
  }
}
