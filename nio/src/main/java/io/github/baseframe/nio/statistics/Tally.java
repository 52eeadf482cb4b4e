package io.github.baseframe.nio.statistics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts by number: of statuses, of close codes, of the constants of an enum. One thread counts,
 * with plain additions; any thread may read, and is told how it was a moment ago.
 */
public final class Tally {

  private static final VarHandle COUNTS = MethodHandles.arrayElementVarHandle(long[].class);

  private final int first;
  private final long[] counts;

  /**
   * Begins with zeros.
   *
   * @param first the smallest number
   * @param last the largest one
   */
  public Tally(int first, int last) {
    this.first = first;
    this.counts = new long[last - first + 1];
  }

  /**
   * Counts.
   *
   * @param number what is counted, one between the smallest and the largest
   * @param more how many more of it; negative for fewer
   */
  public void add(int number, long more) {
    int index = number - first;
    COUNTS.setOpaque(counts, index, counts[index] + more);
  }

  /**
   * Returns a count. For any thread.
   *
   * @param number one between the smallest and the largest
   * @return how many there are
   */
  public long get(int number) {
    return (long) COUNTS.getOpaque(counts, number - first);
  }

  /**
   * Returns the smallest number that is counted.
   *
   * @return always the same
   */
  public int first() {
    return first;
  }

  /**
   * Returns the largest number that is counted.
   *
   * @return always the same
   */
  public int last() {
    return first + counts.length - 1;
  }
}
