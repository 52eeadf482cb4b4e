package io.github.baseframe.nio.loop;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a loop is to do for others, and whether it has to be woken for that: no task stays unseen
 * while the loop waits.
 */
final class TaskQueue {

  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

  /** Whether the loop has been, or need not be, woken for the tasks that are there. */
  private final AtomicBoolean awake = new AtomicBoolean();

  private final Runnable waker;

  /**
   * Makes an empty one.
   *
   * @param waker ends the loop's waiting, or if it does not wait, its next one; called by any
   *     thread
   */
  TaskQueue(Runnable waker) {
    this.waker = waker;
  }

  // ---- From any thread

  void add(Runnable task) {
    tasks.add(task);
  }

  /** Behind an {@link #add} of another thread than the loop's. */
  void wakeUp() {
    if (!awake.getAndSet(true)) {
      waker.run();
    }
  }

  // ---- On the loop

  /**
   * Before the loop looks whether it may wait: a task that is added in between wakes once too
   * often, not never, and those that are added while the loop is at work do not wake it.
   */
  void beginTurn() {
    if (awake.get()) {
      awake.set(false); // Not each time: a volatile write costs something.
    }
  }

  boolean isEmpty() {
    return tasks.isEmpty();
  }

  /** Returns the next one, or null. */
  Runnable poll() {
    return tasks.poll();
  }
}
