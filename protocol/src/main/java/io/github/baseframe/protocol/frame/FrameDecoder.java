package io.github.baseframe.protocol.frame;

import io.github.baseframe.protocol.ProtocolException;
import io.github.baseframe.protocol.Rule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;

/**
 * Turns bytes into frame headers and unmasked pieces of payload (RFC 6455 section 5.2), resumable
 * at every byte. It keeps nothing of the payload: what has arrived is handed on at once.
 *
 * <p>It checks the wire syntax only: a length in the fewest possible bytes, and at most 63 bits of
 * it. Whether a frame may come at all is up to {@link FrameRules}.
 *
 * <p>Not thread-safe. After an exception it must not be used again.
 */
public final class FrameDecoder {

  /** Of the at most 14 bytes of a header the first eight and the last eight overlap. */
  private static final int START_OF_LAST = FrameHeader.MAX_BYTES - Long.BYTES;

  /**
   * From here on a view pays, of which the compiler makes vector code; it does not of a {@code
   * VarHandle}.
   */
  private static final int MIN_VIEWED_BYTES = 1024;

  private final FrameHeader header = new FrameHeader();

  /** Whether a header is complete and its payload comes next. */
  private boolean inPayload;

  /** How much of the payload is to come. */
  private long remaining;

  /** Whether the consumer did not take all of a piece, and how much of what comes was in it. */
  private boolean interrupted;

  private int unmaskedBefore;

  /** What has come of a header that comes in pieces: how many bytes, the first and last eight. */
  private int collected;

  private long collectedFirst;
  private long collectedLast;

  /** The latest buffer with much to unmask, mostly the same again and again, and its view. */
  private ByteBuffer viewed;

  private LongBuffer view;

  /** Creates a decoder that expects the first byte of a frame. */
  public FrameDecoder() {}

  /**
   * Decodes at most one frame, or as much of it as is there.
   *
   * @param in at least one byte, or what was left if the decoder {@linkplain #isInterrupted was
   *     interrupted}, unchanged; what was decoded is consumed, and its payload unmasked in place
   * @param consumer told of the header when it is complete, and of each piece of payload
   * @throws ProtocolException 1002 if the bytes are no frame, or what the consumer throws
   */
  public void decode(ByteBuffer in, FrameConsumer consumer) throws ProtocolException {
    if (!inPayload) {
      if (!decodeHeader(in)) {
        return;
      }
      inPayload = true;
      consumer.onFrameHeader(header);
      if (remaining > 0 && !in.hasRemaining()) {
        return;
      }
    }
    decodePayload(in, consumer);
  }

  /**
   * Says whether the consumer did not take all of the latest piece. What is left of it in the
   * buffer, perhaps nothing, comes first at the next {@link #decode}.
   *
   * @return false after each call in which it took all
   */
  public boolean isInterrupted() {
    return interrupted;
  }

  /**
   * Returns how much is to come of the payload of the frame that is read.
   *
   * @return bytes; 0 between frames
   */
  public long payloadToCome() {
    return inPayload ? remaining : 0;
  }

  /** Reads header bytes until the header is complete (true) or no byte is left (false). */
  private boolean decodeHeader(ByteBuffer in) throws ProtocolException {
    if (collected == 0 && in.remaining() >= FrameHeader.MAX_BYTES) {
      in.order(ByteOrder.BIG_ENDIAN);
      int start = in.position();
      long first = in.getLong(start);
      setHeader(first, in.getLong(start + START_OF_LAST));
      in.position(start + endOfHeader(first));
      return true;
    }
    while (in.hasRemaining()) {
      collect(in.get() & 0xFFL);
      if (collected >= Short.BYTES && collected == endOfLength(collectedFirst)) {
        // At once, also if the masking key has not come.
        checkLength(collectedFirst, lengthIn(collectedFirst, collectedLast));
      }
      if (collected >= Short.BYTES && collected == endOfHeader(collectedFirst)) {
        setHeader(collectedFirst, collectedLast);
        collected = 0;
        collectedFirst = 0;
        collectedLast = 0;
        return true;
      }
    }
    return false;
  }

  private void collect(long next) {
    if (collected < Long.BYTES) {
      collectedFirst |= next << Byte.SIZE * (Long.BYTES - 1 - collected);
    }
    if (collected >= START_OF_LAST) {
      collectedLast |= next << Byte.SIZE * (FrameHeader.MAX_BYTES - 1 - collected);
    }
    collected++;
  }

  /**
   * Takes a header apart that is all there; what is behind it in the eight bytes is passed over.
   */
  private void setHeader(long first, long last) throws ProtocolException {
    remaining = lengthIn(first, last);
    checkLength(first, remaining);
    boolean masked = isMasked(first);
    header.set((int) (first >>> 56), masked, masked ? keyIn(first, last) : 0, remaining);
  }

  private static boolean isMasked(long first) {
    return (first >>> 48 & FrameHeader.MASK_BIT) != 0;
  }

  private static int lengthBits(long first) {
    return (int) (first >>> 48) & FrameHeader.LENGTH_BITS;
  }

  private static int endOfLength(long first) {
    int bits = lengthBits(first);
    if (bits < FrameHeader.LENGTH_IN_16_BITS) {
      return 2;
    }
    return bits == FrameHeader.LENGTH_IN_16_BITS ? 2 + Short.BYTES : 2 + Long.BYTES;
  }

  private static int endOfHeader(long first) {
    return isMasked(first) ? endOfLength(first) + Integer.BYTES : endOfLength(first);
  }

  private static long lengthIn(long first, long last) {
    int bits = lengthBits(first);
    if (bits < FrameHeader.LENGTH_IN_16_BITS) {
      return bits;
    }
    return bits == FrameHeader.LENGTH_IN_16_BITS
        ? first >>> 32 & 0xFFFF
        : first << 16 | last >>> 32 & 0xFFFF;
  }

  /** The four bytes behind the length. */
  private static int keyIn(long first, long last) {
    return switch (endOfLength(first)) {
      case 2 -> (int) (first >>> 16);
      case 2 + Short.BYTES -> (int) first;
      default -> (int) last;
    };
  }

  /** RFC 6455 5.2: the top bit of a 64-bit length is 0, and every length is as short as can be. */
  private static void checkLength(long first, long length) throws ProtocolException {
    int bits = lengthBits(first);
    if (bits < FrameHeader.LENGTH_IN_16_BITS) {
      return;
    }
    if (length < 0) {
      throw new ProtocolException(Rule.LENGTH_TOP_BIT);
    }
    long least = bits == FrameHeader.LENGTH_IN_16_BITS ? 126 : 1 << Short.SIZE;
    if (length < least) {
      throw new ProtocolException(Rule.LENGTH_NOT_SHORTEST);
    }
  }

  private void decodePayload(ByteBuffer in, FrameConsumer consumer) throws ProtocolException {
    int start = in.position();
    int limit = in.limit();
    int end = start + (int) Math.min(remaining, limit - start);
    if (header.masked()) {
      unmask(in, start, end);
    }
    remaining -= end - start;
    boolean endOfFrame = remaining == 0;
    inPayload = !endOfFrame;
    interrupted = false;
    int rest = 0;
    try {
      if (!consumer.onPayload(in.limit(end), endOfFrame)) {
        rest = in.remaining();
        interrupt(rest);
      }
    } finally {
      // Whatever the consumer did to the buffer, what follows must be found again.
      in.limit(limit).position(end - rest).order(ByteOrder.BIG_ENDIAN);
    }
  }

  private void interrupt(int rest) {
    interrupted = true;
    unmaskedBefore = rest;
    inPayload = true;
    remaining += rest;
  }

  private void unmask(ByteBuffer in, int from, int end) {
    int before = interrupted ? unmaskedBefore : 0;
    int start = from + before;
    int key = header.maskingKey();
    int phase = (int) (header.payloadLength() - remaining) + before;
    if (end - start < MIN_VIEWED_BYTES || !in.isDirect()) {
      Masking.apply(in, start, end, key, phase);
      return;
    }
    if (in != viewed) {
      viewed = in;
      view = Masking.viewOf(in);
    }
    Masking.apply(in, view, start, end, key, phase);
  }
}
