package io.github.baseframe.protocol.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.Scanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What it costs in bytes to keep to a small window with a zlib that only knows the largest, beside
 * a zlib that knows them all. Writes the table of docs/decisions/0002 to target/window-cost.md.
 */
class WindowCostTest {

  private static final int LEVEL = 6;
  private static final int JSON_BYTES = 1 << 20;
  private static final int[] MESSAGE_BYTES = {1 << 10, 4 << 10, 64 << 10};

  /**
   * In percent, for messages of 64 KiB and windows of 8 to 15 bits: what is written there, and 2.
   */
  private static final int[] MAX_COST = {79, 49, 31, 22, 16, 11, 8, 5};

  private final byte[] json = Samples.json(new Random(6), JSON_BYTES);

  @Test
  void itCostsWhatTheDecisionSays(@TempDir Path directory) throws Exception {
    Path file = Files.write(directory.resolve("json"), json);
    StringBuilder table = new StringBuilder();
    // A line for each window, with the bytes for each size of messages.
    Scanner trueWindow = new Scanner(Node.run(directory, "deflate.js", file));
    for (int windowBits = 8; windowBits <= 15; windowBits++) {
      double cost = 0;
      table.append("| ").append(windowBits);
      for (int messageBytes : MESSAGE_BYTES) {
        double here = deflatedBytes(windowBits, messageBytes);
        double there = trueWindow.nextInt();
        table.append(percent(here / JSON_BYTES)).append(percent(there / JSON_BYTES));
        cost = 100 * (here / there - 1);
        if (messageBytes <= 1 << windowBits) {
          assertThat(here)
              .as("%d bytes fit into 2^%d", messageBytes, windowBits)
              .isLessThan(1.05 * there);
        }
      }
      assertThat(cost).as("percent for %d bits", windowBits).isLessThan(MAX_COST[windowBits - 8]);
      table.append(String.format(" | %.0f %% |%n", cost));
    }
    Files.writeString(Path.of("target/window-cost.md"), table);
  }

  private static String percent(double share) {
    return String.format(" | %.1f %%", 100 * share);
  }

  private int deflatedBytes(int windowBits, int messageBytes) {
    MessageDeflater deflater = new MessageDeflater(new DeflatePool(LEVEL), windowBits, false);
    int bytes = 0;
    for (int start = 0; start < JSON_BYTES; start += messageBytes) {
      byte[] message = Arrays.copyOfRange(json, start, start + messageBytes);
      bytes += Compressed.deflate(deflater, message).length;
    }
    return bytes;
  }
}
