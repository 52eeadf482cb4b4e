package io.github.baseframe.protocol.deflate;

import io.github.baseframe.protocol.handshake.ExtensionNegotiator;

/** Lets the tests of a driver see what its negotiators hold outside of the heap. */
public final class NativeMemory {

  /** As many inflaters and deflaters may a negotiator keep that nobody uses. */
  public static final int MAX_KEPT =
      DeflatePool.MAX_KEPT_INFLATERS + DeflatePool.MAX_KEPT_DEFLATERS;

  private NativeMemory() {}

  /** How many inflaters and deflaters hold memory now, lent or kept. */
  public static int alive(ExtensionNegotiator negotiator) {
    return ((DeflateNegotiator) negotiator).pool().alive();
  }
}
