package io.github.baseframe.protocol;

/**
 * How much one connection may cost (RFC 6455 section 10.4). All are checked before anything is
 * allocated for what they limit.
 *
 * @param maxFrameBytes the most payload bytes of one received frame; a larger one fails the
 *     connection with 1009 as soon as its header is read
 * @param maxMessageBytes the most payload bytes of one received message, all its fragments
 *     together; more fail the connection with 1009. A message that a {@code MessageTransform}
 *     decodes is held to it twice: as what it becomes and, with an eighth and 1 KiB more for frames
 *     and message, as it comes, because what cannot be compressed gets a little larger
 * @param maxFragments the most frames that one received message may come in; more fail the
 *     connection with 1009
 * @param maxQueuedBytes the most bytes that may wait to be written; a message that would exceed it
 *     meets the {@link OverflowPolicy}, except that one which finds the queue empty is always
 *     taken. Whether a message fits is judged by its size before any {@code MessageTransform}
 */
public record Limits(
    long maxFrameBytes, int maxMessageBytes, int maxFragments, long maxQueuedBytes) {

  /** 1 MiB a message and a frame, 131,072 fragments, 16 MiB waiting to be written. */
  public static final Limits DEFAULT = new Limits(1 << 20, 1 << 20, 1 << 17, 16 << 20);

  /** The largest message that one Java array can hold on every virtual machine. */
  private static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;

  /**
   * Checks the numbers.
   *
   * @param maxFrameBytes at least 1
   * @param maxMessageBytes at least 1 and at most the size of an array
   * @param maxFragments at least 1
   * @param maxQueuedBytes at least 1
   * @throws IllegalArgumentException if a limit is less than 1 or a message would not fit into an
   *     array
   */
  public Limits {
    requirePositive("maxFrameBytes", maxFrameBytes);
    requirePositive("maxMessageBytes", maxMessageBytes);
    requirePositive("maxFragments", maxFragments);
    requirePositive("maxQueuedBytes", maxQueuedBytes);
    if (maxMessageBytes > MAX_ARRAY_BYTES) {
      throw new IllegalArgumentException("maxMessageBytes must be at most " + MAX_ARRAY_BYTES);
    }
  }

  /**
   * Sets the limit for messages, and for frames the same: a frame is never larger than its message.
   *
   * @param bytes at least 1
   * @return new limits
   */
  public Limits withMaxMessageBytes(int bytes) {
    return new Limits(bytes, bytes, maxFragments, maxQueuedBytes);
  }

  /**
   * Sets the limit for single frames.
   *
   * @param bytes at least 1
   * @return new limits
   */
  public Limits withMaxFrameBytes(long bytes) {
    return new Limits(bytes, maxMessageBytes, maxFragments, maxQueuedBytes);
  }

  /**
   * Sets the limit for the number of fragments.
   *
   * @param fragments at least 1
   * @return new limits
   */
  public Limits withMaxFragments(int fragments) {
    return new Limits(maxFrameBytes, maxMessageBytes, fragments, maxQueuedBytes);
  }

  /**
   * Sets the limit for what waits to be written.
   *
   * @param bytes at least 1
   * @return new limits
   */
  public Limits withMaxQueuedBytes(long bytes) {
    return new Limits(maxFrameBytes, maxMessageBytes, maxFragments, bytes);
  }

  /**
   * The same for a message as it is before a {@code MessageTransform} decodes it. For package
   * {@code message}, which holds what comes to it.
   *
   * @return new limits, for frames and messages somewhat larger
   */
  public Limits beforeDecoding() {
    int messageBytes = (int) Math.min(enlarged(maxMessageBytes), MAX_ARRAY_BYTES);
    return new Limits(enlarged(maxFrameBytes), messageBytes, maxFragments, maxQueuedBytes);
  }

  /** DEFLATE needs 9 bits for a byte at worst, and something for each flush. */
  private static long enlarged(long bytes) {
    return bytes + Math.min(bytes / 8 + 1024, Long.MAX_VALUE - bytes);
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, not " + value);
    }
  }
}
