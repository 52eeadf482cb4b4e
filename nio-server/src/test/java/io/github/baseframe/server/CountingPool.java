package io.github.baseframe.server;

import io.github.baseframe.protocol.message.BufferPool;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the buffers that are lent, over all loops of a server. */
final class CountingPool {

  private final AtomicInteger lent = new AtomicInteger();

  /** Makes the pool of one loop. */
  BufferPool newPool() {
    BufferPool pool = new LoopBuffers(new MessageBuffers(1, 1 << 20));
    return new BufferPool() {
      @Override
      public ByteBuffer acquire(int leastBytes) {
        lent.incrementAndGet();
        return pool.acquire(leastBytes);
      }

      @Override
      public void release(ByteBuffer buffer) {
        lent.decrementAndGet();
        pool.release(buffer);
      }
    };
  }

  int lent() {
    return lent.get();
  }
}
