package io.github.baseframe.protocol;

import java.time.Duration;
import java.util.Objects;

/**
 * How much is done for one connection before the others have their turn. It refuses nothing: the
 * rest is done in later turns, in which those come first who have not used up theirs. Immutable.
 *
 * @param maxFrames the most frames, or beginnings of frames, that are taken from one connection in
 *     a turn
 * @param maxDecodedBytes when so many bytes have come out of a {@code MessageTransform} in a turn,
 *     it stops, in the middle of a message too. Each piece that it hands on, at least one for a
 *     message, counts {@value #BYTES_A_PIECE} bytes more, as the least takes time
 * @param maxTime how long an event loop works off, in a row, what connections have put off to later
 *     turns, before it looks whether others have sent something. It ends with what is under way
 *     then. The core has no clock and makes nothing of it
 */
public record TurnBudget(int maxFrames, int maxDecodedBytes, Duration maxTime) {

  /** What a piece that comes out of a {@code MessageTransform} counts besides its bytes. */
  public static final int BYTES_A_PIECE = 4096;

  /** 512 frames, 256 KiB, 5 ms. */
  public static final TurnBudget DEFAULT = new TurnBudget(512, 256 * 1024, Duration.ofMillis(5));

  /**
   * Checks the numbers.
   *
   * @param maxFrames at least 1
   * @param maxDecodedBytes at least 1
   * @param maxTime not negative; at zero one connection at a time is gone on with
   * @throws IllegalArgumentException if one is less than that
   */
  public TurnBudget {
    requirePositive("maxFrames", maxFrames);
    requirePositive("maxDecodedBytes", maxDecodedBytes);
    if (Objects.requireNonNull(maxTime, "maxTime").isNegative()) {
      throw new IllegalArgumentException("maxTime must not be negative: " + maxTime);
    }
  }

  /**
   * Sets the number of frames.
   *
   * @param frames at least 1
   * @return a new budget
   */
  public TurnBudget withMaxFrames(int frames) {
    return new TurnBudget(frames, maxDecodedBytes, maxTime);
  }

  /**
   * Sets how much may come out of a {@code MessageTransform}.
   *
   * @param bytes at least 1
   * @return a new budget
   */
  public TurnBudget withMaxDecodedBytes(int bytes) {
    return new TurnBudget(maxFrames, bytes, maxTime);
  }

  /**
   * Sets how long what was put off is worked off in a row.
   *
   * @param time not negative
   * @return a new budget
   */
  public TurnBudget withMaxTime(Duration time) {
    return new TurnBudget(maxFrames, maxDecodedBytes, time);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, not " + value);
    }
  }
}
