package io.github.baseframe.server;

import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.WebSocketSession;
import java.lang.reflect.Proxy;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Sessions join and leave while others broadcast. */
public class SessionGroupStress {

  private static final PreparedMessage MESSAGE = PreparedMessage.text("hello");

  private SessionGroupStress() {}

  /** Takes all messages. */
  private static WebSocketSession session() {
    return (WebSocketSession)
        Proxy.newProxyInstance(
            SessionGroupStress.class.getClassLoader(),
            new Class<?>[] {WebSocketSession.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "hashCode" -> 1;
                  case "equals" -> proxy == arguments[0];
                  default -> SendStatus.SENT;
                });
  }

  /** Who has left is sent nothing. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "left before")
  @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "left behind")
  @Outcome(expect = Expect.FORBIDDEN, desc = "sent to after it has left")
  @State
  public static class BroadcastBesideLeave {

    private static final WebSocketSession SESSION = session();

    private final SessionGroup group = new SessionGroup();

    /** With one member. */
    public BroadcastBesideLeave() {
      group.add(SESSION);
    }

    /** The member goes. */
    @Actor
    public void leave() {
      group.remove(SESSION);
    }

    /** How many are sent to. */
    @Actor
    public void broadcast(II_Result result) {
      result.r1 = group.broadcast(MESSAGE);
    }

    /** The same behind both. */
    @Arbiter
    public void end(II_Result result) {
      result.r2 = group.broadcast(MESSAGE);
    }
  }

  /** Who has joined is sent to. */
  @JCStressTest
  @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "joined behind")
  @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "joined before")
  @Outcome(expect = Expect.FORBIDDEN, desc = "forgotten")
  @State
  public static class BroadcastBesideJoin {

    private static final WebSocketSession SESSION = session();

    private final SessionGroup group = new SessionGroup();

    /** A member comes. */
    @Actor
    public void join() {
      group.add(SESSION);
    }

    /** How many are sent to. */
    @Actor
    public void broadcast(II_Result result) {
      result.r1 = group.broadcast(MESSAGE);
    }

    /** The same behind both. */
    @Arbiter
    public void end(II_Result result) {
      result.r2 = group.broadcast(MESSAGE);
    }
  }
}
