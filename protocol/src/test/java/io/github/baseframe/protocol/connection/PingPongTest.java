package io.github.baseframe.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.Hex;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.frame.FrameRecorder;
import io.github.baseframe.protocol.frame.Frames;
import io.github.baseframe.protocol.message.RecordingConsumer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 6455 5.5.2 and 5.5.3. */
class PingPongTest {

  private static final int MILLION = 1_000_000;

  @ParameterizedTest
  @EnumSource
  void aPingIsAnsweredWithItsPayload(Role role) {
    Endpoint endpoint = new Endpoint(role);

    endpoint.receive(Frames.sentTo(role).ping("Hello"));

    assertThat(endpoint.drain()).isEqualTo(Frames.sentBy(role).pong("Hello").bytes());
    assertThat(endpoint.events()).containsExactly("ping Hello");
  }

  @ParameterizedTest
  @EnumSource
  void pingsMayHave0To125BytesOfPayload(Role role) {
    Endpoint endpoint = new Endpoint(role);

    endpoint.receive(Frames.sentTo(role).ping("").ping("x".repeat(125)));

    assertThat(endpoint.sentFrames()).containsExactly("fin PONG", "fin PONG " + "78".repeat(125));
  }

  @ParameterizedTest
  @EnumSource
  void tenPingsInOneReadAreAnsweredByTenPongsInOrder(Role role) {
    Endpoint endpoint = new Endpoint(role);
    Frames pings = Frames.sentTo(role);
    Frames pongs = Frames.sentBy(role);
    for (int i = 0; i < 10; i++) {
      pings.ping("ping " + i);
      pongs.pong("ping " + i);
    }

    endpoint.receive(pings);

    assertThat(endpoint.drain()).isEqualTo(pongs.bytes());
  }

  @ParameterizedTest
  @EnumSource
  void thePongIsQueuedBeforeTheConsumerHearsOfThePing(Role role) {
    List<Boolean> queued = new ArrayList<>();
    Endpoint endpoint =
        new Endpoint(
            role,
            self ->
                new RecordingConsumer() {
                  @Override
                  public void onPing(ByteBuffer payload) {
                    queued.add(self.connection.outputBytes() > 0);
                  }
                });

    endpoint.receive(Frames.sentTo(role).ping(""));

    assertThat(queued).containsExactly(true);
  }

  @ParameterizedTest
  @EnumSource
  void aPingThatComesInPiecesIsAnsweredWhole(Role role) {
    ByteBuffer ping = Frames.sentTo(role).ping("Hello").bytes();
    for (int cut = 1; cut < ping.limit(); cut++) {
      Endpoint endpoint = new Endpoint(role);
      ByteBuffer in = Frames.sentTo(role).ping("Hello").bytes();

      endpoint.receive(in.slice(0, cut));
      assertThat(endpoint.sentHex()).isEmpty();
      endpoint.receive(in.slice(cut, in.limit() - cut));

      assertThat(endpoint.sentFrames()).containsExactly("fin PONG 48656c6c6f");
      assertThat(endpoint.events()).containsExactly("ping Hello");
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyPingThatComesInPiecesIsAnsweredWithItsOwnPayload(Role role) {
    Endpoint endpoint = new Endpoint(role);
    ByteBuffer in = Frames.sentTo(role).ping("first").ping("2nd").pong("third").bytes();

    for (int i = 0; i < in.limit(); i++) {
      endpoint.receive(in.slice(i, 1));
    }

    assertThat(endpoint.events()).containsExactly("ping first", "ping 2nd", "pong third");
    assertThat(endpoint.drain()).isEqualTo(Frames.sentBy(role).pong("first").pong("2nd").bytes());
  }

  @ParameterizedTest
  @EnumSource
  void aPongIsReportedAndNotAnswered(Role role) {
    Endpoint endpoint = new Endpoint(role);

    endpoint.receive(Frames.sentTo(role).pong("unasked").pong(""));

    assertThat(endpoint.events()).containsExactly("pong unasked", "pong ");
    assertThat(endpoint.sentHex()).isEmpty();
    assertThat(endpoint.state()).isEqualTo(ConnectionState.OPEN);
  }

  @ParameterizedTest
  @EnumSource
  void onlyTheLatestPingIsAnsweredWhileThePeerDoesNotRead(Role role) {
    Endpoint endpoint = blocked(role);

    endpoint.receive(Frames.sentTo(role).ping("1").ping("22").ping("333"));

    assertThat(endpoint.sentFrames()).containsExactly("fin PONG 333333", "fin TEXT 61");
    endpoint.receive(Frames.sentTo(role).ping("4"));
    assertThat(endpoint.sentFrames()).containsExactly("fin PONG 34");
  }

  @ParameterizedTest
  @EnumSource
  void pongsLeaveInTheOrderOfTheirPingsOrNotAtAll(Role role) {
    Endpoint endpoint = new Endpoint(role);
    endpoint.receive(Frames.sentTo(role).ping("1").ping("2"));
    endpoint.connection.sendText("a");
    endpoint.receive(Frames.sentTo(role).ping("3"));
    endpoint.connection.sendBinary(ByteBuffer.allocate(5_000));
    String begun = Hex.of(endpoint.drain(1));

    endpoint.receive(Frames.sentTo(role).ping("4").ping("5"));

    assertThat(FrameRecorder.decode(Hex.bytes(begun + endpoint.sentHex())))
        .filteredOn(frame -> frame.startsWith("fin PONG"))
        .containsExactly("fin PONG 31", "fin PONG 32", "fin PONG 33", "fin PONG 35");
  }

  @ParameterizedTest
  @EnumSource
  void aPingIsWrittenWhenTheTransportHasTakenItAndNotBefore(Role role) {
    Endpoint endpoint = blocked(role);
    assertThat(endpoint.connection.isPingWritten()).isTrue();

    endpoint.connection.sendPing(Hex.bytes("01"));

    int pingBytes = role == Role.CLIENT ? 7 : 3;
    endpoint.drain(pingBytes - 1);
    assertThat(endpoint.connection.isPingWritten()).isFalse();
    endpoint.drain(1);
    assertThat(endpoint.connection.isPingWritten()).isTrue();
    assertThat(endpoint.sentFrames()).containsExactly("fin TEXT 61");
  }

  @ParameterizedTest
  @EnumSource
  void aFloodOfPingsToAnEndpointThatCannotWriteCostsNoMemory(Role role) {
    Endpoint endpoint = blocked(role);
    endpoint.receive(Frames.sentTo(role).ping("x"));
    long size = endpoint.connection.outputBytes();

    // A client's pings are masked, and what is received is unmasked in place.
    Role peer = Frames.peerOf(role);
    ByteBuffer ping = Frames.sentBy(peer).ping("y").bytes();
    byte[] wire = ping.array().clone();
    for (int i = 0; i < MILLION; i++) {
      endpoint.recorder.events.clear();
      endpoint.receive(ping.clear().put(wire).flip());
      assertThat(endpoint.connection.outputBytes()).isEqualTo(size);
    }

    assertThat(endpoint.sentFrames()).containsExactly("fin PONG 79", "fin TEXT 61");
    assertThat(endpoint.written).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void pingsOfTheApplicationAreAllSentAndKeepTheirOrder(Role role) {
    Endpoint endpoint = blocked(role);

    IntStream.range(0, 3).forEach(i -> endpoint.connection.sendPing(Hex.bytes("0" + i)));
    endpoint.connection.sendPong(Hex.bytes("ff"));

    assertThat(endpoint.sentFrames())
        .containsExactly("fin PING 00", "fin PING 01", "fin PING 02", "fin PONG ff", "fin TEXT 61");
  }

  @ParameterizedTest
  @EnumSource
  void aPongNeverEntersAPartlyWrittenFrame(Role role) {
    int frameBytes = 20_000 + (role == Role.CLIENT ? 8 : 4);
    for (int cut = 1; cut < frameBytes; cut = cut * 3 + 1) {
      Endpoint endpoint = new Endpoint(role);
      endpoint.connection.sendBinary(ByteBuffer.allocate(20_000));
      String begun = Hex.of(endpoint.drain(cut));

      endpoint.receive(Frames.sentTo(role).ping("p"));

      assertThat(FrameRecorder.decode(Hex.bytes(begun + endpoint.sentHex())))
          .containsExactly("fin BINARY " + "00".repeat(20_000), "fin PONG 70");
    }
  }

  @ParameterizedTest
  @EnumSource
  void noPongFollowsTheCloseOfThisEndpoint(Role role) {
    Endpoint open = new Endpoint(role);
    open.connection.sendClose(CloseReason.NO_STATUS);
    Endpoint blocked = blocked(role);
    blocked.connection.sendClose(CloseReason.NO_STATUS);

    open.receive(Frames.sentTo(role).ping("late"));
    blocked.receive(Frames.sentTo(role).ping("late"));

    assertThat(open.sentFrames()).containsExactly("fin CLOSE");
    assertThat(blocked.sentFrames()).containsExactly("fin TEXT 61", "fin CLOSE");
    assertThat(open.events()).containsExactly("ping late");
  }

  @Test
  void pingsAreReportedAlsoWhenTheConsumerEmptiesTheBuffer() {
    List<String> events = new ArrayList<>();
    Endpoint endpoint =
        new Endpoint(
            Role.SERVER,
            self ->
                new RecordingConsumer(events) {
                  @Override
                  public void onPing(ByteBuffer payload) {
                    super.onPing(payload);
                    payload.clear().position(payload.limit());
                  }
                });

    endpoint.receive(Frames.sentTo(Role.SERVER).ping("1").ping("2"));

    assertThat(events).containsExactly("ping 1", "ping 2");
    assertThat(endpoint.sentFrames()).containsExactly("fin PONG 31", "fin PONG 32");
  }

  /** The transport takes nothing of a text message. */
  private static Endpoint blocked(Role role) {
    Endpoint endpoint = new Endpoint(role);
    endpoint.connection.sendText("a");
    endpoint.drain(0);
    return endpoint;
  }
}
