package io.github.baseframe.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.baseframe.protocol.WebSocketSession;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Handlers on virtual threads, which JDK 17 does not have. */
class VirtualThreadTest extends ScriptedTest {

  /** {@code Executors.newVirtualThreadPerTaskExecutor()}, in words that JDK 17 can compile. */
  private static Executor virtualThreads() throws ReflectiveOperationException {
    assumeTrue(
        Runtime.version().feature() >= 21,
        "virtual threads need JDK 21, this is " + Runtime.version().feature());
    return (Executor) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  @Test
  void handlersOfManyConnectionsAreCalledOnVirtualThreads() throws Exception {
    Executor virtualThreads = virtualThreads();
    RecordingHandler echo =
        new RecordingHandler() {
          @Override
          public void onText(WebSocketSession session, String text) {
            record(Thread.currentThread().toString());
            session.sendText(text);
          }
        };
    WebSocketClient client = builder().executor(virtualThreads).build();
    List<ScriptedPeer> peers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      // More connections than processors: a thread that pins its carrier would stop the others.
      peers.add(server.open(client, echo).peer());
      assertThat(echo.next()).isEqualTo("open");
    }

    for (ScriptedPeer peer : peers) {
      peer.sendHex("810178");
    }
    for (ScriptedPeer peer : peers) {
      assertThat(peer.readFrame().hex()).isEqualTo("81 78");
      assertThat(echo.next()).startsWith("VirtualThread");
    }
    for (ScriptedPeer peer : peers) {
      peer.sendHex("880203e8");
      assertThat(peer.readFrame().hex()).isEqualTo("88 03e8");
      peer.close();
      assertThat(echo.next()).isEqualTo("close 1000 clean");
    }
  }
}
