package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.WebSocketSession;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BroadcastTest {

  private final Set<WebSocketSession> sessions = ConcurrentHashMap.newKeySet();

  private final RecordingHandler handler =
      new RecordingHandler() {
        @Override
        public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
          sessions.add(session);
          super.onOpen(session, handshake);
        }

        @Override
        public void onText(WebSocketSession session, String text) {
          WebSocketServer.broadcast(sessions, PreparedMessage.text(text));
        }

        @Override
        public void onBinary(WebSocketSession session, ByteBuffer payload) {
          WebSocketServer.broadcast(sessions, PreparedMessage.binary(payload));
        }
      };

  @Test
  void everySessionOfEveryLoopGetsItFromALoopAndFromOutside() throws IOException {
    List<RawClient> clients = new ArrayList<>();
    try (WebSocketServer server =
        WebSocketServer.builder().port(0).loops(2).route("/", handler).start()) {
      for (int i = 0; i < 6; i++) {
        clients.add(RawClient.open(server, "/"));
        handler.next();
      }
      assertThat(sessions.stream().map(session -> ((ServerSession) session).loop()).distinct())
          .hasSize(2);

      clients.get(0).sendHex("8182" + "00000000" + "6869");
      for (RawClient client : clients) {
        assertThat(client.readHex(4)).isEqualTo("81026869");
      }
      assertThat(WebSocketServer.broadcast(sessions, PreparedMessage.text("all"))).isEqualTo(6);
      for (RawClient client : clients) {
        assertThat(client.readHex(5)).isEqualTo("8103616c6c");
        client.close();
      }
    }
  }

  @Test
  void aClosedSessionDoesNotCountAndDoesNoHarm() throws IOException {
    try (WebSocketServer server = WebSocketServer.builder().port(0).route("/", handler).start();
        RawClient stays = RawClient.open(server, "/")) {
      handler.next();
      RawClient goes = RawClient.open(server, "/");
      handler.next();
      goes.close();
      assertThat(handler.next()).isEqualTo("close 1006 unclean");
      Await.until(
          "the session is closed", () -> sessions.stream().filter(s -> !s.isOpen()).count() == 1);

      assertThat(WebSocketServer.broadcast(sessions, PreparedMessage.text("x"))).isEqualTo(1);

      assertThat(stays.readHex(3)).isEqualTo("810178");
    }
  }

  @Test
  void sessionsThatAreNotOfAServerAreSentToOneByOne() {
    List<Object> sent = new ArrayList<>();
    WebSocketSession foreign =
        (WebSocketSession)
            Proxy.newProxyInstance(
                WebSocketSession.class.getClassLoader(),
                new Class<?>[] {WebSocketSession.class},
                (proxy, method, arguments) -> {
                  sent.add(arguments[0]);
                  return SendStatus.QUEUED;
                });
    PreparedMessage message = PreparedMessage.text("x");

    assertThat(WebSocketServer.broadcast(List.of(foreign), message)).isEqualTo(1);

    assertThat(sent).containsExactly(message);
  }

  @Test
  void aCrowdIsWrittenToOnceForAllMessagesOfATurnAndKeepsNoBuffers() throws IOException {
    int crowd = LoopBuffers.MOST_OF_A_SIZE + 100;
    CountingPool pool = new CountingPool();
    AtomicInteger writes = new AtomicInteger();
    ServerConfig.TransportFactory counting =
        (channel, key) ->
            new ForwardingTransport(new PlainTransport(channel, key)) {
              @Override
              public long write(ByteBuffer[] segments, int first, int count) throws IOException {
                writes.incrementAndGet();
                return super.write(segments, first, count);
              }
            };
    List<RawClient> clients = new ArrayList<>();
    try (WebSocketServer server =
        WebSocketServer.builder()
            .port(0)
            .loops(1)
            .transports(counting)
            .buffers(pool::newPool)
            .route("/", handler)
            .start()) {
      for (int i = 0; i < crowd; i++) {
        clients.add(RawClient.open(server, "/"));
      }
      writes.set(0);
      clients
          .get(0)
          .sendHex("8281" + "00000000" + "61" + "8281" + "00000000" + "62" + "8280" + "00000000");
      for (RawClient client : clients) {
        assertThat(client.readHex(8)).isEqualTo("820161" + "820162" + "8200");
      }

      assertThat(writes.get()).isEqualTo(crowd);
      Await.until("idle connections hold no buffer", () -> pool.lent() == 0);
      for (RawClient client : clients) {
        client.close();
      }
    }
  }
}
