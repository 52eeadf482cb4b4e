package io.github.baseframe.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.message.RecordingConsumer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who was answered with QUEUED or DROPPED is told, once, that nothing waits any more. */
class WritableTest {

  private static final int LIMIT = 70_000;

  @ParameterizedTest
  @EnumSource
  void whoWasQueuedIsToldOnceWhenAllIsWritten(Role role) {
    Endpoint endpoint = queued(role);

    endpoint.drain(1);
    assertThat(endpoint.events()).isEmpty();
    endpoint.drain();
    assertThat(endpoint.events()).containsExactly("writable");

    endpoint.drain();
    endpoint.connection.sendText("c");
    endpoint.drain();
    assertThat(endpoint.events()).containsExactly("writable");
  }

  @ParameterizedTest
  @EnumSource
  void whoWasSentIsNotTold(Role role) {
    Endpoint endpoint = endpoint(role);

    endpoint.connection.sendText("a");
    endpoint.drain(1);
    endpoint.drain();

    assertThat(endpoint.events()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whoWasDroppedIsToldAlsoIfTheTransportKeepsUp(Role role) {
    Endpoint endpoint = endpoint(role);
    endpoint.connection.sendText("a");

    assertThat(endpoint.connection.sendBinary(ByteBuffer.allocate(LIMIT)))
        .isEqualTo(SendStatus.DROPPED);
    endpoint.drain();

    assertThat(endpoint.events()).containsExactly("writable");
  }

  @ParameterizedTest
  @EnumSource
  void nobodyIsToldFromInsideOfASend(Role role) {
    Endpoint endpoint = endpoint(role);
    endpoint.connection.send(PreparedMessage.binary(ByteBuffer.allocate(LIMIT / 2)));
    assertThat(endpoint.connection.sendBinary(ByteBuffer.allocate(LIMIT)))
        .isEqualTo(SendStatus.DROPPED);
    endpoint.writeNow = endpoint::drain;

    // All that may wait: a server borrows it, and a client has collected enough to be written.
    assertThat(endpoint.connection.sendBinary(ByteBuffer.allocate(LIMIT / 2 - 100)))
        .isEqualTo(SendStatus.SENT);
    assertThat(endpoint.connection.outputBytes()).isZero();

    assertThat(endpoint.events()).isEmpty();
    endpoint.drain();
    assertThat(endpoint.events()).containsExactly("writable");
  }

  @ParameterizedTest
  @EnumSource
  void nobodyIsToldAfterTheEnd(Role role) {
    List<Consumer<WebSocketConnection>> endings =
        List.of(
            connection -> connection.sendClose(CloseReason.NO_STATUS),
            connection -> connection.fail(1011, ""),
            WebSocketConnection::receiveEof,
            WebSocketConnection::outputLost,
            WebSocketConnection::transportClosed);
    for (Consumer<WebSocketConnection> ending : endings) {
      Endpoint endpoint = queued(role);

      ending.accept(endpoint.connection);
      endpoint.drain();

      assertThat(endpoint.events()).doesNotContain("writable");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoIsDroppedOnAnotherThreadIsToldAlthoughNothingWasEverQueued(Role role) {
    Endpoint endpoint = endpoint(role);
    endpoint.connection.admission().reserve(LIMIT);

    SendStatus status = endpoint.connection.admission().reserve(1);
    assertThat(status).isEqualTo(SendStatus.DROPPED);
    assertThat(endpoint.connection.admission().needsAttention(status)).isTrue();
    endpoint.connection.admission().release(LIMIT);

    endpoint.connection.attend();
    endpoint.drain();
    assertThat(endpoint.events()).containsExactly("writable");
  }

  @ParameterizedTest
  @EnumSource
  void whoIsToldMaySendAndIsToldAgain(Role role) {
    Endpoint endpoint =
        new Endpoint(
            role,
            self ->
                new RecordingConsumer(self.events()) {
                  @Override
                  public void onWritable() {
                    super.onWritable();
                    self.connection.sendText("again");
                  }
                });
    endpoint.connection.sendText("a");
    endpoint.drain(1);
    endpoint.connection.sendText("b");

    endpoint.drain();
    endpoint.drain(1);
    endpoint.connection.sendText("c");
    endpoint.drain();

    assertThat(endpoint.events()).containsExactly("writable", "writable");
    assertThat(endpoint.sentFrames()).containsExactly("fin TEXT 616761696e");
  }

  private static Endpoint queued(Role role) {
    Endpoint endpoint = endpoint(role);
    endpoint.connection.sendText("a");
    endpoint.connection.hold();
    assertThat(endpoint.connection.sendText("b")).isEqualTo(SendStatus.QUEUED);
    return endpoint;
  }

  private static Endpoint endpoint(Role role) {
    Limits limits = Limits.DEFAULT.withMaxQueuedBytes(LIMIT);
    return new Endpoint(
        role, new ConnectionSettings(limits, OverflowPolicy.DROP_MESSAGE, Integer.MAX_VALUE));
  }
}
