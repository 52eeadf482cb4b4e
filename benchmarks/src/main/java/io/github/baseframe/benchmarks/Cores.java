package io.github.baseframe.benchmarks;

import java.io.IOException;
import java.util.List;

/**
 * Keeps what is measured and what keeps it busy on different cores, with {@code taskset}: the
 * former has the first ones; this process, and others that it starts, the last.
 */
final class Cores {

  /** How many the machine has; asked before this process gives up all but one. */
  static final int COUNT = Runtime.getRuntime().availableProcessors();

  private final boolean pinned;

  private Cores(boolean pinned) {
    this.pinned = pinned;
  }

  /** Leaves everything to the scheduler. */
  static Cores notPinned() {
    return new Cores(false);
  }

  /** Moves this process to the last core, if there are two or more, and taskset. */
  static Cores pinGenerator() {
    if (COUNT < 2) {
      return notPinned();
    }
    String self = Long.toString(ProcessHandle.current().pid());
    String last = Integer.toString(COUNT - 1);
    try {
      Process taskset =
          new ProcessBuilder("taskset", "--all-tasks", "--cpu-list", "--pid", last, self)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new Cores(taskset.waitFor() == 0);
    } catch (IOException e) {
      return notPinned();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return notPinned();
    }
  }

  /** Whether server and generator are kept apart. */
  boolean pinned() {
    return pinned;
  }

  /** What to put before the command of what is measured, if it has so many busy threads. */
  List<String> pinMeasured(int threads) {
    String cores = "0-" + (Math.min(threads, COUNT) - 1);
    return pinned ? List.of("taskset", "--cpu-list", cores) : List.of();
  }
}
