package io.github.baseframe.conformance.engine;

import java.nio.ByteBuffer;

/**
 * A connection to a subject that carries bytes, with a clock of its own, so that in memory a wait
 * costs no time. For one thread.
 */
public interface Link extends AutoCloseable {

  /**
   * Returns the time of this link.
   *
   * @return nanoseconds since some moment
   */
  long now();

  /**
   * Sends and receives what can be, and waits only if it is neither. Doing both at once keeps a
   * subject that answers while it is still being sent to from blocking both sides.
   *
   * @param out what to send; what was sent is consumed
   * @param in takes what is received; must have room
   * @param deadline when to give up waiting, in the time of {@link #now}
   * @return false if the subject has ended the stream and all that it sent has been received
   */
  boolean transfer(ByteBuffer out, ByteBuffer in, long deadline);

  /** Ends the tester's direction; what the subject sends can still be received. */
  void endOutput();

  /** Ends the connection, in both directions. */
  @Override
  void close();
}
