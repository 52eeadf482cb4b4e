package io.github.baseframe.benchmarks.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the bare client writes are frames, and it finds the end of those that come. */
class BareFramesTest {

  private static ByteBuffer direct(byte[] payload) {
    return ByteBuffer.allocateDirect(payload.length).put(payload).flip();
  }

  private static byte[] taken(MaskedFrames frames) {
    ByteBuffer bytes = frames.take();
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return copy;
  }

  @Test
  void aPayloadIsMaskedByItsKey() {
    MaskedFrames frames = new MaskedFrames();
    frames.add(MaskedFrames.TEXT, direct("Hello, Hello".getBytes(StandardCharsets.US_ASCII)));

    byte[] frame = taken(frames);
    assertThat(HexFormat.of().formatHex(frame)).startsWith("818c").hasSize(2 * (2 + 4 + 12));
    StringBuilder unmasked = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      unmasked.append((char) (frame[6 + i] ^ frame[2 + i % 4]));
    }
    assertThat(unmasked).hasToString("Hello, Hello");
  }

  @ParameterizedTest
  @CsvSource({"125, 82fd", "126, 82fe007e", "65535, 82feffff", "65536, 82ff0000000000010000"})
  void aLengthTakesAsFewBytesAsItCan(int length, String header) {
    MaskedFrames frames = new MaskedFrames();
    frames.add(MaskedFrames.BINARY, direct(new byte[length]));

    byte[] frame = taken(frames);
    assertThat(HexFormat.of().formatHex(frame)).startsWith(header);
    assertThat(frame).hasSize(header.length() / 2 + 4 + length);
  }

  @Test
  void eachFrameHasItsOwnKey() {
    MaskedFrames frames = new MaskedFrames();
    frames.add(MaskedFrames.BINARY, direct(new byte[8]));
    String first = HexFormat.of().formatHex(taken(frames));
    frames.add(MaskedFrames.BINARY, direct(new byte[8]));

    assertThat(HexFormat.of().formatHex(taken(frames))).startsWith("8288").isNotEqualTo(first);
  }

  @Test
  void messagesEndAndPingsAreSeenHoweverTheyAreCut() {
    byte[] stream =
        HexFormat.of()
            .parseHex(
                "820161" + "8900" + "8202" + "6262" + "827e0080" + "63".repeat(128) + "880203e8");
    for (int piece = 1; piece <= stream.length; piece++) {
      Lengths lengths = new Lengths();
      AtomicInteger pings = new AtomicInteger();
      IncomingFrames frames = new IncomingFrames(lengths, pings::incrementAndGet);
      for (int i = 0; i < stream.length; i += piece) {
        frames.accept(ByteBuffer.wrap(stream, i, Math.min(piece, stream.length - i)));
      }
      assertThat(lengths.seen).as("pieces of %d", piece).containsExactly(1, 2, 128);
      assertThat(pings).as("pieces of %d", piece).hasValue(1);
    }
  }

  @Test
  void aLengthOfEightBytesIsReadWhole() {
    Lengths lengths = new Lengths();
    byte[] header = HexFormat.of().parseHex("827f0000000000010000");
    IncomingFrames frames = new IncomingFrames(lengths, () -> {});
    frames.accept(ByteBuffer.wrap(header));
    frames.accept(ByteBuffer.allocate(0x10000));

    assertThat(lengths.seen).containsExactly(0x10000);
  }

  private static final class Lengths implements Receiver {
    private final List<Integer> seen = new ArrayList<>();

    @Override
    public void onText(int length) {
      throw new AssertionError("decoded");
    }

    @Override
    public void onBinary(int bytes) {
      seen.add(bytes);
    }

    @Override
    public void onClosed() {
      throw new AssertionError("closed");
    }

    @Override
    public void onFailure(Throwable cause) {
      throw new AssertionError(cause);
    }
  }
}
