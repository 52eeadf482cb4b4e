package io.github.baseframe.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.Hex;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.connection.ConnectionSettings;
import io.github.baseframe.protocol.connection.Endpoint;
import io.github.baseframe.protocol.connection.WebSocketConnection;
import io.github.baseframe.protocol.frame.FrameDecoder;
import io.github.baseframe.protocol.frame.FrameHeader;
import io.github.baseframe.protocol.frame.FrameRecorder;
import io.github.baseframe.protocol.frame.Frames;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MessageWriterTest {

  @Test
  void theExamplesOfTheRfcAreWritten() {
    Endpoint server = new Endpoint(Role.SERVER);
    Endpoint client = new Endpoint(Role.CLIENT);

    server.connection.sendText("Hello");
    assertThat(server.sentHex()).isEqualTo("810548656c6c6f");
    client.connection.sendText("Hello");
    assertThat(client.sentHex()).isEqualTo("818537fa213d7f9f4d5158");
    server.connection.sendPing(Hex.bytes("48656c6c6f"));
    assertThat(server.sentHex()).isEqualTo("890548656c6c6f");
    client.connection.sendPong(Hex.bytes("48656c6c6f"));
    assertThat(client.sentHex()).isEqualTo("8a8537fa213d7f9f4d5158");
    server.connection.sendBinary(ByteBuffer.allocate(256));
    assertThat(server.sentHex()).isEqualTo("827e0100" + "00".repeat(256));
    server.connection.sendBinary(ByteBuffer.allocate(65536));
    assertThat(server.sentHex()).isEqualTo("827f0000000000010000" + "00".repeat(65536));
  }

  @Test
  void theFragmentedExampleOfTheRfcIsWritten() {
    Endpoint server = fragmenting(Role.SERVER, 3);

    server.connection.sendText("Hello");

    assertThat(server.sentHex()).isEqualTo("010348656c" + "80026c6f");
  }

  @ParameterizedTest
  @CsvSource({
    "5, fin TEXT 48656c6c6f",
    "6, fin TEXT 48656c6c6f",
    "4, more TEXT 48656c6c | fin CONTINUATION 6f",
    "2, more TEXT 4865 | more CONTINUATION 6c6c | fin CONTINUATION 6f",
  })
  void aMessageThatIsLargerThanAFrameMayBeIsSentInFragments(int maxFrameBytes, String frames) {
    for (Role role : Role.values()) {
      Endpoint endpoint = fragmenting(role, maxFrameBytes);

      endpoint.connection.sendText("Hello");

      assertThat(String.join(" | ", endpoint.sentFrames())).isEqualTo(frames);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyMessageIsOneEmptyFrame(Role role) {
    Endpoint endpoint = fragmenting(role, 1);

    endpoint.connection.sendBinary(ByteBuffer.allocate(0));

    assertThat(endpoint.sentFrames()).containsExactly("fin BINARY");
  }

  @ParameterizedTest
  @EnumSource
  void largeFragmentsAreAllThereAndThePayloadIsTaken(Role role) {
    Endpoint endpoint = fragmenting(role, 10_000);
    ByteBuffer payload = ByteBuffer.allocate(25_000);

    endpoint.connection.sendBinary(payload);

    assertThat(endpoint.sentFrames())
        .containsExactly(
            "more BINARY " + "00".repeat(10_000),
            "more CONTINUATION " + "00".repeat(10_000),
            "fin CONTINUATION " + "00".repeat(5_000));
    assertThat(payload.hasRemaining()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void controlFramesAreNeverFragmented(Role role) {
    Endpoint endpoint = fragmenting(role, 1);

    endpoint.connection.sendPing(Hex.bytes("010203"));
    endpoint.receive(Frames.sentTo(role).ping("abc"));
    endpoint.connection.sendClose(CloseReason.of(1000, "bye"));

    assertThat(endpoint.sentFrames())
        .containsExactly("fin PING 010203", "fin PONG 616263", "fin CLOSE 03e8627965");
  }

  @Test
  void aServerCopiesSmallPayloadAndBorrowsLargePayload() {
    Endpoint server = new Endpoint(Role.SERVER);
    byte[] small = new byte[MessageWriter.MAX_COPIED_BYTES];
    byte[] large = new byte[MessageWriter.MAX_COPIED_BYTES + 1];
    server.writeNow = server::drain;

    server.connection.sendBinary(ByteBuffer.wrap(small));
    assertThat(server.written).isEmpty();
    server.connection.sendBinary(ByteBuffer.wrap(large));
    assertThat(server.written.get(server.written.size() - 1).array()).isSameAs(large);
  }

  @Test
  void aServerCopiesSmallPreparedMessagesAndSharesThePayloadOfLargeOnes() {
    int maxBytes = MessageWriter.MAX_COPIED_BYTES;
    PreparedMessage small = PreparedMessage.binary(ByteBuffer.allocate(maxBytes));
    PreparedMessage large = PreparedMessage.binary(ByteBuffer.allocate(maxBytes + 1));
    Endpoint server = new Endpoint(Role.SERVER);
    List<String> asked = new ArrayList<>();
    server.writeNow = () -> asked.add("asked");

    server.connection.send(small);
    assertThat(server.sentFrames()).containsExactly("fin BINARY " + "00".repeat(maxBytes));
    assertThat(server.written).hasSize(1);

    server.connection.send(large);
    assertThat(server.sentFrames()).containsExactly("fin BINARY " + "00".repeat(maxBytes + 1));
    assertThat(server.written).hasSize(2);
    assertThat(server.written.get(1).array()).isSameAs(large.payload().array());
    assertThat(asked).isEmpty();
  }

  @Test
  void noControlFrameGetsBetweenTheHeaderAndTheSharedPayloadOfAPreparedMessage() {
    PreparedMessage large =
        PreparedMessage.binary(ByteBuffer.allocate(MessageWriter.MAX_COPIED_BYTES + 1));
    Endpoint server = new Endpoint(Role.SERVER);
    String header = "827e1001";

    server.connection.send(large);
    server.connection.send(large);
    String first = Hex.of(server.drain(4));
    server.connection.sendPing(Hex.bytes(""));

    String payload = "00".repeat(MessageWriter.MAX_COPIED_BYTES + 1);
    assertThat(first).isEqualTo(header);
    assertThat(server.sentHex()).isEqualTo(payload + "8900" + header + payload);
  }

  @Test
  void aClientMasksACopyAndNeverBorrows() {
    Endpoint client = new Endpoint(Role.CLIENT);
    List<String> asked = new ArrayList<>();
    client.writeNow = () -> asked.add("asked");
    byte[] callers = new byte[50_000];

    client.connection.sendBinary(ByteBuffer.wrap(callers));

    assertThat(asked).isEmpty();
    assertThat(callers).containsOnly(0);
    assertThat(client.sentFrames()).containsExactly("fin BINARY " + "00".repeat(50_000));
  }

  @Test
  void aClientTakesAFreshKeyForEveryFrameEveryFragmentAndEveryCopyOfAPreparedMessage() {
    int[] calls = {0};
    ConnectionSettings settings =
        new ConnectionSettings(Limits.DEFAULT, OverflowPolicy.DROP_MESSAGE, 2);
    WebSocketConnection client =
        WebSocketConnection.client(
            settings,
            new CountingPool(1024),
            () -> ++calls[0],
            null,
            new RecordingConsumer(),
            WebSocketConnection.COLLECTING);

    client.sendText("Hello");
    client.sendPing(Hex.bytes("01"));
    client.send(PreparedMessage.text("!"));
    client.send(PreparedMessage.text("!"));
    client.receive(Hex.bytes("8900"));
    client.sendClose(CloseReason.NO_STATUS);

    TakingWriter transport = new TakingWriter(Integer.MAX_VALUE);
    client.writeTo(transport);
    assertThat(maskingKeys(transport.taken())).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }

  @ParameterizedTest
  @EnumSource
  void aPreparedMessageLooksLikeAnyOther(Role role) {
    Endpoint endpoint = new Endpoint(role);
    PreparedMessage large = PreparedMessage.binary(ByteBuffer.allocate(10_000));

    for (int i = 0; i < 2; i++) {
      endpoint.connection.send(PreparedMessage.text("Hello"));
      endpoint.connection.send(large);

      assertThat(endpoint.sentFrames())
          .containsExactly("fin TEXT 48656c6c6f", "fin BINARY " + "00".repeat(10_000));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPreparedMessageThatIsLargerThanAFrameMayBeIsSentInFragmentsToo(Role role) {
    Endpoint endpoint = fragmenting(role, 3);

    endpoint.connection.send(PreparedMessage.text("Hel"));
    endpoint.connection.send(PreparedMessage.text("Hello"));

    assertThat(endpoint.sentFrames())
        .containsExactly("fin TEXT 48656c", "more TEXT 48656c", "fin CONTINUATION 6c6f");
  }

  @Test
  void aServerHandsALargePreparedMessageToManyConnectionsWithoutACopy() {
    Endpoint one = new Endpoint(Role.SERVER);
    Endpoint other = new Endpoint(Role.SERVER);
    byte[] callers = new byte[10_000];
    PreparedMessage message = PreparedMessage.binary(ByteBuffer.wrap(callers));
    callers[0] = 1;

    one.connection.send(message);
    other.connection.send(message);
    one.drain(100);
    one.drain();

    assertThat(other.sentFrames()).containsExactly("fin BINARY " + "00".repeat(10_000));
    assertThat(one.written.get(0).array()).isSameAs(message.payload().array());
    assertThat(other.written.get(1).array()).isSameAs(message.payload().array());
  }

  private static Endpoint fragmenting(Role role, int maxFrameBytes) {
    return new Endpoint(
        role, new ConnectionSettings(Limits.DEFAULT, OverflowPolicy.DROP_MESSAGE, maxFrameBytes));
  }

  private static List<Integer> maskingKeys(ByteBuffer stream) {
    List<Integer> keys = new ArrayList<>();
    FrameRecorder recorder =
        new FrameRecorder() {
          @Override
          public void onFrameHeader(FrameHeader header) {
            super.onFrameHeader(header);
            keys.add(header.maskingKey());
          }
        };
    recorder.feed(new FrameDecoder(), stream);
    return keys;
  }
}
