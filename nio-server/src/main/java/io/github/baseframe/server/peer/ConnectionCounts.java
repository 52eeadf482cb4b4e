package io.github.baseframe.server.peer;

import io.github.baseframe.server.peer.AddressHash.Scope;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How many connections each address has, and each IPv6 prefix of 64 bits, in a table of fixed size
 * (see {@link AddressHash}). For any thread.
 */
public final class ConnectionCounts {

  private final AddressHash hash = new AddressHash();
  private final AtomicIntegerArray counts = new AtomicIntegerArray(AddressHash.CELLS);
  private final int mostOfAddress;
  private final int mostOfPrefix;

  /**
   * Makes a table without connections.
   *
   * @param mostOfAddress how many one address may have
   * @param mostOfPrefix how many all addresses of one IPv6 prefix may have together
   */
  public ConnectionCounts(int mostOfAddress, int mostOfPrefix) {
    this.mostOfAddress = mostOfAddress;
    this.mostOfPrefix = mostOfPrefix;
  }

  /**
   * Counts one connection more, if there may be one more.
   *
   * @param address of its peer
   * @return false if there may not; then it is not counted
   */
  public boolean take(InetAddress address) {
    if (!take(address, Scope.WHOLE, mostOfAddress)) {
      return false;
    }
    if (AddressHash.isIpv6(address) && !take(address, Scope.PREFIX_64, mostOfPrefix)) {
      add(hash.cells(address, Scope.WHOLE), -1);
      return false;
    }
    return true;
  }

  private boolean take(InetAddress address, Scope scope, int most) {
    int[] cells = hash.cells(address, scope);
    if (add(cells, 1) <= most) {
      return true;
    }
    add(cells, -1);
    return false;
  }

  /**
   * Counts one connection less.
   *
   * @param address for which {@link #take} was true
   */
  public void giveBack(InetAddress address) {
    add(hash.cells(address, Scope.WHOLE), -1);
    if (AddressHash.isIpv6(address)) {
      add(hash.cells(address, Scope.PREFIX_64), -1);
    }
  }

  /** Returns the least of the cells. */
  private int add(int[] cells, int delta) {
    int least = Integer.MAX_VALUE;
    for (int cell : cells) {
      least = Math.min(least, counts.addAndGet(cell, delta));
    }
    return least;
  }
}
