package io.github.baseframe.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.Hex;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.frame.Frames;
import io.github.baseframe.protocol.message.RecordingConsumer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Messages through an open connection. What else a connection does is in {@link
 * ClosingHandshakeTest}, {@link FailureTest}, {@link FragmentationTest}, {@link PingPongTest},
 * {@link SendQueueTest}, {@link EndingTest}, {@link SegmentationTest} and {@link
 * ZeroAllocationTest}.
 */
class WebSocketConnectionTest {

  @ParameterizedTest
  @EnumSource
  void messagesGoBothWays(Role role) {
    Endpoint here = new Endpoint(role);
    Endpoint there = new Endpoint(Frames.peerOf(role));

    here.connection.sendText("text \u20AC");
    here.connection.sendUtf8Text(Hex.bytes("6869"));
    here.connection.sendBinary(Hex.bytes("0102"));
    here.connection.send(PreparedMessage.text("prepared"));
    here.connection.sendPing(Hex.bytes("70"));
    here.connection.sendPong(Hex.bytes("71"));
    there.receive(here.drain());

    assertThat(there.events())
        .containsExactly(
            "text text \u20AC", "text hi", "binary 0102", "text prepared", "ping p", "pong q");
    here.receive(there.drain());
    assertThat(here.events()).containsExactly("pong p");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsSentIsTaken(Role role) {
    Endpoint endpoint = new Endpoint(role);
    for (int size : new int[] {0, 1, 125, 8192, 8193, 100_000}) {
      ByteBuffer text = ByteBuffer.allocate(size);
      ByteBuffer binary = ByteBuffer.allocate(size);

      endpoint.connection.sendUtf8Text(text);
      endpoint.connection.sendBinary(binary);
      endpoint.drain();

      assertThat(text.hasRemaining()).isFalse();
      assertThat(binary.hasRemaining()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aConsumerThatMovesTheBufferDoesNoHarm(Role role) {
    List<String> events = new ArrayList<>();
    Endpoint endpoint =
        new Endpoint(
            role,
            self ->
                new RecordingConsumer(events) {
                  @Override
                  public void onText(ByteBuffer utf8) {
                    super.onText(utf8);
                    spoil(utf8);
                  }

                  @Override
                  public void onBinary(ByteBuffer payload) {
                    super.onBinary(payload);
                    spoil(payload);
                  }

                  @Override
                  public void onPing(ByteBuffer payload) {
                    super.onPing(payload);
                    spoil(payload);
                  }

                  @Override
                  public void onPong(ByteBuffer payload) {
                    super.onPong(payload);
                    spoil(payload);
                  }
                });

    endpoint.receive(
        Frames.sentTo(role)
            .text("a")
            .ping("b")
            .frame(0x02, "c")
            .pong("d")
            .frame(0x80, "e")
            .binary(new byte[200])
            .close(1000, "bye"));

    assertThat(events)
        .containsExactly(
            "text a",
            "ping b",
            "pong d",
            "binary 6365",
            "binary " + "00".repeat(200),
            "close 1000 bye clean");
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionThatHasNothingToWriteHoldsNoBuffer(Role role) {
    Endpoint endpoint = new Endpoint(role);

    endpoint.receive(Frames.sentTo(role).text("a").ping("b"));
    endpoint.connection.sendText("c");
    endpoint.drain();

    assertThat(endpoint.pool.lent()).isZero();
  }

  private static void spoil(ByteBuffer buffer) {
    buffer.clear().order(ByteOrder.LITTLE_ENDIAN).limit(buffer.capacity() / 2).mark();
    buffer.position(buffer.limit());
  }
}
