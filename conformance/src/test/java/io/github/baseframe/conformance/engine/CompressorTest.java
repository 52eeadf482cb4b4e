package io.github.baseframe.conformance.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.conformance.cases.Sample;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressorTest {

  private static final int PLENTY = 1 << 20;

  private final Compressor taking = compressor(true, 15);
  private final Compressor forgetting = compressor(false, 15);

  private static Compressor compressor(boolean takeover, int windowBits) {
    return new Compressor(new CompressionAgreement(takeover, windowBits, takeover, windowBits));
  }

  private static String inflate(Compressor compressor, String hex) throws Violation {
    return new String(compressor.decompress(HexFormat.of().parseHex(hex), PLENTY), US_ASCII);
  }

  /** RFC 7692 sections 7.2.3.1 to 7.2.3.5. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "f248cdc9c90700",
        "000500faff48656c6c6f00",
        "f348cdc9c9070000",
        "f248050000 00ffffcac9c90700"
      })
  void theExamplesOfTheRfcSayHello(String hex) throws Violation {
    for (int bits : new int[] {8, 15}) {
      assertThat(inflate(compressor(true, bits), hex.replace(" ", ""))).isEqualTo("Hello");
    }
  }

  /** RFC 7692 section 7.2.3.2. */
  @Test
  void aReferenceToAnEarlierMessageNeedsContextTakeover() throws Violation {
    assertThat(inflate(taking, "f248cdc9c90700")).isEqualTo("Hello");
    assertThat(inflate(taking, "f200110000")).isEqualTo("Hello");

    assertThat(inflate(forgetting, "f248cdc9c90700")).isEqualTo("Hello");
    assertThatThrownBy(() -> inflate(forgetting, "f200110000"))
        .isInstanceOf(Violation.class)
        .hasMessageContaining("DEFLATE");
  }

  @Test
  void aFinalBlockKeepsTheWindow() throws Violation {
    assertThat(inflate(taking, "f348cdc9c9070000")).isEqualTo("Hello");
    assertThat(inflate(taking, "f200110000")).isEqualTo("Hello");
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
  void theTesterKeepsToItsWindow(int bits) throws Violation {
    for (boolean takeover : new boolean[] {true, false}) {
      Compressor sender = compressor(takeover, bits);
      Compressor receiver = compressor(takeover, bits);
      for (int number = 0; number < 20; number++) {
        byte[] message = Sample.JSON.message(number, 1 + 3571 * number).payload().toBytes();
        assertThat(receiver.decompress(sender.compress(message), PLENTY)).isEqualTo(message);
      }
    }
  }

  @Test
  void aReferenceOutOfTheWindowIsAViolation() {
    byte[] data = compressor(true, 15).compress(repeatedAfter(600));

    assertThatThrownBy(() -> compressor(true, 9).decompress(data, PLENTY))
        .isInstanceOf(Violation.class)
        .hasMessageContaining("600 octets back");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 5, 512, 513, 10_000, 32_000})
  void distancesAreReadAsTheyAre(int distance) throws Violation {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(repeatedAfter(distance));
    deflater.finish();
    byte[] data = new byte[PLENTY];
    int length = deflater.deflate(data);
    deflater.end();

    byte[] input = Arrays.copyOf(data, length);
    assertThat(new DistanceReader(input).longestDistance()).isEqualTo(distance);
  }

  @Test
  void dataThatEndsInsideOfABlockIsAViolationWhereTheWindowIsChecked() {
    assertThatThrownBy(() -> inflate(compressor(true, 8), "f248cd"))
        .isInstanceOf(Violation.class)
        .hasMessageContaining("inside of a block");
  }

  @Test
  void aMessageThatIsTooLargeIsAViolation() {
    byte[] data = taking.compress(new byte[PLENTY + 1]);

    assertThatThrownBy(() -> taking.decompress(data, PLENTY))
        .isInstanceOf(Violation.class)
        .hasMessageContaining("larger than any");
  }

  @Test
  void outputThatFillsTheBufferExactlyIsComplete() throws Violation {
    for (int length = 64 * 1024 - 2; length < 64 * 1024 + 3; length++) {
      byte[] message = new byte[length];
      assertThat(taking.decompress(taking.compress(message), PLENTY)).isEqualTo(message);
    }
  }

  /** Random octets without a repetition but one: the first 100 again, at the distance. */
  private static byte[] repeatedAfter(int distance) {
    byte[] octets = new byte[distance + Math.min(distance, 100) + 100];
    new Random(distance).nextBytes(octets);
    for (int i = distance; i < octets.length; i++) {
      octets[i] = octets[i - distance];
    }
    return octets;
  }
}
