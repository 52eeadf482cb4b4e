package io.github.baseframe.benchmarks.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/** What attackers send, made once. Frames are masked with a key of zeros: payload is as it was. */
final class Bytes {

  /** First bytes of frames: FIN, RSV1 where it is compressed, and the opcode. */
  private static final int BINARY = 0x82;

  private static final int COMPRESSED_BINARY = 0xc2;
  private static final int FIRST_FRAGMENT = 0x02;
  private static final int PING = 0x89;

  private static final int MASK = 0x80;
  private static final int LARGEST_IN_ONE_BYTE = 125;
  private static final int LENGTH_IN_EIGHT_BYTES = 127;
  private static final int MAX_HEADER_BYTES = 14;

  /** What a flood gives to its socket at a time. */
  private static final int BURST_BYTES = 16 << 10;

  /** The end of what a flush gives, which RFC 7692 section 7.2.1 leaves out. */
  private static final int TAIL_BYTES = 4;

  private Bytes() {}

  static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  static ByteBuffer ascii(String text) {
    return direct(text.getBytes(ISO_8859_1));
  }

  static ByteBuffer nothing() {
    return ByteBuffer.allocate(0);
  }

  /** A request that never ends, as large as one may be: lines of less than 8 KiB, 16 in all. */
  static ByteBuffer largestHead() {
    int fieldBytes = 7_900;
    String field = "X: " + "x".repeat(fieldBytes) + "\r\n";
    return ascii("GET /echo HTTP/1.1\r\nHost: localhost\r\n" + field + field);
  }

  /** A binary message in one frame. */
  static ByteBuffer message(int payloadBytes) {
    return frame(BINARY, new byte[payloadBytes], payloadBytes);
  }

  /** The first fragment of a message that is not continued. */
  static ByteBuffer fragment(int payloadBytes) {
    return frame(FIRST_FRAGMENT, new byte[payloadBytes], payloadBytes);
  }

  /** A frame of which but one byte comes. */
  static ByteBuffer announcement(long payloadBytes) {
    return frame(BINARY, new byte[1], payloadBytes);
  }

  /** Pings of the largest size. */
  static ByteBuffer pings() {
    return burst(frame(PING, new byte[LARGEST_IN_ONE_BYTE], LARGEST_IN_ONE_BYTE));
  }

  /** Messages of a byte. */
  static ByteBuffer smallMessages() {
    return burst(message(1));
  }

  /** A compressed message that is this long when it is not. */
  static ByteBuffer bomb(int inflatedBytes) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(new byte[inflatedBytes]);
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    byte[] part = new byte[BURST_BYTES];
    int count;
    do {
      count = deflater.deflate(part, 0, part.length, Deflater.SYNC_FLUSH);
      deflated.write(part, 0, count);
    } while (count == part.length);
    deflater.end();
    byte[] payload = deflated.toByteArray();
    byte[] withoutTail = new byte[payload.length - TAIL_BYTES];
    System.arraycopy(payload, 0, withoutTail, 0, withoutTail.length);
    return frame(COMPRESSED_BINARY, withoutTail, withoutTail.length);
  }

  /** Compressed messages of 2 KB each, empty, of which every other byte begins a final block. */
  static ByteBuffer finalBlocks() {
    int blocks = 1_000;
    byte[] payload = new byte[2 * blocks + 1];
    for (int i = 0; i < blocks; i++) {
      payload[2 * i] = 3;
    }
    return burst(frame(COMPRESSED_BINARY, payload, payload.length));
  }

  private static ByteBuffer frame(int firstByte, byte[] payload, long length) {
    ByteBuffer frame = ByteBuffer.allocateDirect(MAX_HEADER_BYTES + payload.length);
    frame.put((byte) firstByte);
    if (length <= LARGEST_IN_ONE_BYTE) {
      frame.put((byte) (MASK | length));
    } else if (length <= 0xffff) {
      frame.put((byte) (MASK | LARGEST_IN_ONE_BYTE + 1)).putShort((short) length);
    } else {
      frame.put((byte) (MASK | LENGTH_IN_EIGHT_BYTES)).putLong(length);
    }
    return frame.putInt(0).put(payload).flip();
  }

  private static ByteBuffer burst(ByteBuffer frame) {
    int times = BURST_BYTES / frame.remaining();
    ByteBuffer burst = ByteBuffer.allocateDirect(times * frame.remaining());
    for (int i = 0; i < times; i++) {
      burst.put(frame.duplicate());
    }
    return burst.flip();
  }
}
