package io.github.baseframe.protocol.message;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Keeps released buffers of one size, last in first out, so that the warmest is used next. It never
 * makes more than it keeps: memory outside of the heap is scarce, and slow to get and to free.
 */
final class FixedSizeBufferPool implements BufferPool {

  private final int bufferBytes;
  private final int maxKept;
  private final boolean direct;

  /** How many direct buffers there are, kept or lent; {@code maxKept} if no more can be had. */
  private int made;

  private final ArrayDeque<ByteBuffer> kept = new ArrayDeque<>();

  FixedSizeBufferPool(int bufferBytes, int maxKept, boolean direct) {
    if (bufferBytes < 1 || maxKept < 0) {
      throw new IllegalArgumentException("bufferBytes " + bufferBytes + ", maxKept " + maxKept);
    }
    this.bufferBytes = bufferBytes;
    this.maxKept = maxKept;
    this.direct = direct;
  }

  @Override
  public ByteBuffer acquire(int minBytes) {
    if (minBytes > bufferBytes) {
      return ByteBuffer.allocate(minBytes);
    }
    ByteBuffer buffer = kept.pollLast();
    if (buffer != null) {
      return buffer.clear();
    }
    if (!direct || made == maxKept) {
      return ByteBuffer.allocate(bufferBytes);
    }
    made++;
    try {
      return ByteBuffer.allocateDirect(bufferBytes);
    } catch (OutOfMemoryError e) {
      // The JDK waits for half a second before it gives up, so it is not asked again.
      made = maxKept;
      return ByteBuffer.allocate(bufferBytes);
    }
  }

  @Override
  public void release(ByteBuffer buffer) {
    boolean ofThisKind = buffer.capacity() == bufferBytes && buffer.isDirect() == direct;
    if (ofThisKind && kept.size() < maxKept) {
      kept.addLast(buffer);
    }
  }
}
