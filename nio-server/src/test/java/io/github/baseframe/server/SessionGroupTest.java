package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.WebSocketSession;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionGroupTest {

  private static final PreparedMessage MESSAGE = PreparedMessage.text("x");

  private final SessionGroup group = new SessionGroup();

  /** In the order of the sends. */
  private final List<String> sentTo = new ArrayList<>();

  private WebSocketSession session(String name, SendStatus status, Runnable onSend) {
    return (WebSocketSession)
        Proxy.newProxyInstance(
            WebSocketSession.class.getClassLoader(),
            new Class<?>[] {WebSocketSession.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "hashCode" -> name.hashCode();
                  case "equals" -> proxy == arguments[0];
                  case "send" -> {
                    sentTo.add(name);
                    onSend.run();
                    yield status;
                  }
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private WebSocketSession session(String name) {
    return session(name, SendStatus.SENT, () -> {});
  }

  @Test
  void whoJoinsGetsTheNextMessageAndWhoLeavesDoesNot() {
    WebSocketSession first = session("first");
    WebSocketSession second = session("second");
    assertThat(group.broadcast(MESSAGE)).isZero();

    group.add(first);
    assertThat(group.broadcast(MESSAGE)).isEqualTo(1);
    group.add(second);
    assertThat(group.broadcast(MESSAGE)).isEqualTo(2);
    group.remove(first);
    assertThat(group.broadcast(MESSAGE)).isEqualTo(1);

    assertThat(sentTo).containsExactly("first", "first", "second", "second");
  }

  @Test
  void aMemberThatJoinsAgainIsSentToOnce() {
    WebSocketSession member = session("member");

    assertThat(group.add(member)).isTrue();
    assertThat(group.add(member)).isFalse();

    assertThat(group.size()).isEqualTo(1);
    assertThat(group.broadcast(MESSAGE)).isEqualTo(1);
    assertThat(group.remove(member)).isTrue();
    assertThat(group.remove(member)).isFalse();
    assertThat(group.size()).isZero();
  }

  @Test
  void whoDoesNotTakeAMessageDoesNotCount() {
    group.add(session("closed", SendStatus.CLOSED, () -> {}));
    group.add(session("full", SendStatus.DROPPED, () -> {}));
    group.add(session("slow", SendStatus.QUEUED, () -> {}));

    assertThat(group.broadcast(MESSAGE)).isEqualTo(1);
  }

  @Test
  void whoLeavesDuringABroadcastDoesNotDisturbIt() {
    WebSocketSession last = session("last");
    group.add(session("first", SendStatus.SENT, () -> group.remove(last)));
    group.add(last);

    assertThat(group.broadcast(MESSAGE)).isEqualTo(2);
    assertThat(group.broadcast(MESSAGE)).isEqualTo(1);

    assertThat(sentTo).containsExactly("first", "last", "first");
  }
}
