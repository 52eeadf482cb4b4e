package io.github.baseframe.nio.testing;

import io.github.baseframe.nio.loop.Log;
import io.github.baseframe.nio.loop.LoopBuffers;
import io.github.baseframe.nio.loop.MessageBuffers;
import io.github.baseframe.protocol.message.BufferPool;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the buffers that are lent, over all loops of a server. */
public final class CountingPool {

  private final AtomicInteger lent = new AtomicInteger();

  /** Makes the pool of one loop. */
  public BufferPool newPool() {
    BufferPool pool =
        new LoopBuffers(new MessageBuffers(1, 1 << 20, new Log("io.github.baseframe")));
    return new BufferPool() {
      @Override
      public ByteBuffer acquire(int minBytes) {
        lent.incrementAndGet();
        return pool.acquire(minBytes);
      }

      @Override
      public void release(ByteBuffer buffer) {
        lent.decrementAndGet();
        pool.release(buffer);
      }
    };
  }

  public int lent() {
    return lent.get();
  }
}
