package io.github.baseframe.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.Hex;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.frame.FrameRecorder;
import io.github.baseframe.protocol.frame.Frames;
import io.github.baseframe.protocol.message.MessageConsumer;
import io.github.baseframe.protocol.message.PreparedMessages;
import io.github.baseframe.protocol.message.RecordingConsumer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 5.5.1 and 7.1. */
class ClosingHandshakeTest {

  private static final CloseReason BYE = CloseReason.of(1000, "bye");

  @ParameterizedTest
  @EnumSource
  void aCloseIsAnsweredWithTheSameCode(Role role) {
    Endpoint endpoint = new Endpoint(role);

    endpoint.receive(Frames.sentTo(role).close(3456, "enough"));

    assertThat(endpoint.events()).containsExactly("close 3456 enough clean");
    assertThat(endpoint.drain()).isEqualTo(Frames.sentBy(role).close(3456, "").bytes());
    assertThat(endpoint.state()).isEqualTo(ConnectionState.CLOSED);
  }

  @ParameterizedTest
  @EnumSource
  void aCloseWithoutACodeIsAnsweredWithoutACodeAndMeans1005(Role role) {
    Endpoint endpoint = new Endpoint(role);

    endpoint.receive(Frames.sentTo(role).close());

    assertThat(endpoint.events()).containsExactly("close 1005 clean");
    assertThat(endpoint.sentFrames()).containsExactly("fin CLOSE");
  }

  @ParameterizedTest
  @EnumSource
  void whatADriverHasPutOffGoesOutBeforeAnyClose(Role role) {
    assertPutOffGoesFirst(role, endpoint -> endpoint.connection.sendClose(BYE));
    assertPutOffGoesFirst(role, endpoint -> endpoint.connection.fail(1011, ""));
    assertPutOffGoesFirst(role, endpoint -> endpoint.receive(Frames.sentTo(role).close()));
    assertPutOffGoesFirst(role, endpoint -> endpoint.receive(Frames.sentTo(role).frame(0x83, "")));
  }

  private static void assertPutOffGoesFirst(Role role, Consumer<Endpoint> ending) {
    Endpoint endpoint = new Endpoint(role);
    putOff(endpoint, "late");

    ending.accept(endpoint);

    List<String> frames = endpoint.sentFrames();
    assertThat(frames).hasSize(2);
    assertThat(frames.get(0)).isEqualTo("fin TEXT 6c617465");
    assertThat(frames.get(1)).startsWith("fin CLOSE");
  }

  private static void putOff(Endpoint endpoint, String text) {
    PreparedMessages messages = new PreparedMessages(List.of(PreparedMessage.text(text)));
    endpoint.connection.admission().defer(endpoint.connection.admission().messageBytes(messages));
    endpoint.sendDeferred = () -> endpoint.connection.sendDeferred(messages);
  }

  @ParameterizedTest
  @EnumSource
  void aDriverThatFailsTheConnectionBeforeACloseSendsOneCloseOnly(Role role) {
    Endpoint endpoint = new Endpoint(role);
    putOff(endpoint, "late");
    Runnable sendDeferred = endpoint.sendDeferred;
    endpoint.sendDeferred =
        () -> {
          sendDeferred.run();
          endpoint.connection.fail(1011, "late");
        };

    endpoint.connection.sendClose(BYE);

    assertThat(endpoint.drain())
        .isEqualTo(Frames.sentBy(role).text("late").close(1011, "late").bytes());
    assertThat(endpoint.state()).isEqualTo(ConnectionState.CLOSED);
    assertThat(endpoint.events()).containsExactly("close 1011 late unclean");
  }

  @Test
  void theServerClosesTheTransportFirst() {
    Endpoint server = new Endpoint(Role.SERVER);
    assertThat(server.transportEnd()).isEqualTo(TransportEnd.NOT_YET);

    server.receive(Frames.sentTo(Role.SERVER).close(1000, ""));

    assertThat(server.transportEnd()).isEqualTo(TransportEnd.CLOSE);
  }

  @Test
  void theClientWaitsForTheEndOfTheServersStream() {
    Endpoint client = new Endpoint(Role.CLIENT);
    client.receive(Frames.sentTo(Role.CLIENT).close(1000, ""));
    client.drain();
    assertThat(client.transportEnd()).isEqualTo(TransportEnd.NOT_YET);
    assertThat(client.connection.isEnding()).isTrue();

    client.connection.receiveEof();

    assertThat(client.transportEnd()).isEqualTo(TransportEnd.CLOSE);
    assertThat(client.events()).containsExactly("close 1000 clean");
  }

  @ParameterizedTest
  @EnumSource
  void aCloseThatThisEndpointBeganEndsWithThePeersCodeAndIsNotAnsweredAgain(Role role) {
    Endpoint endpoint = new Endpoint(role);

    endpoint.connection.sendClose(BYE);

    assertThat(endpoint.drain()).isEqualTo(Frames.sentBy(role).close(1000, "bye").bytes());
    assertThat(endpoint.state()).isEqualTo(ConnectionState.CLOSING);
    assertThat(endpoint.connection.isEnding()).isTrue();
    assertThat(endpoint.transportEnd()).isEqualTo(TransportEnd.NOT_YET);
    assertThat(endpoint.events()).isEmpty();

    endpoint.receive(Frames.sentTo(role).close(1001, "away"));

    assertThat(endpoint.events()).containsExactly("close 1001 away clean");
    assertThat(endpoint.sentHex()).isEmpty();
    assertThat(endpoint.transportEnd())
        .isEqualTo(role == Role.SERVER ? TransportEnd.CLOSE : TransportEnd.NOT_YET);
  }

  @ParameterizedTest
  @EnumSource
  void aCloseWithoutACodeCanBeSent(Role role) {
    Endpoint endpoint = new Endpoint(role);

    endpoint.connection.sendClose(CloseReason.NO_STATUS);

    assertThat(endpoint.sentFrames()).containsExactly("fin CLOSE");
  }

  @Test
  void bothEndsMayBeginAtTheSameTime() {
    Endpoint server = new Endpoint(Role.SERVER);
    Endpoint client = new Endpoint(Role.CLIENT);
    server.connection.sendClose(CloseReason.of(1001, "server"));
    client.connection.sendClose(CloseReason.of(1000, "client"));
    ByteBuffer fromServer = server.drain();

    server.receive(client.drain());
    client.receive(fromServer);

    assertThat(server.events()).containsExactly("close 1000 client clean");
    assertThat(client.events()).containsExactly("close 1001 server clean");
    assertThat(server.connection.outputBytes()).isZero();
    assertThat(client.connection.outputBytes()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void messagesStillComeInUntilThePeersClose(Role role) {
    Endpoint endpoint = new Endpoint(role);
    endpoint.connection.sendClose(BYE);

    endpoint.receive(Frames.sentTo(role).text("last words").pong("p").close(1000, ""));

    assertThat(endpoint.events()).containsExactly("text last words", "pong p", "close 1000 clean");
  }

  @ParameterizedTest
  @EnumSource
  void dataAfterTheClosesIsIgnoredEvenIfItIsNoFrame(Role role) {
    Endpoint endpoint = new Endpoint(role);
    ByteBuffer in =
        Frames.sentTo(role).close(1000, "").text("x").ping("y").raw(Hex.bytes("ffffff")).bytes();

    endpoint.receive(in);
    endpoint.receive(Hex.bytes("ffffff"));

    assertThat(in.hasRemaining()).isFalse();
    assertThat(endpoint.events()).containsExactly("close 1000 clean");
    assertThat(endpoint.sentFrames()).containsExactly("fin CLOSE 03e8");
  }

  @ParameterizedTest
  @EnumSource
  void nothingCanBeSentAfterClose(Role role) {
    Endpoint endpoint = new Endpoint(role);
    endpoint.connection.sendClose(BYE);
    endpoint.drain();

    assertThat(trySendingEverything(endpoint.connection)).containsOnly(SendStatus.CLOSED);
    endpoint.receive(Frames.sentTo(role).close(1000, ""));
    assertThat(trySendingEverything(endpoint.connection)).containsOnly(SendStatus.CLOSED);

    endpoint.connection.sendClose(BYE);
    endpoint.connection.fail(1011, "late");
    assertThat(endpoint.sentHex()).isEmpty();
    assertThat(endpoint.events()).containsExactly("close 1000 clean");
  }

  @ParameterizedTest
  @EnumSource
  void theSecondCloseOfAnEndpointIsNotSent(Role role) {
    Endpoint endpoint = new Endpoint(role);

    endpoint.connection.sendClose(BYE);
    endpoint.connection.sendClose(CloseReason.of(1001, "again"));

    assertThat(endpoint.drain()).isEqualTo(Frames.sentBy(role).close(1000, "bye").bytes());
  }

  @ParameterizedTest
  @EnumSource
  void whatWasSentBeforeCloseGoesOutFirstEvenToASlowPeer(Role role) {
    Endpoint endpoint = new Endpoint(role);
    endpoint.connection.sendText("a");
    String first = Hex.of(endpoint.drain(1));
    endpoint.connection.sendText("b");
    endpoint.connection.sendPing(Hex.bytes(""));

    endpoint.connection.sendClose(BYE);

    List<String> frames = FrameRecorder.decode(Hex.bytes(first + endpoint.sentHex()));
    assertThat(frames).hasSize(4).endsWith("fin CLOSE 03e8627965");
  }

  @ParameterizedTest
  @EnumSource
  void theEndBeginsWhenOurCloseHasLeftAndNotBefore(Role role) {
    Endpoint endpoint = new Endpoint(role);
    endpoint.connection.sendText("a");
    endpoint.connection.hold();

    endpoint.connection.sendClose(BYE);

    while (endpoint.connection.outputBytes() > 0) {
      assertThat(endpoint.connection.isEnding()).isFalse();
      endpoint.drain(1);
    }
    assertThat(endpoint.connection.isEnding()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aTransportThatIsClosedIsNotWrittenTo(Role role) {
    Endpoint endpoint = new Endpoint(role);
    endpoint.connection.sendText("never written");
    endpoint.writeNow = endpoint::drain;

    endpoint.connection.transportClosed();

    assertThat(endpoint.written).isEmpty();
    assertThat(endpoint.events()).containsExactly("close 1006 unclean");
  }

  @ParameterizedTest
  @EnumSource
  void aCloseBodyOfOneByteIs1002(Role role) {
    Endpoint endpoint = new Endpoint(role);

    endpoint.receive(Frames.sentTo(role).frame(0x88, "x"));

    assertFailed(endpoint, 1002);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535})
  void aCodeThatMustNotTravelIs1002(int code) {
    for (Role role : Role.values()) {
      Endpoint endpoint = new Endpoint(role);

      endpoint.receive(Frames.sentTo(role).close(code, ""));

      assertFailed(endpoint, 1002);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aReasonThatIsNotUtf8Is1007(Role role) {
    Endpoint endpoint = new Endpoint(role);

    endpoint.receive(Frames.sentTo(role).frame(0x88, Hex.toArray(Hex.bytes("03e8 c3"))));

    assertFailed(endpoint, 1007);
  }

  @ParameterizedTest
  @EnumSource
  void aBadCloseInAnswerToOursFailsWithoutASecondClose(Role role) {
    Endpoint endpoint = new Endpoint(role);
    endpoint.connection.sendClose(BYE);
    endpoint.drain();

    endpoint.receive(Frames.sentTo(role).frame(0x88, "x"));

    assertThat(endpoint.events()).hasSize(1).allMatch(event -> event.startsWith("close 1002"));
    assertThat(endpoint.sentHex()).isEmpty();
    assertThat(endpoint.endsAsAfterFailure()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void localCodesAreNeverSent(Role role) {
    Endpoint endpoint = new Endpoint(role);
    CloseReason tooLong = new CloseReason(1000, "x".repeat(124));

    for (CloseReason bad : List.of(CloseReason.ABNORMAL, new CloseReason(1015, ""), tooLong)) {
      assertThatThrownBy(() -> endpoint.connection.sendClose(bad))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> endpoint.connection.fail(1005, ""))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(endpoint.state()).isEqualTo(ConnectionState.OPEN);
    assertThat(endpoint.connection.outputBytes()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void theEndOfTheStreamWithoutACloseIs1006(Role role) {
    Endpoint endpoint = new Endpoint(role);

    endpoint.connection.receiveEof();

    assertThat(endpoint.events()).containsExactly("close 1006 unclean");
    assertThat(endpoint.transportEnd()).isEqualTo(TransportEnd.CLOSE);
    assertThat(endpoint.state()).isEqualTo(ConnectionState.CLOSED);
    assertThat(endpoint.connection.outputBytes()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void theEndOfTheStreamInsteadOfTheAnswerToOurCloseIs1006(Role role) {
    Endpoint endpoint = new Endpoint(role);
    endpoint.connection.sendClose(BYE);

    endpoint.connection.receiveEof();

    assertThat(endpoint.events()).containsExactly("close 1006 unclean");
    assertThat(endpoint.transportEnd()).isEqualTo(TransportEnd.CLOSE);
  }

  @ParameterizedTest
  @EnumSource
  void aTransportThatIsGoneGivesAllBuffersBackAndIs1006Once(Role role) {
    Endpoint endpoint = new Endpoint(role);
    endpoint.connection.sendText("never written");
    endpoint.drain(1);
    assertThat(endpoint.pool.lent()).isEqualTo(1);

    endpoint.connection.transportClosed();
    endpoint.connection.transportClosed();

    assertThat(endpoint.pool.lent()).isZero();
    assertThat(endpoint.events()).containsExactly("close 1006 unclean");
    assertThat(endpoint.transportEnd()).isEqualTo(TransportEnd.CLOSE);
  }

  @ParameterizedTest
  @EnumSource
  void noCloseIsExpectedWhileTheConnectionIsOpen(Role role) {
    Endpoint endpoint = new Endpoint(role);

    assertThat(endpoint.connection.isEnding()).isFalse();
    assertThat(endpoint.transportEnd()).isEqualTo(TransportEnd.NOT_YET);
    assertThat(endpoint.state()).isEqualTo(ConnectionState.OPEN);
  }

  @ParameterizedTest
  @EnumSource
  void aConsumerMayCloseFromInsideOfACallAndGetsNothingMoreAfterAFailure(Role role) {
    Endpoint closing = new Endpoint(role, e -> closeOnText(e, false));
    Endpoint failing = new Endpoint(role, e -> closeOnText(e, true));

    closing.receive(Frames.sentTo(role).text("a").text("b").close(1000, ""));
    failing.receive(Frames.sentTo(role).text("a").text("b").close(1000, ""));

    assertThat(closing.events()).containsExactly("text a", "text b", "close 1000 clean");
    assertThat(failing.events()).containsExactly("text a", "close 1011 oops unclean");
    assertThat(closing.drain()).isEqualTo(Frames.sentBy(role).close(1000, "bye").bytes());
    assertThat(failing.drain()).isEqualTo(Frames.sentBy(role).close(1011, "oops").bytes());
  }

  private static MessageConsumer closeOnText(Endpoint endpoint, boolean fail) {
    return new RecordingConsumer(endpoint.events()) {
      @Override
      public void onText(ByteBuffer utf8) {
        super.onText(utf8);
        if (fail) {
          endpoint.connection.fail(1011, "oops");
        } else {
          endpoint.connection.sendClose(BYE);
        }
      }
    };
  }

  private static List<SendStatus> trySendingEverything(WebSocketConnection connection) {
    return List.of(
        connection.sendText("x"),
        connection.sendUtf8Text(Hex.bytes("78")),
        connection.sendBinary(Hex.bytes("78")),
        connection.send(PreparedMessage.text("x")),
        connection.admission().reserve(1),
        connection.admission().reserveControl(1),
        connection.admission().defer(1),
        connection.sendPing(Hex.bytes("78")),
        connection.sendPong(Hex.bytes("78")));
  }

  private static void assertFailed(Endpoint endpoint, int code) {
    assertThat(endpoint.events()).hasSize(1);
    assertThat(endpoint.events().get(0)).startsWith("close " + code + " ").endsWith(" unclean");
    assertThat(endpoint.sentFrames().get(0)).startsWith("fin CLOSE %04x".formatted(code));
    assertThat(endpoint.endsAsAfterFailure()).isTrue();
  }
}
