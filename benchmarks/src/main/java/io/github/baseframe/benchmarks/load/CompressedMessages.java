package io.github.baseframe.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * JSON, compressed once for a run by the JDK's zlib (RFC 7692 section 7.2.1), and the check that
 * what comes back, however its sender compressed it, is the same. All have the same size before and
 * after compression, so that where a frame begins can be reckoned.
 */
final class CompressedMessages implements AutoCloseable {

  /** Each message by itself, in both directions, so that it can be prepared. */
  static final String OFFER =
      "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

  private static final int FIN_RSV1_AND_TEXT = 0xC1;
  private static final int LEVEL = 6;

  /** Ends every payload; its sender leaves it out (section 7.2.1). */
  private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

  private final List<byte[]> plain = new ArrayList<>();
  private final List<byte[]> compressed = new ArrayList<>();
  private final Inflater inflater = new Inflater(true);
  private final byte[] inflated;

  /** Makes messages of this many bytes. */
  CompressedMessages(int payloadBytes) {
    SplittableRandom random = new SplittableRandom(payloadBytes);
    inflated = new byte[payloadBytes + 1];
    Deflater deflater = new Deflater(LEVEL, true);
    int compressedBytes = deflate(deflater, json(random, payloadBytes)).length;
    int count = Payloads.cycleLength(compressedBytes);
    while (plain.size() < count) {
      byte[] message = json(random, payloadBytes);
      byte[] payload = deflate(deflater, message);
      if (payload.length == compressedBytes) {
        plain.add(message);
        compressed.add(payload);
      }
    }
    deflater.end();
  }

  /** An array of records, filled up with spaces. */
  private static byte[] json(SplittableRandom random, int bytes) {
    StringBuilder text = new StringBuilder(bytes).append('[');
    while (true) {
      String item =
          String.format(
              "{\"id\":%d,\"price\":%d.%02d,\"active\":%b}",
              random.nextInt(1 << 20),
              random.nextInt(1000),
              random.nextInt(100),
              random.nextBoolean());
      if (text.length() + item.length() + 2 > bytes) {
        break;
      }
      text.append(text.length() == 1 ? "" : ",").append(item);
    }
    text.append(" ".repeat(bytes - 1 - text.length())).append(']');
    return text.toString().getBytes(US_ASCII);
  }

  private static byte[] deflate(Deflater deflater, byte[] message) {
    byte[] payload = new byte[2 * message.length + 64];
    deflater.reset();
    deflater.setInput(message);
    int length = deflater.deflate(payload, 0, payload.length, Deflater.SYNC_FLUSH);
    return Arrays.copyOf(payload, length - TAIL.length);
  }

  /** Returns them as frames, of which the bare echo gives back each byte. */
  Messages framed(int atOnce, boolean bare) {
    return new Messages(FIN_RSV1_AND_TEXT, compressed, atOnce, bare);
  }

  /**
   * Checks a message that came back.
   *
   * @param number its number on the connection, with the place where that began in the cycle added
   * @param payload the compressed message, all fragments of it
   * @param length how many bytes of it
   * @throws IOException if it is another message, or broken
   */
  void check(long number, byte[] payload, int length) throws IOException {
    int count;
    try {
      inflater.reset();
      inflater.setInput(payload, 0, length);
      count = inflater.inflate(inflated);
      inflater.setInput(TAIL);
      count += inflater.inflate(inflated, count, inflated.length - count);
    } catch (DataFormatException e) {
      throw new IOException("message " + number + " is no DEFLATE data", e);
    }
    byte[] message = plain.get((int) (number % plain.size()));
    int difference = Arrays.mismatch(message, 0, message.length, inflated, 0, count);
    if (difference >= 0) {
      throw new IOException("message " + number + " differs at byte " + difference);
    }
  }

  @Override
  public void close() {
    inflater.end();
  }
}
