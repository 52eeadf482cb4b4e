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

  public CountingPool(int bufferBytes) {
    this.bufferBytes = bufferBytes;
  }

  public int lent() {
    return lent.size();
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
