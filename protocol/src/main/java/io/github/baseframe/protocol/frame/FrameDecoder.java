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

  /** What the next byte of a header is. */
  private enum Expects {
    FIRST_BYTE,
    MASK_AND_LENGTH,
    EXTENDED_LENGTH,
    MASKING_KEY
  }

  /**
   * From here on a view pays: unmasking outside of the heap then goes at 38 us/MiB in the server
   * instead of 53, and takes 119 with a {@code VarHandle}, which the compiler does not see through.
   */
  private static final int LEAST_VIEWED_BYTES = 1024;

  private final FrameHeader header = new FrameHeader();

  /** Only changed by a header that comes in pieces, as storing a reference is not for nothing. */
  private Expects expects = Expects.FIRST_BYTE;

  /** Whether a header is complete and its payload comes next. */
  private boolean inPayload;

  private int firstByte;
  private int lengthBits;
  private boolean masked;
  private int maskingKey;

  /** The payload length while the header is read, then how much of the payload is to come. */
  private long remaining;

  /** How many bytes are to come of the header field that is read: extended length or key. */
  private int fieldBytes;

  /** The latest buffer with much to unmask, mostly the same again and again, and its view. */
  private ByteBuffer viewed;

  private LongBuffer view;

  /** Creates a decoder that expects the first byte of a frame. */
  public FrameDecoder() {}

  /**
   * Decodes at most one frame, or as much of it as is there.
   *
   * @param in at least one byte; what was decoded is consumed, and its payload unmasked in place
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
   * Returns how much is to come of the payload of the frame that is read.
   *
   * @return bytes; 0 between frames
   */
  public long payloadToCome() {
    return inPayload ? remaining : 0;
  }

  /** Reads header bytes until the header is complete (true) or no byte is left (false). */
  private boolean decodeHeader(ByteBuffer in) throws ProtocolException {
    if (expects == Expects.FIRST_BYTE && in.remaining() >= FrameHeader.MAX_BYTES) {
      decodeWholeHeader(in);
      return true;
    }
    while (in.hasRemaining()) {
      expects = afterHeaderByte(in.get() & 0xFF);
      if (expects == Expects.FIRST_BYTE) {
        header.set(firstByte, masked, maskingKey, remaining);
        return true;
      }
    }
    return false;
  }

  /** Takes a byte of a header; returns what comes next, which is the first byte behind its end. */
  private Expects afterHeaderByte(int next) throws ProtocolException {
    switch (expects) {
      case FIRST_BYTE:
        firstByte = next;
        return Expects.MASK_AND_LENGTH;
      case MASK_AND_LENGTH:
        startLength(next);
        return fieldBytes > 0 ? Expects.EXTENDED_LENGTH : startMaskingKey();
      case EXTENDED_LENGTH:
        remaining = remaining << Byte.SIZE | next;
        if (--fieldBytes > 0) {
          return Expects.EXTENDED_LENGTH;
        }
        checkLength(lengthBits);
        return startMaskingKey();
      default: // MASKING_KEY
        maskingKey = maskingKey << Byte.SIZE | next;
        return --fieldBytes > 0 ? Expects.MASKING_KEY : Expects.FIRST_BYTE;
    }
  }

  private void startLength(int secondByte) {
    masked = (secondByte & FrameHeader.MASK_BIT) != 0;
    lengthBits = secondByte & FrameHeader.LENGTH_BITS;
    maskingKey = 0;
    if (lengthBits < FrameHeader.LENGTH_IN_16_BITS) {
      remaining = lengthBits;
      fieldBytes = 0;
    } else {
      remaining = 0;
      fieldBytes = lengthBits == FrameHeader.LENGTH_IN_16_BITS ? Short.BYTES : Long.BYTES;
    }
  }

  private Expects startMaskingKey() {
    fieldBytes = Integer.BYTES;
    return masked ? Expects.MASKING_KEY : Expects.FIRST_BYTE;
  }

  /**
   * Reads a header that is all there, as most are, in one go: the first eight bytes hold all of it,
   * save for the end of one whose payload has 64 KiB or more.
   */
  private void decodeWholeHeader(ByteBuffer in) throws ProtocolException {
    in.order(ByteOrder.BIG_ENDIAN);
    int index = in.position();
    long eightBytes = in.getLong(index);
    int secondByte = (int) (eightBytes >>> 48);
    int length = secondByte & FrameHeader.LENGTH_BITS;
    int key;
    if (length < FrameHeader.LENGTH_IN_16_BITS) {
      index += 2;
      remaining = length;
      key = (int) (eightBytes >>> 16);
    } else if (length == FrameHeader.LENGTH_IN_16_BITS) {
      index += 2 + Short.BYTES;
      remaining = eightBytes >>> 32 & 0xFFFF;
      key = (int) eightBytes;
    } else {
      index += 2 + Long.BYTES;
      remaining = in.getLong(index - Long.BYTES);
      key = in.getInt(index);
    }
    checkLength(length);
    boolean hasKey = (secondByte & FrameHeader.MASK_BIT) != 0;
    header.set((int) (eightBytes >>> 56), hasKey, hasKey ? key : 0, remaining);
    in.position(hasKey ? index + Integer.BYTES : index);
  }

  /**
   * RFC 6455 5.2: the top bit of a 64-bit length is 0, and every length is as short as can be.
   *
   * @param inSevenBits what the seven bits of length said
   */
  private void checkLength(int inSevenBits) throws ProtocolException {
    if (inSevenBits < FrameHeader.LENGTH_IN_16_BITS) {
      return;
    }
    if (remaining < 0) {
      throw new ProtocolException(Rule.LENGTH_TOP_BIT);
    }
    long least = inSevenBits == FrameHeader.LENGTH_IN_16_BITS ? 126 : 1 << Short.SIZE;
    if (remaining < least) {
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
    try {
      consumer.onPayload(in.limit(end), endOfFrame);
    } finally {
      // Whatever the consumer did to the buffer, what follows must be found again.
      in.limit(limit).position(end).order(ByteOrder.BIG_ENDIAN);
    }
  }

  private void unmask(ByteBuffer in, int start, int end) {
    int key = header.maskingKey();
    int phase = (int) (header.payloadLength() - remaining);
    if (end - start < LEAST_VIEWED_BYTES || !in.isDirect()) {
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
