package io.github.baseframe.protocol.message;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Lends buffers, on the heap or, if they are large, outside of it; spoils what comes back, and
 * knows what has not come back.
 */
public final class CountingPool implements BufferPool {

  private final int bufferBytes;
  private final Set<ByteBuffer> lent = Collections.newSetFromMap(new IdentityHashMap<>());

  private final Set<ByteBuffer> shared = Collections.newSetFromMap(new IdentityHashMap<>());
  private long countedBytes;
  private boolean exhausted;

  public CountingPool(int bufferBytes) {
    this.bufferBytes = bufferBytes;
  }

  /** Returns how many buffers have not come back, shared ones among them. */
  public int lent() {
    return lent.size() + shared.size();
  }

  /** Returns how much a connection holds by itself. */
  public long countedBytes() {
    return countedBytes;
  }

  /** From now on there is no memory for anything large, or there is again. */
  public void exhaust(boolean newExhausted) {
    exhausted = newExhausted;
  }

  @Override
  public void keepShared(ByteBuffer buffer) {
    if (!shared.add(buffer)) {
      throw new IllegalStateException("kept already");
    }
  }

  @Override
  public void releaseShared(ByteBuffer buffer) {
    if (!shared.remove(buffer)) {
      throw new IllegalStateException("not kept, or given back before");
    }
  }

  @Override
  public void count(long bytes) {
    countedBytes += bytes;
  }

  @Override
  public boolean isExhausted() {
    return exhausted;
  }

  @Override
  public ByteBuffer acquire(int minBytes) {
    ByteBuffer buffer =
        minBytes <= bufferBytes
            ? ByteBuffer.allocate(bufferBytes)
            : ByteBuffer.allocateDirect(minBytes);
    lent.add(buffer);
    return buffer;
  }

  @Override
  public void release(ByteBuffer buffer) {
    if (!lent.remove(buffer)) {
      throw new IllegalStateException("not lent, or given back before");
    }
    buffer.clear();
    while (buffer.hasRemaining()) {
      buffer.put((byte) 0xDD);
    }
  }
}
