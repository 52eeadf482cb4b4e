package io.github.baseframe.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Lends buffers, spoils what comes back, and knows what has not come back. */
final class CountingPool implements BufferPool {

  private final int bufferBytes;
  private final Set<ByteBuffer> lent = Collections.newSetFromMap(new IdentityHashMap<>());

  CountingPool(int bufferBytes) {
    this.bufferBytes = bufferBytes;
  }

  int lent() {
    return lent.size();
  }

  @Override
  public ByteBuffer acquire(int leastBytes) {
    ByteBuffer buffer = ByteBuffer.allocate(Math.max(leastBytes, bufferBytes));
    lent.add(buffer);
    return buffer;
  }

  @Override
  public void release(ByteBuffer buffer) {
    if (!lent.remove(buffer)) {
      throw new IllegalStateException("not lent, or given back before");
    }
    Arrays.fill(buffer.array(), (byte) 0xDD);
  }
}
