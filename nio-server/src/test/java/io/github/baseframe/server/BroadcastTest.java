package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.nio.testing.Await;
import io.github.baseframe.nio.testing.ForwardingTransport;
import io.github.baseframe.nio.testing.RecordingHandler;
import io.github.baseframe.nio.transport.PlainTransport;
import io.github.baseframe.nio.transport.TransportFactory;
import io.github.baseframe.nio.websocket.Sessions;
import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.WebSocketSession;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BroadcastTest {

  private final BroadcastingHandler handler = new BroadcastingHandler();
  private final Collection<WebSocketSession> sessions = handler.sessions;

  @Test
  void everySessionOfEveryLoopGetsItFromALoopAndFromOutside() throws IOException {
    List<RawClient> clients = new ArrayList<>();
    try (WebSocketServer server =
        WebSocketServer.builder().port(0).loops(2).route("/", handler).start()) {
      for (int i = 0; i < 6; i++) {
        clients.add(RawClient.open(server, "/"));
        handler.next();
      }
      assertThat(sessions.stream().map(session -> Sessions.loopOf(session)).distinct()).hasSize(2);

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
  void eachReceiverIsWrittenToByItsOwnLoop() throws IOException {
    List<Thread> strangers = new CopyOnWriteArrayList<>();
    TransportFactory watched =
        (channel, key) ->
            new ForwardingTransport(new PlainTransport(channel, key)) {
              private final Thread own = Thread.currentThread();

              @Override
              public long write(ByteBuffer[] segments, int first, int count) throws IOException {
                if (Thread.currentThread() != own) {
                  strangers.add(Thread.currentThread());
                }
                return super.write(segments, first, count);
              }
            };
    List<RawClient> clients = new ArrayList<>();
    try (WebSocketServer server =
        WebSocketServer.builder()
            .port(0)
            .loops(2)
            .transports(watched)
            .route("/", handler)
            .start()) {
      for (int i = 0; i < 4; i++) {
        clients.add(RawClient.open(server, "/"));
        handler.next();
      }
      WebSocketServer.broadcast(sessions, PreparedMessage.text("all"));
      for (RawClient client : clients) {
        assertThat(client.readHex(5)).isEqualTo("8103616c6c");
        client.close();
      }
    }
    assertThat(strangers).isEmpty();
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
  void aSessionThatIsEndingDoesNotCount() throws IOException {
    List<Integer> taken = new CopyOnWriteArrayList<>();
    RecordingHandler leaving =
        new RecordingHandler() {
          @Override
          public void onText(WebSocketSession session, String text) {
            session.close(1000, "");
            taken.add(WebSocketServer.broadcast(List.of(session), PreparedMessage.text("late")));
          }

          @Override
          public void onClose(WebSocketSession session, CloseReason reason, boolean clean) {
            taken.add(WebSocketServer.broadcast(List.of(session), PreparedMessage.text("late")));
            super.onClose(session, reason, clean);
          }
        };
    try (WebSocketServer server = WebSocketServer.builder().port(0).route("/", leaving).start()) {
      RawClient client = RawClient.open(server, "/");
      assertThat(leaving.next()).isEqualTo("open /");
      client.sendHex("8181" + "00000000" + "61");
      assertThat(client.readHex(4)).isEqualTo("880203e8");
      client.close();
      assertThat(leaving.next()).isEqualTo("close 1006 unclean");

      RawClient gone = RawClient.open(server, "/");
      assertThat(leaving.next()).isEqualTo("open /");
      gone.close();
      assertThat(leaving.next()).isEqualTo("close 1006 unclean");
    }
    assertThat(taken).containsExactly(0, 0, 0);
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

  /** A receiver that is of no server and throws. */
  private static WebSocketSession throwing() {
    return (WebSocketSession)
        Proxy.newProxyInstance(
            WebSocketSession.class.getClassLoader(),
            new Class<?>[] {WebSocketSession.class},
            (proxy, method, arguments) -> {
              throw new IllegalStateException("pretended");
            });
  }

  @Test
  void whereASessionThrowsThoseBeforeItAreSentToAndNoRoomStaysTaken() throws IOException {
    try (WebSocketServer server = WebSocketServer.builder().port(0).route("/", handler).start();
        RawClient client = RawClient.open(server, "/")) {
      WebSocketSession session = handler.nextSession();
      List<WebSocketSession> receivers = List.of(session, throwing());

      assertThatThrownBy(() -> WebSocketServer.broadcast(receivers, PreparedMessage.text("a")))
          .isInstanceOf(IllegalStateException.class);

      assertThat(client.readHex(3)).isEqualTo("810161");
      Await.until("nothing is buffered", () -> session.bufferedAmount() == 0);
    }
  }

  @Test
  void whereTheCollectionThrowsThoseBeforeAreSentToAndNoRoomStaysTaken() throws IOException {
    try (WebSocketServer server = WebSocketServer.builder().port(0).route("/", handler).start();
        RawClient client = RawClient.open(server, "/")) {
      WebSocketSession session = handler.nextSession();
      Collection<WebSocketSession> changing = new ArrayList<>(List.of(session, session));
      AbstractCollection<WebSocketSession> broken =
          new AbstractCollection<>() {
            @Override
            public Iterator<WebSocketSession> iterator() {
              Iterator<WebSocketSession> real = changing.iterator();
              changing.add(session);
              return Stream.<WebSocketSession>concat(
                      Stream.of(session), Stream.generate(real::next))
                  .iterator();
            }

            @Override
            public int size() {
              return changing.size();
            }
          };

      assertThatThrownBy(() -> WebSocketServer.broadcast(broken, PreparedMessage.text("a")))
          .isInstanceOf(ConcurrentModificationException.class);

      assertThat(client.readHex(3)).isEqualTo("810161");
      Await.until("nothing is buffered", () -> session.bufferedAmount() == 0);
    }
  }
}
