package io.github.baseframe.conformance.cases;

/**
 * What the tester asks of the way in which the subject compresses (permessage-deflate, RFC 7692
 * section 7.1), in either role.
 *
 * @param noContextTakeover whether each message of the subject is to begin with an empty window
 * @param maxWindowBits how far the subject may refer back, 8 to 15 for 2^8 to 2^15 octets; 0 to not
 *     ask for anything
 */
public record CompressionRequest(boolean noContextTakeover, int maxWindowBits) {

  /** Such as {@code without context takeover and a window of 2^9}. */
  @Override
  public String toString() {
    String context = noContextTakeover ? "without context takeover" : "with context takeover";
    return maxWindowBits == 0 ? context : context + " and a window of 2^" + maxWindowBits;
  }
}
