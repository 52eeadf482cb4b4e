package io.github.baseframe.testkit;

import io.github.baseframe.protocol.message.BufferPool;
import java.nio.ByteBuffer;

/**
 * A buffer pool that has no memory when a plan says so ({@link Fault#ALLOCATE}); all else is done
 * by another pool. For one thread, like that one.
 */
public final class FaultyBufferPool implements BufferPool {

  private final BufferPool pool;
  private final Faults faults;

  /**
   * Puts faults on a pool.
   *
   * @param pool lends the buffers
   * @param faults strike what is lent, never what is given back
   */
  public FaultyBufferPool(BufferPool pool, Faults faults) {
    this.pool = pool;
    this.faults = faults;
  }

  @Override
  public ByteBuffer acquire(int minBytes) {
    faults.checkUndeclared(Fault.ALLOCATE);
    return pool.acquire(minBytes);
  }

  @Override
  public ByteBuffer allocate(int bytes) {
    faults.checkUndeclared(Fault.ALLOCATE);
    return pool.allocate(bytes);
  }

  @Override
  public void release(ByteBuffer buffer) {
    pool.release(buffer);
  }

  @Override
  public void keepShared(ByteBuffer buffer) {
    faults.checkUndeclared(Fault.ALLOCATE);
    pool.keepShared(buffer);
  }

  @Override
  public void releaseShared(ByteBuffer buffer) {
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
}
