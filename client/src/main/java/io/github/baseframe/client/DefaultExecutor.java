package io.github.baseframe.client;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads on which all clients of the virtual machine call handlers, unless told otherwise. */
final class DefaultExecutor {

  /** As many threads as handlers are being called; those that idle go soon. */
  static final Executor INSTANCE =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          5,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          work -> {
            Thread thread = new Thread(work, "baseframe-client handler");
            thread.setDaemon(true);
            return thread;
          });

  private DefaultExecutor() {}
}
