package io.github.baseframe.conformance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.conformance.fuzz.ReferenceInflater.Result;
import io.github.baseframe.protocol.CloseCode;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.TurnBudget;
import io.github.baseframe.protocol.connection.ConnectionSettings;
import io.github.baseframe.protocol.connection.WebSocketConnection;
import io.github.baseframe.protocol.deflate.PerMessageDeflate;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator.Agreement;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Any bytes, as compressed messages, are what the {@link ReferenceInflater} makes of them, however
 * they are fragmented and wherever a turn ends.
 *
 * <p>The scene: bit 0 for context takeover, bit 1 for a small window, bits 2 and 3 for one to four
 * messages; how the stream is cut says where fragments end.
 */
public final class InflaterFuzzer {

  private static final Limits LIMITS = Limits.DEFAULT.withMaxMessageBytes(20_000);
  private static final int SMALL_WINDOW_BITS = 9;
  private static final int WINDOW_BITS = 15;

  private InflaterFuzzer() {}

  /**
   * Runs one input.
   *
   * @param data any bytes
   */
  public static void fuzzerTestOneInput(byte[] data) {
    Input input = Input.of(data);
    int windowBits = input.has(1) ? SMALL_WINDOW_BITS : WINDOW_BITS;
    List<byte[]> messages = split(input.stream(), 1 + (input.scene() >> 2 & 3));
    ReferenceInflater reference =
        new ReferenceInflater(1 << windowBits, input.has(0), LIMITS.maxMessageBytes());
    List<String> expected = new ArrayList<>();
    List<Integer> closeCodes = List.of();
    for (int i = 0; i < messages.size() && closeCodes.isEmpty(); i++) {
      Result result = reference.inflate(messages.get(i));
      closeCodes = result.closeCodes();
      if (closeCodes.isEmpty()) {
        expected.add("binary " + HexFormat.of().formatHex(result.message()));
      }
    }
    if (closeCodes.isEmpty()) {
      closeCodes = List.of(CloseCode.ABNORMAL_CLOSURE);
    }

    for (int cuts : new int[] {Pieces.WHOLE, input.cuts()}) {
      List<String> events = receive(input.has(0), windowBits, messages, cuts);
      int last = events.size() - 1;
      assertThat(events.subList(0, last)).isEqualTo(expected);
      assertThat(events.get(last)).isIn(closeCodes.stream().map(code -> "close " + code).toList());
    }
  }

  private static List<byte[]> split(byte[] stream, int count) {
    List<byte[]> messages = new ArrayList<>();
    int length = stream.length / count;
    for (int i = 0; i < count; i++) {
      messages.add(Arrays.copyOfRange(stream, i * length, (i + 1) * length));
    }
    return messages;
  }

  private static List<String> receive(
      boolean takeover, int windowBits, List<byte[]> messages, int cuts) {
    PerMessageDeflate terms =
        PerMessageDeflate.defaults(Role.CLIENT)
            .withContextTakeover(takeover, takeover)
            .withMaxWindowBits(windowBits, windowBits);
    try (ExtensionNegotiator negotiator = terms.newNegotiator()) {
      Agreement agreement = negotiator.accept(negotiator.offers());
      Agreement verified = negotiator.verify(List.of(agreement.extension()));
      EventRecorder recorder = new EventRecorder();
      LentBuffers buffers = new LentBuffers();
      ConnectionSettings settings =
          new ConnectionSettings(
              LIMITS,
              OverflowPolicy.DROP_MESSAGE,
              Integer.MAX_VALUE,
              TurnBudget.DEFAULT.withMaxDecodedBytes(1));
      WebSocketConnection connection =
          WebSocketConnection.client(
              settings,
              buffers,
              () -> 0,
              verified.transforms().get(),
              recorder,
              WebSocketConnection.COLLECTING);
      messages.forEach(message -> receive(connection, message, cuts));
      connection.transportClosed();
      assertThat(buffers.lent()).isZero();
      return recorder.events;
    }
  }

  /** One message; each piece is a fragment. */
  private static void receive(WebSocketConnection connection, byte[] message, int cuts) {
    int firstByte = 0x42;
    for (ByteBuffer piece : Pieces.of(message, cuts)) {
      connection.receive(frame(firstByte, piece));
      firstByte = 0;
    }
    connection.receive(frame(firstByte | 0x80, ByteBuffer.allocate(0)));
  }

  private static ByteBuffer frame(int firstByte, ByteBuffer payload) {
    ByteBuffer frame = ByteBuffer.allocate(10 + payload.remaining()).put((byte) firstByte);
    int length = payload.remaining();
    if (length < 126) {
      frame.put((byte) length);
    } else if (length < 1 << Short.SIZE) {
      frame.put((byte) 126).putShort((short) length);
    } else {
      frame.put((byte) 127).putLong(length);
    }
    return frame.put(payload).flip();
  }
}
