package io.github.baseframe.nio.loop;

/**
 * Many deadlines, cheaply: adding and cancelling cost the same however many there are. The wheel is
 * a ring of slots, one for each tick; a deadline waits in the slot of its tick, together with those
 * of later rounds.
 *
 * <p>Time is what the caller says it is, in nanoseconds from an arbitrary origin such as that of
 * {@link System#nanoTime}. A timer fires at the first {@link #advance} at or after its deadline, at
 * most one tick late. For one thread.
 */
public final class TimerWheel {

  /** What {@link #nanosToNext} answers when nothing is scheduled. */
  public static final long NEVER = Long.MAX_VALUE;

  /** A deadline; it is its own list node, so scheduling it allocates nothing. */
  public abstract static class Timer {
    private Timer previous;
    private Timer next;
    private long dueTick;

    /** Makes a timer that is not scheduled. */
    protected Timer() {}

    /**
     * The deadline has passed; the timer is no longer scheduled.
     *
     * @param now nanoseconds
     */
    protected abstract void onTimeout(long now);

    /**
     * Says whether it is going to fire.
     *
     * @return true from {@link TimerWheel#schedule} until it fires or is cancelled
     */
    public final boolean isScheduled() {
      return next != null;
    }

    private void linkBefore(Timer node) {
      previous = node.previous;
      next = node;
      previous.next = this;
      node.previous = this;
    }

    private void unlink() {
      previous.next = next;
      next.previous = previous;
      previous = null;
      next = null;
    }
  }

  /** The fixed end of a circular list. */
  private static final class Slot extends Timer {
    Slot() {
      super.previous = this;
      super.next = this;
    }

    @Override
    protected void onTimeout(long now) {
      throw new AssertionError("a slot is never due");
    }

    boolean isEmpty() {
      return super.next == this;
    }

    Timer first() {
      return super.next;
    }
  }

  private final long tickNanos;
  private final Slot[] slots;

  /** Those that are due, and have not fired because one before them threw. */
  private final Slot firing = new Slot();

  private final long origin;

  /** Everything due at this tick or before has fired. */
  private long currentTick;

  /** No timer is due before this tick. */
  private long earliestTick = NEVER;

  /**
   * Makes an empty wheel.
   *
   * @param tickNanos the precision in nanoseconds
   * @param slots how many ticks one round has; deadlines further away are passed over once a round
   * @param now nanoseconds
   */
  public TimerWheel(long tickNanos, int slots, long now) {
    this.tickNanos = tickNanos;
    this.slots = new Slot[slots];
    for (int i = 0; i < slots; i++) {
      this.slots[i] = new Slot();
    }
    this.origin = now;
  }

  /**
   * Schedules a timer, or moves it if it is scheduled already.
   *
   * @param timer what is to fire
   * @param deadline nanoseconds, on the clock of {@link #advance}
   */
  public void schedule(Timer timer, long deadline) {
    cancel(timer);
    long tick = Math.floorDiv(deadline - origin + tickNanos - 1, tickNanos);
    timer.dueTick = Math.max(tick, currentTick + 1);
    link(timer);
  }

  /**
   * Makes sure that a timer does not fire; without effect if it is not scheduled.
   *
   * @param timer a timer
   */
  public void cancel(Timer timer) {
    if (timer.isScheduled()) {
      timer.unlink();
    }
  }

  /**
   * Fires every timer whose deadline has passed. They may schedule and cancel timers. What one of
   * them throws is thrown on, and those behind it fire at the next call.
   *
   * @param now nanoseconds, not before an earlier call's
   */
  public void advance(long now) {
    long nowTick = Math.floorDiv(now - origin, tickNanos);
    if (nowTick < earliestTick) {
      currentTick = Math.max(currentTick, nowTick);
      return;
    }
    long firstTick = Math.max(currentTick + 1, nowTick - slots.length + 1);
    currentTick = nowTick;
    earliestTick = NEVER;
    for (long tick = firstTick; tick <= nowTick; tick++) {
      takeOut(slots[slotOf(tick)]);
    }
    try {
      fire(nowTick, now);
    } finally {
      findEarliest();
    }
  }

  /**
   * Says how long nothing needs to be done.
   *
   * @param now nanoseconds
   * @return nanoseconds until {@link #advance} should be called, 0 if that is now, or {@link
   *     #NEVER}. It may be too early, but never too late
   */
  public long nanosToNext(long now) {
    return earliestTick == NEVER ? NEVER : Math.max(0, earliestTick * tickNanos - (now - origin));
  }

  private void link(Timer timer) {
    timer.linkBefore(slots[slotOf(timer.dueTick)]);
    earliestTick = Math.min(earliestTick, timer.dueTick);
  }

  /** Takes the slot's timers out first: those that fire may put new ones into the same slot. */
  private void takeOut(Slot slot) {
    while (!slot.isEmpty()) {
      Timer timer = slot.first();
      timer.unlink();
      timer.linkBefore(firing);
    }
  }

  private void fire(long nowTick, long now) {
    while (!firing.isEmpty()) {
      Timer timer = firing.first();
      timer.unlink();
      if (timer.dueTick <= nowTick) {
        timer.onTimeout(now);
      } else {
        link(timer);
      }
    }
  }

  /** The next slot that is not empty: if all that is in it is of later rounds, it is too early. */
  private void findEarliest() {
    if (!firing.isEmpty()) {
      earliestTick = currentTick;
      return;
    }
    for (int i = 1; i <= slots.length && currentTick + i < earliestTick; i++) {
      if (!slots[slotOf(currentTick + i)].isEmpty()) {
        earliestTick = currentTick + i;
      }
    }
  }

  private int slotOf(long tick) {
    return (int) Math.floorMod(tick, (long) slots.length);
  }
}
