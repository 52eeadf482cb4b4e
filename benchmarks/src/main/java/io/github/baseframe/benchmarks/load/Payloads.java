package io.github.baseframe.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** What the messages of a run say: different ones of the same size, the same in each run. */
public final class Payloads {

  /** Small messages are repeated until the cycle is this long: few comparisons, many messages. */
  private static final int MIN_CYCLE_BYTES = 64 << 10;

  private static final int MIN_DIFFERENT = 2;

  /** Of two, three and four bytes in UTF-8, and one of one byte. */
  private static final String[] CHARACTERS = {
    "\u00e9", "\u0436", "\u05d0", "\u4f60", "\u597d", "\u4e16", "\u754c", "\ud83d\ude00", "a"
  };

  private Payloads() {}

  /**
   * Makes a cycle of payloads.
   *
   * @param text whether they are UTF-8, of which hardly a character is ASCII
   * @param payloadBytes the size of each
   * @return two or more
   */
  public static List<byte[]> cycle(boolean text, int payloadBytes) {
    SplittableRandom random = new SplittableRandom(payloadBytes);
    return Stream.generate(() -> text ? text(random, payloadBytes) : binary(random, payloadBytes))
        .limit(cycleLength(payloadBytes))
        .toList();
  }

  /** How many different messages there are of this size. */
  static int cycleLength(int payloadBytes) {
    return Math.max(MIN_DIFFERENT, MIN_CYCLE_BYTES / payloadBytes);
  }

  private static byte[] binary(SplittableRandom random, int bytes) {
    byte[] payload = new byte[bytes];
    random.nextBytes(payload);
    return payload;
  }

  private static byte[] text(SplittableRandom random, int bytes) {
    ByteBuffer payload = ByteBuffer.allocate(bytes);
    while (payload.hasRemaining()) {
      byte[] character =
          CHARACTERS[random.nextInt(CHARACTERS.length)].getBytes(StandardCharsets.UTF_8);
      if (character.length <= payload.remaining()) {
        payload.put(character);
      }
    }
    return payload.array();
  }
}
