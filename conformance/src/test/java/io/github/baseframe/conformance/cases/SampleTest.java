package io.github.baseframe.conformance.cases;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SampleTest {

  @ParameterizedTest
  @EnumSource(Sample.class)
  void messagesHaveTheirLengthAndTextIsUtf8WhereverItIsCut(Sample sample) {
    for (int number = 0; number < 300; number++) {
      for (int length : new int[] {1, 2, 3, 16, 1001}) {
        Frame message = sample.message(number, length);
        byte[] octets = message.payload().toBytes();
        assertThat(octets).hasSize(length);
        if (message.opcodeBits() == Frame.TEXT) {
          assertThat(new String(octets, UTF_8).getBytes(UTF_8)).isEqualTo(octets);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Sample.class)
  void messagesDifferAndAreTheSameInEveryRun(Sample sample) {
    assertThat(sample.message(1, 131_072)).isNotEqualTo(sample.message(0, 131_072));
    assertThat(sample.message(7, 4096)).isEqualTo(sample.message(7, 4096));
  }

  @Test
  void onlyNoiseDoesNotGetSmaller() {
    for (Sample sample : Sample.values()) {
      byte[] octets = sample.message(0, 65_536).payload().toBytes();
      int compressed = deflate(octets);
      if (sample == Sample.NOISE) {
        assertThat(compressed).isGreaterThan(octets.length);
      } else {
        assertThat(compressed).as("%s", sample).isBetween(octets.length / 20, octets.length / 2);
      }
    }
  }

  @Test
  void theScriptsHaveCharactersOfEveryLength() {
    String text = new String(Sample.SCRIPTS.message(0, 10_000).payload().toBytes(), UTF_8);
    assertThat(text.codePoints().map(c -> Character.toString(c).getBytes(UTF_8).length).distinct())
        .containsExactlyInAnyOrder(1, 2, 3, 4);
    assertThat(Arrays.stream(Sample.values()).map(s -> s.message(0, 1).opcodeBits()))
        .containsExactly(Frame.TEXT, Frame.BINARY, Frame.BINARY, Frame.TEXT, Frame.TEXT);
  }

  private static int deflate(byte[] octets) {
    Deflater deflater = new Deflater();
    deflater.setInput(octets);
    deflater.finish();
    int length = deflater.deflate(new byte[2 * octets.length]);
    deflater.end();
    return length;
  }
}
