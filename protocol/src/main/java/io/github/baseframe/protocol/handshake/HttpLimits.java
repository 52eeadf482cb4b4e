package io.github.baseframe.protocol.handshake;

/**
 * How much of an HTTP head is read before it is refused. All of it is checked before memory is
 * taken.
 *
 * @param maxStartLine bytes of the request line or status line without its line end; a longer
 *     request line is answered 414
 * @param maxHead bytes of the whole head, from its first byte to the empty line that ends it, all
 *     line ends included; a longer one is answered 431
 * @param maxFields number of header fields; more are answered 431
 */
public record HttpLimits(int maxStartLine, int maxHead, int maxFields) {
  /** 8 KiB for the start line, 16 KiB for the head, 100 fields. */
  public static final HttpLimits DEFAULT = new HttpLimits(8 * 1024, 16 * 1024, 100);

  /**
   * Checks the limits.
   *
   * @param maxStartLine in bytes, positive
   * @param maxHead in bytes, positive
   * @param maxFields a number, positive
   * @throws IllegalArgumentException unless each is positive and the start line fits into the head
   */
  public HttpLimits {
    if (maxStartLine < 1 || maxHead < 1 || maxFields < 1) {
      throw new IllegalArgumentException("every limit of an HTTP head must be positive");
    }
    if (maxStartLine > maxHead) {
      throw new IllegalArgumentException("the limit of the start line exceeds that of the head");
    }
  }
}
