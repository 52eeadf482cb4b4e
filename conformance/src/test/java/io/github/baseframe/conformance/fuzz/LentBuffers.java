package io.github.baseframe.conformance.fuzz;

import io.github.baseframe.protocol.message.BufferPool;
import java.nio.ByteBuffer;

/** Lends buffers, and counts what has not come back. */
final class LentBuffers implements BufferPool {

  private static final int MIN_BYTES = 1024;

  private int lent;
  private long lentBytes;
  private long mostLentBytes;

  @Override
  public ByteBuffer acquire(int minBytes) {
    ByteBuffer buffer = ByteBuffer.allocate(Math.max(minBytes, MIN_BYTES));
    lent++;
    lentBytes += buffer.capacity();
    mostLentBytes = Math.max(mostLentBytes, lentBytes);
    return buffer;
  }

  @Override
  public void release(ByteBuffer buffer) {
    lent--;
    lentBytes -= buffer.capacity();
  }

  /** How many have not come back. */
  int lent() {
    return lent;
  }

  /** The most bytes that were lent at a time. */
  long mostLentBytes() {
    return mostLentBytes;
  }
}
