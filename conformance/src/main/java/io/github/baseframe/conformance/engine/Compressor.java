package io.github.baseframe.conformance.engine;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Compressed messages as RFC 7692 section 7.2 describes them, in both directions of one connection,
 * by the JDK's zlib.
 */
final class Compressor implements AutoCloseable {

  /** What a sender leaves out at the end of each message (7.2.1). */
  private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

  private static final int FULL_WINDOW_BITS = 15;
  private static final int BUFFER_OCTETS = 64 * 1024;

  /** Far more than a flush adds to the octets of a run. */
  private static final int RUN_OVERHEAD = 64;

  private final CompressionAgreement agreement;
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
  private final Inflater inflater = new Inflater(true);
  private final byte[] buffer = new byte[BUFFER_OCTETS];

  /** The last octets of all messages of the subject. */
  private byte[] history = {};

  Compressor(CompressionAgreement agreement) {
    this.agreement = agreement;
  }

  /** Compresses a message of the tester, even if it gets larger by that. */
  byte[] compress(byte[] message) {
    if (!agreement.testerContextTakeover()) {
      deflater.reset();
    }
    // The Deflater has the largest window only. After a full flush nothing refers to what was
    // before, so with one in every window no reference reaches further.
    boolean full = agreement.testerWindowBits() == FULL_WINDOW_BITS;
    int run = full ? message.length : 1 << agreement.testerWindowBits();
    int runs = message.length / run + 1;
    byte[] out = new byte[message.length + message.length / 8 + runs * RUN_OVERHEAD];
    int length = 0;
    for (int from = 0; from < message.length; from += run) {
      deflater.setInput(message, from, Math.min(run, message.length - from));
      int flush = full ? Deflater.SYNC_FLUSH : Deflater.FULL_FLUSH;
      length += deflater.deflate(out, length, out.length - length, flush);
    }
    return Arrays.copyOf(out, length - TAIL.length);
  }

  /**
   * Decompresses a message of the subject.
   *
   * @param limit how many octets it may have
   */
  byte[] decompress(byte[] data, long limit) throws Violation {
    if (!agreement.subjectContextTakeover()) {
      inflater.reset();
      history = new byte[0];
    }
    byte[] input = Arrays.copyOf(data, data.length + TAIL.length);
    System.arraycopy(TAIL, 0, input, data.length, TAIL.length);
    byte[] message = inflate(input, limit);
    if (agreement.subjectWindowBits() < FULL_WINDOW_BITS) {
      requireSmallWindow(input);
    }
    history = lastOctets(message);
    return message;
  }

  private byte[] inflate(byte[] input, long limit) throws Violation {
    ByteArrayOutputStream message = new ByteArrayOutputStream(4 * input.length);
    inflater.setInput(input);
    try {
      int count;
      do {
        count = inflater.inflate(buffer);
        message.write(buffer, 0, count);
        if (message.size() > limit) {
          throw Violation.ofProtocol("a compressed message larger than any that was sent");
        }
        if (inflater.finished()) {
          beginAfterFinalBlock(input, message.toByteArray());
        }
      } while (count == buffer.length || !inflater.needsInput());
    } catch (DataFormatException e) {
      throw Violation.ofEncoding("data that is not DEFLATE: " + e.getMessage() + " (RFC 7692 7.2)");
    }
    return message.toByteArray();
  }

  /** 7.2.3.4: more blocks may follow one with BFINAL set, with the same window. */
  private void beginAfterFinalBlock(byte[] input, byte[] messageSoFar) {
    int rest = inflater.getRemaining();
    inflater.reset();
    inflater.setDictionary(lastOctets(messageSoFar));
    inflater.setInput(input, input.length - rest, rest);
  }

  /** The last octets of all messages and this one, as many as the largest window has. */
  private byte[] lastOctets(byte[] message) {
    int window = 1 << FULL_WINDOW_BITS;
    int fromMessage = Math.min(message.length, window);
    int fromHistory = Math.min(history.length, window - fromMessage);
    byte[] last = new byte[fromHistory + fromMessage];
    System.arraycopy(history, history.length - fromHistory, last, 0, fromHistory);
    System.arraycopy(message, message.length - fromMessage, last, fromHistory, fromMessage);
    return last;
  }

  private void requireSmallWindow(byte[] input) throws Violation {
    int window = 1 << agreement.subjectWindowBits();
    int distance = new DistanceReader(input).longestDistance();
    if (distance > window) {
      throw Violation.ofProtocol(
          "a reference "
              + distance
              + " octets back, in a window of "
              + window
              + " (RFC 7692 7.1.2)");
    }
  }

  @Override
  public void close() {
    deflater.end();
    inflater.end();
  }
}
