package io.github.baseframe.nio.statistics;

import io.github.baseframe.protocol.Rule;

/**
 * What one event loop has counted. Its thread alone counts, which takes no more than an addition;
 * any thread may read and is told how it was a moment ago. Who wants the figures of several loops
 * adds them up.
 */
public final class LoopStatistics {

  private static final int FIRST_CLOSE_CODE = 1000;
  private static final int LAST_CLOSE_CODE = 1015;

  /** Close codes of libraries: as each may be chosen by a peer they are counted in one. */
  public static final int LIBRARY_CODES = LAST_CLOSE_CODE + 1;

  /** The same for those of applications. */
  public static final int APPLICATION_CODES = LAST_CLOSE_CODE + 2;

  private static final int FIRST_LIBRARY_CODE = 3000;
  private static final int FIRST_APPLICATION_CODE = 4000;

  private final Tally counts = new Tally(0, Count.values().length - 1);
  private final Tally refusals = new Tally(300, 599);
  private final Tally closes = new Tally(FIRST_CLOSE_CODE, APPLICATION_CODES);
  private final Tally brokenRules = new Tally(0, Rule.values().length - 1);
  private final Tally limitHits = new Tally(0, LimitHit.values().length - 1);
  private final TurnTimes turns = new TurnTimes();

  /** Begins with zeros. */
  public LoopStatistics() {}

  // ---- On the thread of the loop

  /**
   * Counts.
   *
   * @param what is counted
   * @param more how many more of it; negative for fewer
   */
  public void add(Count what, long more) {
    counts.add(what.ordinal(), more);
  }

  /**
   * A limit was reached.
   *
   * @param limit which one
   */
  public void add(LimitHit limit) {
    add(limit, 1);
  }

  /**
   * A limit was reached.
   *
   * @param limit which one
   * @param times how often
   */
  public void add(LimitHit limit, long times) {
    limitHits.add(limit.ordinal(), times);
  }

  /**
   * A peer has broken a rule.
   *
   * @param rule which one
   */
  public void add(Rule rule) {
    brokenRules.add(rule.ordinal(), 1);
  }

  /**
   * A request was answered otherwise than it wanted.
   *
   * @param status 300 to 599
   */
  public void addRefusal(int status) {
    refusals.add(status, 1);
  }

  /**
   * A connection has ended.
   *
   * @param code of its {@link io.github.baseframe.protocol.CloseReason}
   */
  public void addClose(int code) {
    closes.add(slotOf(code), 1);
  }

  private static int slotOf(int code) {
    if (code >= FIRST_APPLICATION_CODE) {
      return APPLICATION_CODES;
    }
    return code >= FIRST_LIBRARY_CODE ? LIBRARY_CODES : code;
  }

  /**
   * Returns how long the loop works.
   *
   * @return always the same
   */
  public TurnTimes turns() {
    return turns;
  }

  // ---- On any thread

  /**
   * Returns a count.
   *
   * @param what was counted
   * @return how many there were
   */
  public long get(Count what) {
    return counts.get(what.ordinal());
  }

  /**
   * Returns the refusals by status.
   *
   * @return always the same
   */
  public Tally refusals() {
    return refusals;
  }

  /**
   * Returns the closes by code, with one number for {@link #LIBRARY_CODES} and one for {@link
   * #APPLICATION_CODES}.
   *
   * @return always the same
   */
  public Tally closes() {
    return closes;
  }

  /**
   * Returns the broken rules by ordinal.
   *
   * @return always the same
   */
  public Tally brokenRules() {
    return brokenRules;
  }

  /**
   * Returns the limits that were reached, by ordinal.
   *
   * @return always the same
   */
  public Tally limitHits() {
    return limitHits;
  }
}
