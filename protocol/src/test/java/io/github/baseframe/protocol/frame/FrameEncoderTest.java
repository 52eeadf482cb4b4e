package io.github.baseframe.protocol.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.Hex;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameEncoderTest {

  @ParameterizedTest
  @CsvSource({
    "8105 48656c6c6f,          81, false, Hello",
    "8185 37fa213d 7f9f4d5158, 81, true,  Hello",
    "0103 48656c,              01, false, Hel",
    "8002 6c6f,                80, false, lo",
    "8905 48656c6c6f,          89, false, Hello",
    "8a85 37fa213d 7f9f4d5158, 8a, true,  Hello",
  })
  void theExamplesOfTheRfcAreEncoded(String wire, String first, boolean masked, String payload) {
    ByteBuffer callers = ByteBuffer.wrap(payload.getBytes(UTF_8));

    ByteBuffer out = frame(Integer.parseInt(first, 16), masked, callers);

    assertThat(out).isEqualTo(Hex.bytes(wire));
  }

  @Test
  void theLongExamplesOfTheRfcAreEncoded() {
    assertThat(Hex.of(frame(0x82, false, ByteBuffer.allocate(256))))
        .isEqualTo("827e0100" + "00".repeat(256));
    assertThat(Hex.of(frame(0x82, false, ByteBuffer.allocate(65536))))
        .isEqualTo("827f0000000000010000" + "00".repeat(65536));
  }

  @ParameterizedTest
  @CsvSource({
    "0,                   8200",
    "125,                 827d",
    "126,                 827e 007e",
    "65535,               827e ffff",
    "65536,               827f 0000000000010000",
    "2147483648,          827f 0000000080000000",
    "9223372036854775807, 827f 7fffffffffffffff",
  })
  void everyLengthIsWrittenInItsShortestForm(long length, String wire) {
    ByteBuffer unmasked = ByteBuffer.allocate(FrameHeader.MAX_BYTES);
    ByteBuffer masked = ByteBuffer.allocate(FrameHeader.MAX_BYTES);

    FrameEncoder.putHeader(unmasked, 0x82, false, 0x01020304, length);
    FrameEncoder.putHeader(masked, 0x82, true, 0x01020304, length);

    ByteBuffer expected = Hex.bytes(wire);
    assertThat(unmasked.flip()).isEqualTo(expected);
    assertThat(FrameEncoder.headerBytes(length, false)).isEqualTo(expected.remaining());
    expected.put(1, (byte) (expected.get(1) | 0x80));
    assertThat(Hex.of(masked.flip())).isEqualTo(Hex.of(expected) + "01020304");
    assertThat(FrameEncoder.headerBytes(length, true)).isEqualTo(expected.remaining() + 4);
  }

  @Test
  void maskingTakesThePayloadButLeavesItsBytesAsTheyAre() {
    byte[] callers = "Hello".getBytes(UTF_8);
    ByteBuffer payload = ByteBuffer.wrap(callers);

    frame(0x81, true, payload);

    assertThat(callers).isEqualTo("Hello".getBytes(UTF_8));
    assertThat(payload.hasRemaining()).isFalse();
  }

  @Test
  void payloadMayBeMaskedInPieces() {
    ByteBuffer out = ByteBuffer.allocate(5);

    FrameEncoder.putMasked(out, Hex.bytes("48"), Frames.KEY, 0);
    FrameEncoder.putMasked(out, Hex.bytes("656c"), Frames.KEY, 1);
    FrameEncoder.putMasked(out, Hex.bytes("6c6f"), Frames.KEY, 3);

    assertThat(out.flip()).isEqualTo(Hex.bytes("7f9f4d5158"));
  }

  private static ByteBuffer frame(int firstByte, boolean masked, ByteBuffer payload) {
    ByteBuffer out = ByteBuffer.allocate(FrameHeader.MAX_BYTES + payload.remaining());
    FrameEncoder.putHeader(out, firstByte, masked, Frames.KEY, payload.remaining());
    if (masked) {
      FrameEncoder.putMasked(out, payload, Frames.KEY, 0);
    } else {
      out.put(payload);
    }
    return out.flip();
  }
}
