package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.nio.testing.Await;
import io.github.baseframe.nio.testing.RecordingHandler;
import io.github.baseframe.nio.websocket.Sessions;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.protocol.message.Admission;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.AbstractCollection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A session does the same on its loop's thread and on any other. */
class SessionTest {

  enum CalledBy {
    ITS_LOOP,
    ANOTHER_THREAD
  }

  private final RecordingHandler handler = new RecordingHandler();
  private WebSocketServer server;
  private RawClient client;
  private WebSocketSession session;

  @BeforeEach
  void open() throws IOException {
    server = WebSocketServer.builder().port(0).loops(1).route("/", handler).start();
    client = RawClient.open(server, "/");
    session = handler.nextSession();
    handler.next();
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
  }

  private void call(CalledBy caller, Consumer<WebSocketSession> action) {
    if (caller == CalledBy.ANOTHER_THREAD) {
      action.accept(session);
      return;
    }
    Sessions.loopOf(session)
        .execute(
            () -> {
              try {
                action.accept(session);
                handler.record("done");
              } catch (Throwable e) {
                handler.record(e.toString());
              }
            });
    assertThat(handler.next()).isEqualTo("done");
  }

  @ParameterizedTest
  @EnumSource
  void everyKindOfMessageIsSentInOrderAndTaken(CalledBy caller) throws IOException {
    call(
        caller,
        face -> {
          ByteBuffer bytes = ByteBuffer.wrap(new byte[] {'x', 'y'});
          assertThat(face.sendText("é")).isEqualTo(SendStatus.SENT);
          assertThat(face.sendUtf8Text(bytes)).isEqualTo(SendStatus.SENT);
          assertThat(bytes.hasRemaining()).isFalse();
          assertThat(face.sendBinary(bytes.flip())).isEqualTo(SendStatus.SENT);
          assertThat(face.send(PreparedMessage.text("p"))).isEqualTo(SendStatus.SENT);
          assertThat(face.sendPing(bytes.flip())).isEqualTo(SendStatus.SENT);
          assertThat(face.sendPong(bytes.flip())).isEqualTo(SendStatus.SENT);
          bytes.put(0, (byte) 'z');
        });

    assertThat(client.readHex(4 + 4 + 4 + 3 + 4 + 4))
        .isEqualTo("8102c3a9" + "81027879" + "82027879" + "810170" + "89027879" + "8a027879");
  }

  @ParameterizedTest
  @EnumSource
  void nothingOvertakesABroadcast(CalledBy caller) throws IOException {
    call(
        caller,
        face -> {
          broadcastTo(face, "a");
          broadcastTo(face, "b");
          face.sendText("c");
          broadcastTo(face, "d");
          face.sendPing(ByteBuffer.allocate(0));
          broadcastTo(face, "e");
          face.close(1000, "");
        });

    assertThat(client.readHex(3 + 3 + 3 + 3 + 2 + 3 + 4))
        .isEqualTo("810161" + "810162" + "810163" + "810164" + "8900" + "810165" + "880203e8");
  }

  @Test
  void whatAnotherThreadSendsDoesNotOvertakeItsBroadcastInTheSameTurn() throws IOException {
    Await.until("the response is written", () -> session.bufferedAmount() == 0);
    AtomicBoolean sent = new AtomicBoolean();
    Sessions.loopOf(session).execute(() -> Await.until("all is sent", sent::get));

    broadcastTo(session, "a");
    session.sendText("b");
    broadcastTo(session, "c");
    assertThat(session.bufferedAmount()).isEqualTo(3 * (3 + Admission.OVERHEAD_BYTES));
    session.close(1000, "");
    sent.set(true);

    assertThat(client.readHex(3 + 3 + 3 + 4))
        .isEqualTo("810161" + "810162" + "810163" + "880203e8");
  }

  private static void broadcastTo(WebSocketSession session, String text) {
    assertThat(WebSocketServer.broadcast(List.of(session), PreparedMessage.text(text)))
        .isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void aBroadcastCountsAsBufferedUntilItIsWritten(CalledBy caller) throws IOException {
    call(
        caller,
        face -> {
          broadcastTo(face, "a");
          // To any other thread it may be written by now; that one is held up in the test above.
          if (caller == CalledBy.ITS_LOOP) {
            assertThat(face.bufferedAmount()).isEqualTo(3);
          }
        });
    assertThat(client.readHex(3)).isEqualTo("810161");

    Await.until("nothing is buffered", () -> session.bufferedAmount() == 0);
  }

  @ParameterizedTest
  @EnumSource
  void largePayloadMayBeChangedAfterTheCall(CalledBy caller) throws IOException {
    byte[] payload = new byte[12 << 20];
    call(
        caller,
        face -> {
          face.sendBinary(ByteBuffer.wrap(payload));
          payload[payload.length - 1] = 1;
        });

    byte[] frame = client.read(10 + payload.length);
    assertThat(frame[frame.length - 1]).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void whatMustNotTravelIsRefusedAndNothingIsSent(CalledBy caller) throws IOException {
    call(
        caller,
        face -> {
          assertThatThrownBy(() -> face.sendText("\ud800")).isInstanceOf(ILLEGAL);
          assertThatThrownBy(() -> face.sendPing(ByteBuffer.allocate(126))).isInstanceOf(ILLEGAL);
          assertThatThrownBy(() -> face.sendPong(ByteBuffer.allocate(126))).isInstanceOf(ILLEGAL);
          assertThatThrownBy(() -> face.close(1005, "")).isInstanceOf(ILLEGAL);
          assertThatThrownBy(() -> face.close(1000, "x".repeat(124))).isInstanceOf(ILLEGAL);
          face.sendText("ok");
        });

    assertThat(client.readHex(4)).isEqualTo("81026f6b");
  }

  private static final Class<IllegalArgumentException> ILLEGAL = IllegalArgumentException.class;

  @ParameterizedTest
  @EnumSource
  void afterCloseNothingIsSent(CalledBy caller) throws IOException {
    call(
        caller,
        face -> {
          assertThat(face.isOpen()).isTrue();
          face.sendText("last");
          face.close(4001, "why");
          face.close(4002, "again");
          assertThat(face.isOpen()).isFalse();
          assertThat(face.sendText("late")).isEqualTo(SendStatus.CLOSED);
          assertThat(face.sendPing(ByteBuffer.allocate(0))).isEqualTo(SendStatus.CLOSED);
        });
    assertThat(client.readHex(6 + 7)).isEqualTo("81046c617374" + "8805" + "0fa1" + "776879");

    client.sendHex("888200000000" + "0fa1");

    assertThat(client.readToEnd()).isEmpty();
    assertThat(handler.next()).isEqualTo("close 4001 clean");
    assertThat(session.isOpen()).isFalse();
    assertThat(session.sendText("late")).isEqualTo(SendStatus.CLOSED);
    assertThat(session.bufferedAmount()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void anAttachmentStays(CalledBy caller) {
    assertThat(session.attachment()).isNull();
    call(caller, face -> face.attach("user"));

    assertThat(session.attachment()).isEqualTo("user");
    call(caller, face -> face.attach(null));
    assertThat(session.attachment()).isNull();
  }

  /** A collection during whose walk somebody else closes. */
  private final class ClosedMeanwhile extends AbstractCollection<WebSocketSession> {
    @Override
    public Iterator<WebSocketSession> iterator() {
      return new Iterator<>() {
        private boolean given;

        @Override
        public boolean hasNext() {
          if (given) {
            session.close(1000, "");
          }
          return !given;
        }

        @Override
        public WebSocketSession next() {
          given = true;
          return session;
        }
      };
    }

    @Override
    public int size() {
      return 1;
    }
  }

  @Test
  void whatWasTakenGoesOutAlsoIfAnotherThreadClosesBeforeItHasCome() throws IOException {
    int taken = WebSocketServer.broadcast(new ClosedMeanwhile(), PreparedMessage.text("hi"));

    assertThat(taken).isEqualTo(1);
    assertThat(client.readHex(4 + 4)).isEqualTo("8102" + "6869" + "8802" + "03e8");
    assertThat(session.sendText("late")).isEqualTo(SendStatus.CLOSED);
  }
}
