package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.nio.testing.ForwardingTransport;
import io.github.baseframe.nio.testing.RecordingHandler;
import io.github.baseframe.nio.transport.PlainTransport;
import io.github.baseframe.nio.transport.Transport;
import io.github.baseframe.nio.transport.TransportFactory;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.WebSocketHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much is read from one connection before the others have their turn. */
class ReadingTest {

  private static final int READ_BUFFER = 256 * 1024;
  private static final int MESSAGE = 1024 * 1024;
  private static final int HEADER = 14;
  private static final String TURN_ENDS = "turn ends";

  /** Used for its list only. */
  private final RecordingHandler reads = new RecordingHandler();

  /** Behind the opening it is as if all these bytes had arrived before what really did. */
  private final class Flooded extends ForwardingTransport {
    private final ByteBuffer flood;
    private boolean opened;

    Flooded(Transport transport, ByteBuffer flood) {
      super(transport);
      this.flood = flood;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      if (!opened || !flood.hasRemaining()) {
        opened = true;
        return super.read(into);
      }
      int count = Math.min(into.remaining(), flood.remaining());
      into.put(flood.slice(flood.position(), count));
      flood.position(flood.position() + count);
      reads.record(count + " bytes");
      return count;
    }

    @Override
    public void waitFor(boolean reading, boolean writing) {
      reads.record(TURN_ENDS);
      super.waitFor(reading, writing);
    }
  }

  @Test
  void aLargeMessageThatIsThereIsReadToItsEndInOneTurn() throws IOException {
    assertThat(reads(frames("82ff 0000000000100000 00000000", MESSAGE, 2)))
        .containsExactly(
            "262144 bytes",
            "262144 bytes",
            "262144 bytes",
            // The few bytes behind a fourth of that size are read with it.
            "262158 bytes",
            TURN_ENDS,
            "262144 bytes",
            "262144 bytes",
            "262144 bytes",
            "262158 bytes",
            TURN_ENDS);
  }

  @Test
  void messagesThatFitIntoTheReadBufferTakeATurnEachTimeItIsFilled() throws IOException {
    List<String> turns = reads(frames("82fe 8000 00000000", 0x8000, 100));

    assertThat(turns).hasSizeGreaterThanOrEqualTo(2 * (100 * 0x8000 / READ_BUFFER));
    for (int i = 0; i < turns.size(); i += 2) {
      assertThat(turns.get(i + 1)).isEqualTo(TURN_ENDS);
    }
  }

  /** The server has memory outside of the heap for all of it, so that could be read on to. */
  @ParameterizedTest
  @ValueSource(strings = {"82ff", "02ff"})
  void aVeryLargeMessageLeavesTheOthersTheirTurns(String firstOrOnlyFrame) throws IOException {
    List<String> turns =
        reads(frames(firstOrOnlyFrame + "0000000000800000 00000000", 8 * MESSAGE, 1));

    int bytes = 0;
    int most = 0;
    for (String each : turns) {
      bytes = each.equals(TURN_ENDS) ? 0 : bytes + bytesOf(each);
      most = Math.max(most, bytes);
    }
    assertThat(most).isEqualTo(READ_BUFFER + MESSAGE);
  }

  /**
   * Returns what a server did that had these bytes to read, but for the opening and the end, and
   * the first small reads, each twice as large as the one before.
   */
  private List<String> reads(ByteBuffer bytes) throws IOException {
    ByteBuffer first = frames("82fe 07f8 00000000", 0x7f8, READ_BUFFER / 0x800 - 1);
    ByteBuffer flood =
        ByteBuffer.allocate(first.limit() + bytes.limit()).put(first.duplicate()).put(bytes).flip();
    TransportFactory flooded =
        (channel, key) -> new Flooded(new PlainTransport(channel, key), flood);
    try (WebSocketServer server =
            WebSocketServer.builder()
                .port(0)
                .loops(1)
                .readBufferBytes(READ_BUFFER)
                .limits(Limits.DEFAULT.withMaxMessageBytes(8 * MESSAGE))
                .transports(flooded)
                .route("/", new WebSocketHandler() {})
                .start();
        RawClient client = RawClient.open(server, "/")) {
      assertThat(reads.next()).isEqualTo(TURN_ENDS);
      client.sendHex("8882" + "00000000" + "03e8");
      List<String> seen = new ArrayList<>();
      int toCome = flood.limit();
      while (toCome > 0 || !seen.get(seen.size() - 1).equals(TURN_ENDS)) {
        String next = reads.next();
        seen.add(next);
        toCome -= next.equals(TURN_ENDS) ? 0 : bytesOf(next);
      }
      int firstReads = Integer.numberOfTrailingZeros(READ_BUFFER / 0x800);
      return seen.subList(2 * firstReads, seen.size());
    }
  }

  private static int bytesOf(String read) {
    return Integer.parseInt(read.split(" ")[0]);
  }

  /** Frames that all begin with this header, with a payload of zeros. */
  private static ByteBuffer frames(String header, int payloadBytes, int count) {
    byte[] head = HexFormat.of().parseHex(header.replace(" ", ""));
    ByteBuffer frames = ByteBuffer.allocate(count * (HEADER + payloadBytes));
    for (int i = 0; i < count; i++) {
      frames.put(head).position(frames.position() + payloadBytes);
    }
    return frames.flip();
  }
}
