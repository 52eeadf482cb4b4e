package io.github.baseframe.nio.websocket;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** The loop pauses reading because an inbox is full, while the executor works it off. */
public class InboxLevelStress {

  private static final long MAX_BYTES = 60;

  private InboxLevelStress() {}

  /** Nobody has seen yet that it is full. */
  @JCStressTest
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "paused, and told to go on")
  @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "told in vain")
  @Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "not paused")
  @Outcome(expect = Expect.FORBIDDEN, desc = "paused for ever")
  @State
  public static class PauseBesideResume {

    private final InboxLevel level = new InboxLevel(MAX_BYTES);

    /** With two calls in the inbox. */
    public PauseBesideResume() {
      level.add(2 * MAX_BYTES);
    }

    /** Whether reading pauses. */
    @Actor
    public void loop(ZZ_Result result) {
      result.r1 = level.isFull();
    }

    /** Whether the loop is told that it does no longer. */
    @Actor
    public void executor(ZZ_Result result) {
      result.r2 = level.remove(MAX_BYTES) | level.remove(MAX_BYTES);
    }
  }

  /** Reading has paused, and the loop looks once more. */
  @JCStressTest
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "paused, and told to go on")
  @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "told in vain")
  @Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "the loop saw it by itself")
  @Outcome(expect = Expect.FORBIDDEN, desc = "paused for ever")
  @State
  public static class PausedBesideResume {

    private final InboxLevel level = new InboxLevel(MAX_BYTES);

    /** With two calls in the inbox. */
    public PausedBesideResume() {
      level.add(2 * MAX_BYTES);
      level.isFull();
    }

    /** Whether reading pauses. */
    @Actor
    public void loop(ZZ_Result result) {
      result.r1 = level.isFull();
    }

    /** Whether the loop is told that it does no longer. */
    @Actor
    public void executor(ZZ_Result result) {
      result.r2 = level.remove(MAX_BYTES) | level.remove(MAX_BYTES);
    }
  }
}
