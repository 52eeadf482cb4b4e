package io.github.baseframe.protocol.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7692 7.1.2: a sender keeps to the window that was agreed on, whichever it is. */
class WindowTest {

  private static final int MESSAGES = 1000;

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
  void noReferenceReachesFurtherThanTheWindowWithinAMessage(int windowBits) {
    MessageDeflater deflater = new MessageDeflater(new DeflatePool(6), windowBits, false);
    int longest = 0;
    for (byte[] message : Samples.mixed(windowBits, MESSAGES)) {
      byte[] payload = Compressed.deflate(deflater, message);
      if (payload != null) {
        ReferenceInflater inflater = new ReferenceInflater();
        assertThat(inflater.inflateMessage(payload)).isEqualTo(message);
        longest = Math.max(longest, inflater.longestDistance());
      }
    }
    assertThat(longest).isBetween((1 << windowBits) * 3 / 4, 1 << windowBits);
  }

  @ParameterizedTest
  @CsvSource({"8,6", "9,6", "10,6", "11,6", "12,6", "13,6", "14,6", "15,6", "10,1", "10,9"})
  void noReferenceReachesFurtherThanTheWindowAcrossMessages(int windowBits, int level) {
    MessageDeflater deflater = new MessageDeflater(new DeflatePool(level), windowBits, true);
    ReferenceInflater inflater = new ReferenceInflater();
    for (byte[] message : Samples.mixed(windowBits, MESSAGES)) {
      byte[] payload = Compressed.deflate(deflater, message);
      if (payload != null) {
        assertThat(inflater.inflateMessage(payload)).isEqualTo(message);
      }
    }
    assertThat(inflater.longestDistance()).isBetween((1 << windowBits) * 3 / 4, 1 << windowBits);
  }

  /** The program inflates with zlib, which refuses references beyond the window it is told. */
  @Test
  void zlibInflatesEveryMessageWithJustThatWindow(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("messages");
    int written = 0;
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      for (int windowBits = 8; windowBits <= 15; windowBits++) {
        for (boolean takeover : List.of(false, true)) {
          MessageDeflater deflater = new MessageDeflater(new DeflatePool(6), windowBits, takeover);
          List<byte[]> random = Samples.mixed(windowBits, 2 * MESSAGES);
          List<byte[]> real = Samples.real(windowBits, 2 * MESSAGES);
          written += writeCompressed(out, windowBits, takeover, deflater, random);
          written += writeCompressed(out, windowBits, takeover, deflater, real);
        }
      }
    }

    assertThat(written).isEqualTo(8 * 2 * 2 * MESSAGES);
    assertThat(Node.run(directory, "inflate.js", file)).isEqualTo("inflated " + written);
  }

  /** Writes the first of the messages that get smaller; returns how many, 1,000 if it can. */
  private static int writeCompressed(
      DataOutputStream out,
      int windowBits,
      boolean takeover,
      MessageDeflater deflater,
      List<byte[]> messages)
      throws IOException {
    int written = 0;
    for (int i = 0; i < messages.size() && written < MESSAGES; i++) {
      byte[] message = messages.get(i);
      byte[] payload = Compressed.deflate(deflater, message);
      if (payload != null) {
        out.writeByte(windowBits);
        out.writeByte(takeover ? 1 : 0);
        out.writeInt(message.length);
        out.write(message);
        out.writeInt(payload.length);
        out.write(payload);
        written++;
      }
    }
    return written;
  }
}
