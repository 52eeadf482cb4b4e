package io.github.baseframe.protocol.frame;

import io.github.baseframe.protocol.frame.TracedFrame.Direction;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Shows the frames in the bytes of one direction of a connection, beside the connection itself: it
 * changes and keeps none of the bytes, judges nothing, and shows what breaks a rule like anything
 * else. A frame is told as soon as its header and so much of its payload as is wanted are there, so
 * that one which never ends is seen too.
 *
 * <p>Not thread-safe.
 */
public final class FrameTracer {

  private final Direction direction;
  private final int maxPayloadBytes;
  private final Consumer<TracedFrame> frames;

  /** Bytes that are no frames, ahead of them. */
  private long toSkip;

  private final byte[] header = new byte[FrameHeader.MAX_BYTES];
  private int headerBytes;

  /** The first bytes of the payload of the frame under way; null while its header is. */
  private byte[] payload;

  private int payloadBytes;

  /** How much is to come of the payload behind those; more than 63 bits never end. */
  private long remaining;

  /**
   * Begins between two frames.
   *
   * @param direction which way the bytes go
   * @param maxPayloadBytes so much of each payload is shown, 0 or more
   * @param frames told of each frame, by the thread that gives the bytes
   */
  public FrameTracer(Direction direction, int maxPayloadBytes, Consumer<TracedFrame> frames) {
    if (maxPayloadBytes < 0) {
      throw new IllegalArgumentException("maxPayloadBytes must not be negative");
    }
    this.direction = direction;
    this.maxPayloadBytes = maxPayloadBytes;
    this.frames = frames;
  }

  /**
   * Passes over bytes that come ahead of the frames, such as the rest of an opening handshake.
   *
   * @param bytes how many more
   */
  public void skip(long bytes) {
    toSkip += bytes;
  }

  /**
   * The next bytes went over the wire.
   *
   * @param bytes from position to limit; left as they are, position too
   */
  public void accept(ByteBuffer bytes) {
    ByteBuffer in = bytes.duplicate();
    int skipped = (int) Math.min(toSkip, in.remaining());
    toSkip -= skipped;
    in.position(in.position() + skipped);
    while (in.hasRemaining()) {
      if (payload == null) {
        acceptHeader(in.get());
      } else {
        acceptPayload(in);
      }
    }
  }

  private void acceptHeader(byte next) {
    header[headerBytes++] = next;
    if (headerBytes >= Short.BYTES && headerBytes == wholeHeaderBytes()) {
      long length = payloadLength();
      remaining = length;
      payload = new byte[(int) Math.min(length < 0 ? Long.MAX_VALUE : length, maxPayloadBytes)];
      payloadBytes = 0;
      tellIfShown();
      endIfOver();
    }
  }

  private void acceptPayload(ByteBuffer in) {
    int shown = Math.min(payload.length - payloadBytes, in.remaining());
    if (shown > 0) {
      in.get(payload, payloadBytes, shown);
      payloadBytes += shown;
      remaining -= shown;
      tellIfShown();
    }
    int passed = remaining < 0 ? in.remaining() : (int) Math.min(remaining, in.remaining());
    in.position(in.position() + passed);
    remaining -= passed;
    endIfOver();
  }

  private void endIfOver() {
    if (remaining == 0) {
      payload = null;
      headerBytes = 0;
    }
  }

  private void tellIfShown() {
    if (payloadBytes < payload.length) {
      return;
    }
    ByteBuffer unmasked = ByteBuffer.wrap(payload);
    OptionalInt maskingKey = maskingKey();
    maskingKey.ifPresent(key -> Masking.apply(unmasked, 0, payload.length, key, 0));
    frames.accept(
        new TracedFrame(
            direction,
            isSet(header[0], FrameHeader.FIN_BIT),
            isSet(header[0], FrameHeader.RSV1_BIT),
            isSet(header[0], FrameHeader.RSV2_BIT),
            isSet(header[0], FrameHeader.RSV3_BIT),
            header[0] & FrameHeader.OPCODE_BITS,
            maskingKey,
            payloadLength(),
            HexFormat.of().formatHex(Arrays.copyOf(header, headerBytes)),
            unmasked.asReadOnlyBuffer()));
  }

  // ---- The header

  private static boolean isSet(byte bits, int bit) {
    return (bits & bit) != 0;
  }

  private boolean isMasked() {
    return isSet(header[1], FrameHeader.MASK_BIT);
  }

  private int endOfLength() {
    return switch (header[1] & FrameHeader.LENGTH_BITS) {
      case FrameHeader.LENGTH_IN_16_BITS -> Short.BYTES + Short.BYTES;
      case FrameHeader.LENGTH_IN_64_BITS -> Short.BYTES + Long.BYTES;
      default -> Short.BYTES;
    };
  }

  private int wholeHeaderBytes() {
    return endOfLength() + (isMasked() ? Integer.BYTES : 0);
  }

  private long payloadLength() {
    ByteBuffer bytes = ByteBuffer.wrap(header);
    return switch (endOfLength()) {
      case Short.BYTES + Short.BYTES -> Short.toUnsignedInt(bytes.getShort(Short.BYTES));
      case Short.BYTES + Long.BYTES -> bytes.getLong(Short.BYTES);
      default -> header[1] & FrameHeader.LENGTH_BITS;
    };
  }

  private OptionalInt maskingKey() {
    return isMasked()
        ? OptionalInt.of(ByteBuffer.wrap(header).getInt(endOfLength()))
        : OptionalInt.empty();
  }
}
