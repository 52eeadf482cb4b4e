package io.github.baseframe.server.peer;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * Where an address is counted: in one cell of each of four rows. Addresses share cells, and what
 * counts for an address is the least of its cells, so that one is taken for busier than it is only
 * if each of its four cells is shared with a busy one. Which those are depends on a secret, so that
 * nobody can choose addresses for it. The tables never grow, however many addresses there are.
 */
final class AddressHash {

  static final int ROWS = 4;
  static final int CELLS_A_ROW = 4096;
  static final int CELLS = ROWS * CELLS_A_ROW;

  /** How much of an address counts. */
  enum Scope {
    /** All of it. */
    WHOLE,
    /** The first 64 bits of one of version 6: what a single host or household is given. */
    PREFIX_64
  }

  private final long[] secrets = new SecureRandom().longs(ROWS).toArray();

  /** Makes one whose secret nobody knows. */
  AddressHash() {}

  /**
   * Finds the cells of an address.
   *
   * @param address any
   * @param scope the whole of an address of version 4 in any case
   * @return four different indexes below {@link #CELLS}
   */
  int[] cells(InetAddress address, Scope scope) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    long high = bytes.remaining() == Integer.BYTES ? bytes.getInt() : bytes.getLong();
    boolean whole = scope == Scope.WHOLE;
    long low = bytes.hasRemaining() && whole ? bytes.getLong() : 0;
    int[] cells = new int[ROWS];
    for (int row = 0; row < ROWS; row++) {
      // A prefix is no address, not even the one whose other bits are 0.
      long secret = whole ? secrets[row] : ~secrets[row];
      long mixed = mix(mix(high ^ secret) + low);
      cells[row] = row * CELLS_A_ROW + (int) (mixed >>> 32 & CELLS_A_ROW - 1);
    }
    return cells;
  }

  static boolean isIpv6(InetAddress address) {
    return address instanceof Inet6Address;
  }

  /** Each bit of what comes in changes about half of what comes out (the end of MurmurHash3). */
  private static long mix(long bits) {
    long mixed = (bits ^ bits >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ mixed >>> 33;
  }
}
