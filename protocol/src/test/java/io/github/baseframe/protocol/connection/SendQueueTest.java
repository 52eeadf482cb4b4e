package io.github.baseframe.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.protocol.Hex;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.frame.FrameRecorder;
import io.github.baseframe.protocol.frame.Frames;
import io.github.baseframe.protocol.message.RecordingConsumer;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How much may wait at a connection, and what happens to the rest. */
class SendQueueTest {

  private static final int LIMIT = 1000;

  private final byte[] callersBytes = new byte[64 * 1024];

  @ParameterizedTest
  @EnumSource
  void aMessageThatFillsTheQueueExactlyIsTaken(Role role) {
    Endpoint endpoint = endpoint(role, OverflowPolicy.DROP_MESSAGE);
    endpoint.connection.sendBinary(ByteBuffer.allocate(10));
    int room = LIMIT - (int) endpoint.connection.outputBytes() - headerBytes(role);

    assertThat(endpoint.connection.sendBinary(ByteBuffer.allocate(room)))
        .isEqualTo(SendStatus.SENT);

    assertThat(endpoint.connection.outputBytes()).isEqualTo(LIMIT);
  }

  @ParameterizedTest
  @EnumSource
  void aMessageThatIsOneByteTooLargeIsDroppedAndTheConnectionGoesOn(Role role) {
    Endpoint endpoint = endpoint(role, OverflowPolicy.DROP_MESSAGE);
    endpoint.connection.sendBinary(ByteBuffer.allocate(10));
    long before = endpoint.connection.outputBytes();
    ByteBuffer payload = ByteBuffer.allocate(LIMIT - (int) before - headerBytes(role) + 1);

    assertThat(endpoint.connection.sendBinary(payload)).isEqualTo(SendStatus.DROPPED);

    assertThat(endpoint.connection.outputBytes()).isEqualTo(before);
    assertThat(endpoint.state()).isEqualTo(ConnectionState.OPEN);
    assertThat(endpoint.connection.sendBinary(payload.limit(1))).isEqualTo(SendStatus.SENT);
    assertThat(endpoint.sentFrames()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void theHeadersOfFragmentsCountToo(Role role) {
    Limits limits = Limits.DEFAULT.withMaxQueuedBytes(LIMIT);
    Endpoint endpoint =
        new Endpoint(role, new ConnectionSettings(limits, OverflowPolicy.DROP_MESSAGE, 1));
    endpoint.connection.sendBinary(ByteBuffer.allocate(1));
    long oneByteFrame = endpoint.connection.outputBytes();
    int room = (int) ((LIMIT - oneByteFrame) / oneByteFrame);

    assertThat(endpoint.connection.sendBinary(ByteBuffer.allocate(room + 1)))
        .isEqualTo(SendStatus.DROPPED);
    assertThat(endpoint.connection.sendBinary(ByteBuffer.allocate(room)))
        .isEqualTo(SendStatus.SENT);

    assertThat(endpoint.connection.outputBytes())
        .isLessThanOrEqualTo(LIMIT)
        .isEqualTo((room + 1) * oneByteFrame);
  }

  @ParameterizedTest
  @EnumSource
  void preparedMessagesMeetTheSameLimit(Role role) {
    Endpoint endpoint = endpoint(role, OverflowPolicy.DROP_MESSAGE);
    endpoint.connection.sendBinary(ByteBuffer.allocate(10));
    int room = LIMIT - (int) endpoint.connection.outputBytes() - headerBytes(role);
    PreparedMessage tooLarge = PreparedMessage.binary(ByteBuffer.allocate(room + 1));
    PreparedMessage fits = PreparedMessage.binary(ByteBuffer.allocate(room));

    assertThat(endpoint.connection.send(tooLarge)).isEqualTo(SendStatus.DROPPED);
    assertThat(endpoint.connection.send(fits)).isEqualTo(SendStatus.SENT);

    assertThat(endpoint.connection.outputBytes()).isEqualTo(LIMIT);
  }

  @ParameterizedTest
  @EnumSource
  void aMessageThatFindsTheQueueEmptyIsAlwaysTaken(Role role) {
    Endpoint endpoint = endpoint(role, OverflowPolicy.CLOSE_CONNECTION);

    assertThat(endpoint.connection.sendBinary(ByteBuffer.allocate(50 * LIMIT)))
        .isEqualTo(SendStatus.SENT);

    assertThat(endpoint.sentFrames()).containsExactly("fin BINARY " + "00".repeat(50 * LIMIT));
  }

  @ParameterizedTest
  @EnumSource
  void aPeerThatIsTooSlowLosesItsConnectionWhereThePolicySaysSo(Role role) {
    Endpoint endpoint = endpoint(role, OverflowPolicy.CLOSE_CONNECTION);
    endpoint.connection.sendText("first");
    endpoint.drain(0);

    assertThat(endpoint.connection.sendBinary(ByteBuffer.allocate(LIMIT)))
        .isEqualTo(SendStatus.CLOSED);

    String reason = "too slow: the send queue is full";
    assertThat(endpoint.events()).containsExactly("close 1008 " + reason + " unclean");
    assertThat(endpoint.drain()).isEqualTo(Frames.sentBy(role).close(1008, reason).bytes());
    assertThat(endpoint.endsAsAfterFailure()).isTrue();
    assertThat(endpoint.pool.lent()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aFrameThatIsPartlyWrittenWhenTheQueueOverflowsIsFinished(Role role) {
    Endpoint endpoint = endpoint(role, OverflowPolicy.CLOSE_CONNECTION);
    endpoint.connection.sendText("first");
    String begun = Hex.of(endpoint.drain(3));

    endpoint.connection.sendBinary(ByteBuffer.allocate(LIMIT));

    assertThat(FrameRecorder.decode(Hex.bytes(begun + endpoint.sentHex())))
        .hasSize(2)
        .startsWith("fin TEXT 6669727374");
  }

  @Test
  void theStatusTellsWhetherThePeerKeepsUp() {
    Endpoint endpoint = new Endpoint(Role.SERVER);

    assertThat(endpoint.connection.sendText("a")).isEqualTo(SendStatus.SENT);
    endpoint.drain(1);
    assertThat(endpoint.connection.sendText("b")).isEqualTo(SendStatus.QUEUED);
    assertThat(endpoint.connection.sendPing(Hex.bytes(""))).isEqualTo(SendStatus.QUEUED);
    endpoint.drain();
    assertThat(endpoint.connection.sendText("c")).isEqualTo(SendStatus.SENT);
  }

  @ParameterizedTest
  @EnumSource
  void aControlFrameWithMoreThan125BytesIsRefusedAndNothingIsSent(Role role) {
    Endpoint endpoint = new Endpoint(role);

    assertThatThrownBy(() -> endpoint.connection.sendPing(ByteBuffer.allocate(126)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> endpoint.connection.sendPong(ByteBuffer.allocate(126)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(endpoint.connection.outputBytes()).isZero();

    endpoint.connection.sendPing(ByteBuffer.allocate(125));
    assertThat(endpoint.sentFrames()).containsExactly("fin PING " + "00".repeat(125));
  }

  @ParameterizedTest
  @EnumSource
  void textWithAnUnpairedSurrogateIsRefusedAndNothingIsSent(Role role) {
    Endpoint endpoint = new Endpoint(role);

    assertThatThrownBy(() -> endpoint.connection.sendText("a\uD800"))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(endpoint.connection.outputBytes()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void largePayloadBelongsToTheCallerAgainWhenItIsSent(Role role) {
    Endpoint endpoint = new Endpoint(role);
    StringBuilder begun = new StringBuilder();
    endpoint.writeNow = () -> begun.append(Hex.of(endpoint.drain(20_000)));
    endpoint.connection.sendBinary(ByteBuffer.wrap(callersBytes));
    String sent = begun.toString();

    callersBytes[callersBytes.length - 1] = 99;

    assertThat(FrameRecorder.decode(Hex.bytes(sent + endpoint.sentHex())))
        .containsExactly("fin BINARY " + "00".repeat(callersBytes.length));
  }

  /** The payload that a consumer gets lies in the buffer that the decoder goes on with. */
  @ParameterizedTest
  @EnumSource
  void anEchoThatIsNotWrittenBeforeTheConsumerReturnsIsCopied(Role role) {
    Endpoint echo =
        new Endpoint(
            role,
            endpoint ->
                new RecordingConsumer() {
                  @Override
                  public void onBinary(ByteBuffer payload) {
                    endpoint.connection.sendBinary(payload);
                  }
                });
    byte[] large = new byte[20_000];
    ByteBuffer in = Frames.sentTo(role).binary(large).binary(large).binary(new byte[1]).bytes();

    echo.receive(in);
    in.clear().put(new byte[in.capacity()]);

    String zeros = "00".repeat(large.length);
    assertThat(echo.sentFrames())
        .containsExactly("fin BINARY " + zeros, "fin BINARY " + zeros, "fin BINARY 00");
  }

  private static Endpoint endpoint(Role role, OverflowPolicy policy) {
    Limits limits = Limits.DEFAULT.withMaxQueuedBytes(LIMIT);
    return new Endpoint(role, new ConnectionSettings(limits, policy, Integer.MAX_VALUE));
  }

  /** Of a frame with 126 bytes or more. */
  private static int headerBytes(Role role) {
    return role == Role.CLIENT ? 8 : 4;
  }
}
