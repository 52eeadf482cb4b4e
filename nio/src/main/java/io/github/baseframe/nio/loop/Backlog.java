package io.github.baseframe.nio.loop;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * What is left to do for those who had more to do than fits into a turn of an event loop. Others
 * come first: a turn goes on with one after the other, each once at most, until their time is up.
 * Who is waiting longest comes next.
 *
 * <p>Belongs to the thread of its loop.
 */
public final class Backlog implements Settled {

  /** Something of which a part is done at a time. */
  public interface Work {

    /** Does the next part; what is left then is to be added again. */
    void goOn();

    /**
     * Says how long others of the backlog may be gone on with behind it in the same turn.
     *
     * @return nanoseconds since the turn went to the backlog
     */
    long turnNanos();

    /**
     * It threw.
     *
     * @param error anything
     */
    void onFailure(Throwable error);
  }

  private final Consumer<Settled> settleLater;
  private final Log log;
  private final ArrayDeque<Work> waiting = new ArrayDeque<>();

  /** Whether the loop has been asked for a call to settle. */
  private boolean listed;

  /**
   * Makes the backlog of a loop.
   *
   * @param settleLater has it settled at the end of this turn, or of the next if that has come
   * @param log where it says what went wrong
   */
  Backlog(Consumer<Settled> settleLater, Log log) {
    this.settleLater = settleLater;
    this.log = log;
  }

  /**
   * Has something gone on with in this or a later turn.
   *
   * @param work not added already
   */
  public void add(Work work) {
    waiting.addLast(work);
    list();
  }

  private void list() {
    if (!listed) {
      listed = true;
      settleLater.accept(this);
    }
  }

  @Override
  public void settle() {
    listed = false;
    long start = System.nanoTime();
    for (int left = waiting.size(); left > 0; left--) {
      Work next = waiting.removeFirst();
      try {
        next.goOn();
      } catch (Throwable e) {
        next.onFailure(e);
      }
      if (System.nanoTime() - start >= next.turnNanos()) {
        break;
      }
    }
    if (!waiting.isEmpty()) {
      list();
    }
  }

  /** What is added next brings the rest with it. */
  @Override
  public void onFailure(Throwable error) {
    log.warning("What was put off failed", error);
    list();
  }
}
