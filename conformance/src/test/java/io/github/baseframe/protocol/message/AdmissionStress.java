package io.github.baseframe.protocol.message;

import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.connection.ConnectionSettings;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLJ_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.LZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Threads send to one connection, beside each other and beside the connection's own. */
public class AdmissionStress {

  private static final long BYTES = 100;
  private static final BufferPool BUFFERS = BufferPool.of(1024, 1, false);

  private AdmissionStress() {}

  private static Admission admission(OverflowPolicy policy) {
    Limits limits = Limits.DEFAULT.withMaxQueuedBytes(BYTES);
    return new Admission(
        new OutboundQueue(BUFFERS), false, new ConnectionSettings(limits, policy, 1 << 20));
  }

  /** A message goes out before Close if its sender was told that it is taken. */
  @JCStressTest
  @Outcome(id = "SENT, true", expect = Expect.ACCEPTABLE, desc = "Close waits for the message")
  @Outcome(id = "CLOSED, true", expect = Expect.ACCEPTABLE, desc = "Close waits in vain")
  @Outcome(id = "CLOSED, false", expect = Expect.ACCEPTABLE, desc = "not taken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "taken, and not sent")
  @State
  public static class SendBesideClose {

    private final Admission admission = admission(OverflowPolicy.DROP_MESSAGE);

    /** Another thread. */
    @Actor
    public void send(LZ_Result result) {
      result.r1 = admission.reserve(BYTES);
    }

    /** Whoever closes, and then the connection's own thread. */
    @Actor
    public void close(LZ_Result result) {
      admission.close();
      result.r2 = admission.hasReserved();
    }
  }

  /** Threads never pass the limit together, and what finds nothing waiting is always taken. */
  @JCStressTest
  @Outcome(id = "SENT, DROPPED, 356", expect = Expect.ACCEPTABLE, desc = "the first")
  @Outcome(id = "DROPPED, SENT, 356", expect = Expect.ACCEPTABLE, desc = "the second")
  @Outcome(expect = Expect.FORBIDDEN, desc = "both or neither, or room that is lost")
  @State
  public static class TwoSendsWithRoomForOne {

    private final Admission admission = admission(OverflowPolicy.DROP_MESSAGE);

    /** One thread. */
    @Actor
    public void one(LLJ_Result result) {
      result.r1 = admission.reserve(BYTES);
    }

    /** Another. */
    @Actor
    public void other(LLJ_Result result) {
      result.r2 = admission.reserve(BYTES);
    }

    /** The bytes of one, and what it costs to be on its way. */
    @Arbiter
    public void end(LLJ_Result result) {
      result.r3 = admission.waitingBytes();
    }
  }

  /** Room comes back, whoever refuses and releases meanwhile. */
  @JCStressTest
  @Outcome(id = "SENT, SENT, 0", expect = Expect.ACCEPTABLE, desc = "one behind the other")
  @Outcome(id = "SENT, DROPPED, 0", expect = Expect.ACCEPTABLE, desc = "the first")
  @Outcome(id = "DROPPED, SENT, 0", expect = Expect.ACCEPTABLE, desc = "the second")
  @Outcome(expect = Expect.FORBIDDEN, desc = "room that is lost, or was never there")
  @State
  public static class ReserveBesideRelease {

    private final Admission admission = admission(OverflowPolicy.DROP_MESSAGE);

    private SendStatus sendAndArrive() {
      SendStatus status = admission.reserve(BYTES);
      if (status == SendStatus.SENT) {
        admission.release(BYTES);
      }
      return status;
    }

    /** One thread. */
    @Actor
    public void one(LLJ_Result result) {
      result.r1 = sendAndArrive();
    }

    /** Another. */
    @Actor
    public void other(LLJ_Result result) {
      result.r2 = sendAndArrive();
    }

    /** What waits. */
    @Arbiter
    public void end(LLJ_Result result) {
      result.r3 = admission.waitingBytes();
    }
  }

  /** Who is refused is told when nothing waits any more: by who comes for it, or is there now. */
  @JCStressTest
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "told, and somebody comes in vain")
  @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "somebody comes")
  @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "told")
  @Outcome(expect = Expect.FORBIDDEN, desc = "nobody tells it")
  @State
  public static class RefusalBesideAttention {

    private final Admission admission = admission(OverflowPolicy.DROP_MESSAGE);

    /** Somebody is on the way for another refusal. */
    public RefusalBesideAttention() {
      admission.reserve(BYTES);
      admission.needsAttention(admission.reserve(BYTES));
      admission.takeOwedWritable();
    }

    /** Whether somebody is to come. */
    @Actor
    public void send(ZZ_Result result) {
      result.r1 = admission.needsAttention(admission.reserve(BYTES));
    }

    /** Whether who has come tells it. */
    @Actor
    public void attend(ZZ_Result result) {
      admission.attend();
      result.r2 = admission.takeOwedWritable();
    }
  }

  /** A connection that is closed, and is to be closed for a refusal, is closed. */
  @JCStressTest
  @Outcome(id = "CLOSED, false", expect = Expect.ACCEPTABLE, desc = "closed")
  @Outcome(expect = Expect.FORBIDDEN, desc = "open")
  @State
  public static class OverflowBesideClose {

    private final Admission admission = admission(OverflowPolicy.CLOSE_CONNECTION);

    /** With no room left. */
    public OverflowBesideClose() {
      admission.reserve(BYTES);
    }

    /** Another thread. */
    @Actor
    public void send(LL_Result result) {
      result.r1 = admission.reserve(BYTES);
    }

    /** Whoever closes. */
    @Actor
    public void close() {
      admission.close();
    }

    /** Whether anything is taken. */
    @Arbiter
    public void end(LL_Result result) {
      result.r2 = admission.isOpen();
    }
  }
}
