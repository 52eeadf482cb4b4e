package io.github.baseframe.benchmarks.load;

import io.github.baseframe.protocol.frame.FrameEncoder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The messages of a run, framed once: a cycle of different ones of the same size, as they are sent
 * and as they must come back. Each connection goes round the cycle, so what it has to send and to
 * expect is a position in it.
 */
final class Messages {

  private static final int FIN_AND_TEXT = 0x81;
  private static final int FIN_AND_BINARY = 0x82;
  private static final int CLOSE = 0x88;
  private static final short NORMAL_CLOSURE = 1000;

  private final int count;
  private final int sentFrameBytes;
  private final int expectedFrameBytes;
  private final ByteBuffer sent;
  private final ByteBuffer expected;

  /**
   * Makes messages and frames them.
   *
   * @param text whether they are text
   * @param payloadBytes the size of each
   * @param atOnce how many are sent in one write at most
   * @param bare whether the frames come back as they were sent, masked
   */
  Messages(boolean text, int payloadBytes, int atOnce, boolean bare) {
    this(text ? FIN_AND_TEXT : FIN_AND_BINARY, Payloads.cycle(text, payloadBytes), atOnce, bare);
  }

  /** Frames payloads, all of the same size, with this first byte. */
  Messages(int firstByte, List<byte[]> payloads, int atOnce, boolean bare) {
    int payloadBytes = payloads.get(0).length;
    SplittableRandom keys = new SplittableRandom(payloadBytes);
    count = payloads.size();
    sentFrameBytes = FrameEncoder.headerBytes(payloadBytes, true) + payloadBytes;
    expectedFrameBytes =
        bare ? sentFrameBytes : FrameEncoder.headerBytes(payloadBytes, false) + payloadBytes;
    sent = ByteBuffer.allocateDirect((count + atOnce) * sentFrameBytes);
    expected = ByteBuffer.allocateDirect(count * expectedFrameBytes);
    for (byte[] payload : payloads) {
      int key = keys.nextInt();
      putFrame(sent, firstByte, true, key, payload);
      putFrame(expected, firstByte, bare, key, payload);
    }
    for (int i = 0; i < atOnce * sentFrameBytes; i++) {
      sent.put(sent.get(i));
    }
  }

  private static void putFrame(
      ByteBuffer out, int firstByte, boolean masked, int key, byte[] payload) {
    FrameEncoder.putHeader(out, firstByte, masked, key, payload.length);
    FrameEncoder.putMasked(out, ByteBuffer.wrap(payload), masked ? key : 0, 0);
  }

  /** A Close frame of a client that is done. */
  static byte[] clientClose() {
    ByteBuffer frame = ByteBuffer.allocate(FrameEncoder.headerBytes(Short.BYTES, true) + 2);
    ByteBuffer code = ByteBuffer.allocate(Short.BYTES).putShort(NORMAL_CLOSURE);
    putFrame(frame, CLOSE, true, 0x12345678, code.array());
    return frame.array();
  }

  /** A server's answer to {@link #clientClose}. */
  static byte[] serverClose() {
    ByteBuffer frame = ByteBuffer.allocate(FrameEncoder.headerBytes(Short.BYTES, false) + 2);
    ByteBuffer code = ByteBuffer.allocate(Short.BYTES).putShort(NORMAL_CLOSURE);
    putFrame(frame, CLOSE, false, 0, code.array());
    return frame.array();
  }

  /** How many different messages there are. */
  int count() {
    return count;
  }

  int sentFrameBytes() {
    return sentFrameBytes;
  }

  int expectedFrameBytes() {
    return expectedFrameBytes;
  }

  /** The frames to send, the cycle once and its beginning again behind it. */
  ByteBuffer sent() {
    return sent;
  }

  /** The frames that must come back, the cycle once. */
  ByteBuffer expected() {
    return expected;
  }
}
