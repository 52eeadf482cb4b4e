package io.github.baseframe.conformance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.TurnBudget;
import io.github.baseframe.protocol.connection.ConnectionSettings;
import io.github.baseframe.protocol.connection.WebSocketConnection;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Any bytes behind the opening handshake are what the {@link ReferenceDecoder} says, however they
 * are cut.
 *
 * <p>The scene: bit 0 for a client, else a server; bit 1 for the limits that are the default, else
 * small ones.
 */
public final class FrameFuzzer {

  private static final Limits SMALL = new Limits(300, 400, 5, 1 << 20);

  /** One frame at a time, so that each turn ends early. */
  private static final TurnBudget SMALLEST = TurnBudget.DEFAULT.withMaxFrames(1);

  private FrameFuzzer() {}

  /**
   * Runs one input.
   *
   * @param data any bytes
   */
  public static void fuzzerTestOneInput(byte[] data) {
    Input input = Input.of(data);
    Role role = input.has(0) ? Role.CLIENT : Role.SERVER;
    Limits limits = input.has(1) ? Limits.DEFAULT : SMALL;
    List<String> expected = ReferenceDecoder.events(role, limits, input.stream());

    for (int cuts : new int[] {Pieces.WHOLE, Pieces.SINGLE_BYTES, input.cuts()}) {
      TurnBudget budget = cuts == Pieces.WHOLE ? TurnBudget.DEFAULT : SMALLEST;
      receive(role, limits, budget, Pieces.of(input.stream(), cuts), expected);
    }
  }

  private static void receive(
      Role role, Limits limits, TurnBudget budget, List<ByteBuffer> pieces, List<String> expected) {
    EventRecorder recorder = new EventRecorder();
    LentBuffers buffers = new LentBuffers();
    ConnectionSettings settings =
        new ConnectionSettings(limits, OverflowPolicy.DROP_MESSAGE, Integer.MAX_VALUE, budget);
    WebSocketConnection connection =
        role == Role.SERVER
            ? WebSocketConnection.server(
                settings, buffers, null, recorder, WebSocketConnection.COLLECTING)
            : WebSocketConnection.client(
                settings, buffers, () -> 0, null, recorder, WebSocketConnection.COLLECTING);
    int received = 0;
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    for (ByteBuffer piece : pieces) {
      received += piece.remaining();
      connection.receive(piece);
      assertThat(piece.hasRemaining()).isFalse();
      connection.writeTo((segments, first, count) -> take(segments, first, count, sent));
    }
    connection.transportClosed();

    assertThat(recorder.events).isEqualTo(expected);
    assertThat(closeCode(sent.toByteArray())).isEqualTo(answerTo(expected));
    assertThat(buffers.lent()).isZero();
    // What is collected at most doubles; answers are no longer than pings, and may be two buffers.
    assertThat(buffers.mostLentBytes()).isLessThan(4L * received + 8 * 1024);
  }

  private static long take(
      ByteBuffer[] segments, int first, int count, ByteArrayOutputStream sent) {
    int before = sent.size();
    for (int i = first; i < first + count; i++) {
      byte[] bytes = new byte[segments[i].remaining()];
      segments[i].get(bytes);
      sent.writeBytes(bytes);
    }
    return sent.size() - before;
  }

  /** The code of the last frame if that is Close: 0 without one, and -1 if none was sent. */
  private static int closeCode(byte[] sent) {
    int code = -1;
    int at = 0;
    while (at < sent.length) {
      assertThat(code).as("nothing follows Close").isEqualTo(-1);
      int payload = (sent[at + 1] & 0x80) == 0 ? at + 2 : at + 6;
      int length = sent[at + 1] & 0x7F;
      if (sent[at] == (byte) 0x88) {
        code = length == 0 ? 0 : (sent[payload] & 0xFF) << 8 | sent[payload + 1] & 0xFF;
      }
      at = payload + length;
    }
    return code;
  }

  /** 5.5.1: the peer's code goes back; 7.1.7: who fails a connection says why. */
  private static int answerTo(List<String> events) {
    int code = Integer.parseInt(events.get(events.size() - 1).split(" ")[1]);
    return switch (code) {
      case 1005 -> 0;
      case 1006 -> -1;
      default -> code;
    };
  }
}
