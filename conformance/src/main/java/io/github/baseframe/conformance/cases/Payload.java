package io.github.baseframe.conformance.cases;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The octets of a frame or message: a pattern, repeated to a length. A case of 16 MiB costs no more
 * memory than one of 16 octets. Immutable, equal to every payload of the same octets.
 */
public final class Payload {

  /** No octets. */
  public static final Payload EMPTY = of();

  private static final int SHOWN_OCTETS = 32;
  private static final int BLOCK_OCTETS = 8192;

  private final byte[] pattern;

  /** Where in the pattern the payload begins. */
  private final int start;

  private final int length;

  private Payload(byte[] pattern, int start, int length) {
    this.pattern = pattern;
    this.start = start;
    this.length = length;
  }

  /**
   * Makes a payload of these octets.
   *
   * @param octets not copied, not to be changed any more
   * @return the payload
   */
  public static Payload of(byte... octets) {
    return new Payload(octets, 0, octets.length);
  }

  /**
   * Makes a payload of text.
   *
   * @param text encoded as UTF-8
   * @return the payload
   */
  public static Payload utf8(String text) {
    return of(text.getBytes(UTF_8));
  }

  /**
   * Makes a payload of hexadecimal digits.
   *
   * @param digits two for each octet
   * @return the payload
   */
  public static Payload hex(String digits) {
    return of(HexFormat.of().parseHex(digits));
  }

  /**
   * Makes a payload of one octet many times.
   *
   * @param octet its lower 8 bits count
   * @param length how many
   * @return the payload
   */
  public static Payload fill(int octet, int length) {
    return of((byte) octet).repeatedTo(length);
  }

  /**
   * Repeats this payload, and cuts the last repetition.
   *
   * @param total how many octets the result has
   * @return a payload that takes no more memory than this one, give or take a few KiB
   */
  public Payload repeatedTo(int total) {
    int copies = Math.max(1, Math.min(total, BLOCK_OCTETS) / length);
    byte[] block = new byte[copies * length];
    for (int i = 0; i < block.length; i++) {
      block[i] = pattern[(start + i % length) % pattern.length];
    }
    return new Payload(block, 0, total);
  }

  /**
   * Returns a part of this payload.
   *
   * @param from the first octet of it
   * @param to the octet after its last one
   * @return the part
   */
  public Payload slice(int from, int to) {
    return new Payload(pattern, from == to ? 0 : (start + from) % pattern.length, to - from);
  }

  /**
   * Returns the length.
   *
   * @return octets
   */
  public int length() {
    return length;
  }

  /**
   * Copies octets.
   *
   * @param from the first one to copy
   * @param target takes as many as it has room for
   * @return how many were copied
   */
  public int copy(int from, ByteBuffer target) {
    int end = (int) Math.min(length, (long) from + target.remaining());
    int index = from;
    while (index < end) {
      int offset = (start + index) % pattern.length;
      int count = Math.min(pattern.length - offset, end - index);
      target.put(pattern, offset, count);
      index += count;
    }
    return end - from;
  }

  /**
   * Returns all octets.
   *
   * @return a new array
   */
  public byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    copy(0, bytes);
    return bytes.array();
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Payload that) || that.length != length) {
      return false;
    }
    ByteBuffer ours = ByteBuffer.allocate(Math.min(length, BLOCK_OCTETS));
    ByteBuffer theirs = ByteBuffer.allocate(Math.min(length, BLOCK_OCTETS));
    for (int index = 0; index < length; index += BLOCK_OCTETS) {
      copy(index, ours.clear());
      that.copy(index, theirs.clear());
      if (!ours.flip().equals(theirs.flip())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(slice(0, Math.min(length, SHOWN_OCTETS)).toBytes());
  }

  /** The octets as text where all that is shown is printable ASCII, else as hexadecimal digits. */
  @Override
  public String toString() {
    byte[] shown = slice(0, Math.min(length, SHOWN_OCTETS)).toBytes();
    boolean printable = true;
    for (byte octet : shown) {
      printable &= octet >= ' ' && octet <= '~';
    }
    String text =
        printable ? '"' + new String(shown, UTF_8) + '"' : HexFormat.of().formatHex(shown);
    return length > SHOWN_OCTETS ? text + "... (" + length + " octets)" : text;
  }
}
