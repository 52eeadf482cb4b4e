package io.github.baseframe.conformance.engine;

import io.github.baseframe.conformance.cases.Payload;
import io.github.baseframe.conformance.cases.Step;
import io.github.baseframe.protocol.Role;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

/**
 * Collects frames of the tester in a buffer until they are to leave. It writes whatever header it
 * is told to; it masks as its role has to, and lengths are in their shortest form, unless it is
 * told otherwise.
 */
final class PeerFrameWriter {

  private static final int BUFFER_OCTETS = 64 * 1024;
  private static final Step.Cut UNCUT = new Step.Cut(BUFFER_OCTETS, false, Duration.ZERO);
  private static final int MASK_BIT = 0x80;
  private static final int MAX_HEADER_OCTETS = 14;

  private final boolean masks;
  private final Runnable flush;

  /** Its limit is the largest piece that may leave at once. */
  private final ByteBuffer out = ByteBuffer.allocate(BUFFER_OCTETS);

  private Step.Cut cut = UNCUT;

  /** Whether the frame at hand is masked. */
  private boolean masking;

  private final byte[] maskingKey = new byte[MaskingKey.OCTETS];
  private long payloadWritten;
  private long payloadMissing;

  /**
   * Starts with an empty buffer.
   *
   * @param role of the tester
   * @param flush empties a full buffer, by {@link #beginFlush} and {@link #endFlush}
   */
  PeerFrameWriter(Role role, Runnable flush) {
    this.masks = role == Role.CLIENT;
    this.flush = flush;
  }

  /** Whether no frame was begun that is not complete. */
  boolean isBetweenFrames() {
    return payloadMissing == 0;
  }

  /** Sets how much may leave at once; the buffer must be empty. */
  void startCutting(Step.Cut how) {
    cut = how;
    out.limit(cut.octets());
  }

  /** Goes back to pieces as large as the buffer, which must be empty. */
  void endCutting() {
    startCutting(UNCUT);
  }

  /** How long to wait after a piece. */
  Duration pause() {
    return cut.pause();
  }

  /** Returns what is to leave. */
  ByteBuffer beginFlush() {
    return out.flip();
  }

  /** Makes room; what has not left by now never will. */
  void endFlush() {
    if (cut.once()) {
      cut = new Step.Cut(BUFFER_OCTETS, false, cut.pause());
    }
    out.clear().limit(cut.octets());
  }

  /** Makes a header, with a masking key of its own; the length is unsigned. */
  byte[] header(int firstByte, long length, Step.Coding coding) {
    boolean masked = masks != (coding.mask() == Step.Mask.AS_THE_OTHER_ROLE);
    ByteBuffer header = ByteBuffer.allocate(MAX_HEADER_OCTETS);
    header.put((byte) firstByte);
    int maskBit = masked ? MASK_BIT : 0;
    switch (Math.max(coding.lengthOctets(), shortest(length))) {
      case Short.BYTES -> header.put((byte) (maskBit | 126)).putShort((short) length);
      case Long.BYTES -> header.put((byte) (maskBit | 127)).putLong(length);
      default -> header.put((byte) (maskBit | length));
    }
    if (masked) {
      // Its unpredictability protects third parties from web pages (10.3); there are none here.
      boolean zero = coding.mask() == Step.Mask.WITH_ZERO_KEY;
      header.putInt(zero ? 0 : ThreadLocalRandom.current().nextInt());
    }
    return Arrays.copyOf(header.array(), header.position());
  }

  /** Writes a header, that of a payload of this length. */
  void beginFrame(byte[] header, long length) {
    masking = header[1] < 0;
    if (masking) {
      int end = header.length;
      System.arraycopy(header, end - MaskingKey.OCTETS, maskingKey, 0, MaskingKey.OCTETS);
    }
    for (byte octet : header) {
      put(octet);
    }
    payloadWritten = 0;
    payloadMissing = length;
  }

  /** Writes payload of the frame that was begun; a large one takes its time and may be given up. */
  void continueFrame(Payload payload, BooleanSupplier givenUp) {
    int copied = 0;
    while (copied < payload.length() && !givenUp.getAsBoolean()) {
      if (!out.hasRemaining()) {
        flush.run();
      }
      int from = out.position();
      int count = payload.copy(copied, out);
      if (masking) {
        MaskingKey.apply(out.array(), from, from + count, maskingKey, payloadWritten);
      }
      copied += count;
      payloadWritten += count;
      payloadMissing -= count;
    }
  }

  private static int shortest(long length) {
    if (length < 0 || length > 0xFFFF) {
      return Long.BYTES;
    }
    return length > 125 ? Short.BYTES : 0;
  }

  private void put(byte octet) {
    if (!out.hasRemaining()) {
      flush.run();
    }
    out.put(octet);
  }
}
