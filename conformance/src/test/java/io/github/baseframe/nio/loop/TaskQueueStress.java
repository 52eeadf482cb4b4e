package io.github.baseframe.nio.loop;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A task comes while a loop is about to wait. */
public class TaskQueueStress {

  private TaskQueueStress() {}

  /** The loop is in a turn for which nobody has woken it. */
  @JCStressTest
  @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "seen, and woken once too often")
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the loop waits and the task with it")
  @State
  public static class Asleep {

    private volatile boolean woken;
    private final TaskQueue tasks = new TaskQueue(() -> woken = true);

    /** Another thread. */
    @Actor
    public void handOver() {
      tasks.add(() -> {});
      tasks.wakeUp();
    }

    /** The loop: whether it is going to wait. */
    @Actor
    public void turn(ZZ_Result result) {
      tasks.beginTurn();
      result.r1 = tasks.isEmpty();
    }

    /** Whether its waiting ends. */
    @Arbiter
    public void end(ZZ_Result result) {
      result.r2 = woken;
    }
  }

  /** The loop has been woken, and has run what it was woken for. */
  @JCStressTest
  @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "seen, and woken once too often")
  @Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "seen")
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the loop waits and the task with it")
  @State
  public static class Awake {

    private volatile boolean woken;
    private final TaskQueue tasks = new TaskQueue(() -> woken = true);

    /** As it is behind another task. */
    public Awake() {
      tasks.wakeUp();
      woken = false;
    }

    /** Another thread. */
    @Actor
    public void handOver() {
      tasks.add(() -> {});
      tasks.wakeUp();
    }

    /** The loop: whether it is going to wait. */
    @Actor
    public void turn(ZZ_Result result) {
      tasks.beginTurn();
      result.r1 = tasks.isEmpty();
    }

    /** Whether its waiting ends. */
    @Arbiter
    public void end(ZZ_Result result) {
      result.r2 = woken;
    }
  }
}
