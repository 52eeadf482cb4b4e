package io.github.baseframe.nio.testing;

import io.github.baseframe.nio.loop.Log;
import io.github.baseframe.nio.loop.LoopBuffers;
import io.github.baseframe.nio.loop.MemoryBudget;
import io.github.baseframe.nio.loop.MemoryShare;
import io.github.baseframe.protocol.message.BufferPool;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the buffers that are lent, over all loops of a server. */
public final class CountingPool {

  private static final Log LOG = new Log("io.github.baseframe");

  private final AtomicInteger lent = new AtomicInteger();

  /** Makes the pool of one loop, whose memory nobody limits. */
  public BufferPool newPool() {
    return newPool(new MemoryShare(MemoryBudget.unlimited(LOG)));
  }

  /** Makes the pool of one loop. */
  public BufferPool newPool(MemoryShare memory) {
    BufferPool pool = LoopBuffers.ofOneOf(1, 1, memory, LOG);
    return new BufferPool() {
      @Override
      public ByteBuffer acquire(int minBytes) {
        lent.incrementAndGet();
        return pool.acquire(minBytes);
      }

      @Override
      public ByteBuffer allocate(int bytes) {
        lent.incrementAndGet();
        return pool.allocate(bytes);
      }

      @Override
      public void release(ByteBuffer buffer) {
        lent.decrementAndGet();
        pool.release(buffer);
      }

      @Override
      public void keepShared(ByteBuffer buffer) {
        lent.incrementAndGet();
        pool.keepShared(buffer);
      }

      @Override
      public void releaseShared(ByteBuffer buffer) {
        lent.decrementAndGet();
        pool.releaseShared(buffer);
      }

      @Override
      public void count(long bytes) {
        pool.count(bytes);
      }

      @Override
      public boolean isExhausted() {
        return pool.isExhausted();
      }
    };
  }

  public int lent() {
    return lent.get();
  }
}
