package io.github.baseframe.nio.loop;

/**
 * What one event loop holds of a {@link MemoryBudget}. Belongs to the thread of the loop, save for
 * what says otherwise.
 */
public final class MemoryShare {

  /** What an object on the heap costs besides its bytes: its header and that of its buffer. */
  private static final int OBJECT_BYTES = 80;

  /** From half of this on, G1 gives an object whole regions, and this is the least of a region. */
  private static final int REGION_BYTES = 1024 * 1024;

  private final MemoryBudget budget;
  private long held;
  private long told;

  /**
   * Makes the share of one more loop, which holds nothing.
   *
   * @param budget of all loops
   */
  public MemoryShare(MemoryBudget budget) {
    this.budget = budget;
  }

  /**
   * Returns what a buffer on the heap really costs.
   *
   * @param capacity its size
   * @return bytes
   */
  public static long costOf(int capacity) {
    long bytes = (long) capacity + OBJECT_BYTES;
    return bytes < REGION_BYTES / 2
        ? bytes
        : (bytes + REGION_BYTES - 1) / REGION_BYTES * REGION_BYTES;
  }

  /** Says how the loop is woken when the budget is pressed. */
  void onPressure(Runnable wakeUp) {
    budget.onPressure(wakeUp);
  }

  /**
   * Counts memory that is held from now on; it is never refused.
   *
   * @param bytes what it costs
   */
  public void take(long bytes) {
    held += bytes;
    if (Math.abs(held - told) >= MemoryBudget.STEP_BYTES) {
      tell();
    }
  }

  /**
   * Counts memory that is not held any more.
   *
   * @param bytes as many as were taken
   */
  public void give(long bytes) {
    take(-bytes);
  }

  private void tell() {
    budget.add(held - told);
    told = held;
  }

  /**
   * Counts, on any thread, what is on its way to the loop.
   *
   * @param bytes what it costs; negative when it has come
   */
  public void addOnItsWay(long bytes) {
    budget.add(bytes);
  }

  /**
   * Returns how much the loop holds.
   *
   * @return bytes
   */
  public long heldBytes() {
    return held;
  }

  /**
   * Says, on any thread, whether newcomers are to be refused, and who does not read not to be read
   * from.
   *
   * @return true while three quarters of the budget are held
   */
  public boolean isShort() {
    return budget.isShort();
  }

  /**
   * Says, on any thread, whether nothing large may be queued.
   *
   * @return true while more than the budget is held
   */
  public boolean isExhausted() {
    return budget.isExhausted();
  }

  /** A newcomer was told to come back later, as memory is short. */
  void onRefused() {
    budget.onRefused();
  }

  /** So many have lost their connection for it. */
  void onEvicted(int count) {
    budget.onEvicted(count);
  }

  /** Returns how much the loop has to get rid of; 0 or less if nothing. */
  long excessBytes() {
    return budget.isPressed() ? held - budget.partOfALoop() : 0;
  }
}
