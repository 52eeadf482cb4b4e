package io.github.baseframe.protocol;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts what this thread allocates. */
public final class Allocations {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocations() {}

  /** Returns how many bytes of heap this thread allocates while it runs a task. */
  public static long during(Runnable task) {
    long id = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(id);
    task.run();
    return THREADS.getThreadAllocatedBytes(id) - before;
  }
}
