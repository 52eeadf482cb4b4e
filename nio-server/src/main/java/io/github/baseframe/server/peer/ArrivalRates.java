package io.github.baseframe.server.peer;

import io.github.baseframe.server.peer.AddressHash.Scope;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How often each address comes, an IPv6 prefix of 64 bits being one address: a token bucket for
 * each, in a table of fixed size (see {@link AddressHash}). For any thread.
 *
 * <p>A bucket is one number, the time at which it will be full again; it holds a token as long as
 * that is not further away than filling it takes.
 */
public final class ArrivalRates {

  private final AddressHash hash = new AddressHash();
  private final AtomicLongArray fullAt = new AtomicLongArray(AddressHash.CELLS);
  private final long tokenNanos;
  private final long bucketNanos;

  /** Times are counted from here, so that the zeros of a new table are full buckets. */
  private final long origin;

  /**
   * Makes a table of full buckets.
   *
   * @param perSecond how many tokens each bucket gets a second, at least 1
   * @param burst how many it holds, at least 1
   * @param now nanoseconds
   */
  public ArrivalRates(int perSecond, int burst, long now) {
    this.tokenNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.bucketNanos = tokenNanos * burst;
    this.origin = now;
  }

  /**
   * Takes a token.
   *
   * @param address who comes
   * @param now nanoseconds, of the clock that the table was made by
   * @return 0, or how many nanoseconds it takes until there is one; then none is taken
   */
  public long take(InetAddress address, long now) {
    int[] cells = hash.cells(address, Scope.PREFIX_64);
    long time = now - origin;
    long wait = Long.MAX_VALUE;
    for (int cell : cells) {
      long taken = Math.max(fullAt.get(cell), time) + tokenNanos;
      wait = Math.min(wait, taken - time - bucketNanos);
    }
    if (wait > 0) {
      return wait;
    }
    for (int cell : cells) {
      fullAt.accumulateAndGet(cell, time, (full, at) -> Math.max(full, at) + tokenNanos);
    }
    return 0;
  }
}
