package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.nio.testing.Await;
import io.github.baseframe.nio.testing.CountingPool;
import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Many short lives of connections, which end while the server sends. */
class LivesTest {

  /** How many; {@code -Dlives} says otherwise. */
  private static final int LIVES = Integer.getInteger("lives", 2000);

  private final Collection<WebSocketSession> sessions = ConcurrentHashMap.newKeySet();
  private final Map<Integer, AtomicInteger> codes = new ConcurrentHashMap<>();
  private final CountingPool pool = new CountingPool();

  private final WebSocketHandler handler =
      new WebSocketHandler() {
        @Override
        public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
          sessions.add(session);
        }

        @Override
        public void onClose(WebSocketSession session, CloseReason reason, boolean clean) {
          codes.computeIfAbsent(reason.code(), code -> new AtomicInteger()).incrementAndGet();
          sessions.remove(session);
        }
      };

  @Test
  void whoeverSaysCloseAndLeavesWithDataUnreadIsToldOfByHisCode() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    Thread pusher =
        new Thread(
            () -> {
              while (!over.get()) {
                sessions.forEach(session -> session.sendText("pushed"));
                Thread.yield();
              }
            });
    try (WebSocketServer server =
        WebSocketServer.builder()
            .port(0)
            .loops(2)
            .buffers(pool::newPool)
            .route("/", handler)
            .start()) {
      pusher.start();
      for (int i = 0; i < LIVES; i++) {
        live(server);
      }
      Await.until("all connections end", () -> server.openConnections() == 0);
      over.set(true);
      pusher.join();
      assertThat(pool.lent()).isZero();
    }
    assertThat(codes.keySet()).isEqualTo(Set.of(4001));
    assertThat(codes.get(4001).get()).isEqualTo(LIVES);
  }

  private static void live(WebSocketServer server) throws IOException {
    try (RawClient client = RawClient.open(server, "/")) {
      assertThat(client.readHex(8)).isEqualTo("8106" + "707573686564");
      client.sendHex("8882" + "00000000" + "0fa1");
    }
  }
}
