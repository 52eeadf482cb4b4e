package io.github.baseframe.conformance.fuzz;

import io.github.baseframe.protocol.CloseCode;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses whole messages in one go (RFC 7692 section 7.2.2), as the JDK's inflater does, to
 * compare with.
 */
final class ReferenceInflater {

  /** What a sender leaves out, and a last block, with which only complete data comes to an end. */
  private static final byte[] TAIL = HexFormat.of().parseHex("0000ffff0300");

  private static final int MAX_FINAL_BLOCKS = 16;
  private static final int BUFFER_BYTES = 4096;

  private final int windowBytes;
  private final boolean takeover;
  private final int maxBytes;
  private byte[] history = new byte[0];

  ReferenceInflater(int windowBytes, boolean takeover, int maxBytes) {
    this.windowBytes = windowBytes;
    this.takeover = takeover;
    this.maxBytes = maxBytes;
  }

  /**
   * A message, or the close codes that may say why there is none: whoever has too much output need
   * not find out whether what follows is broken.
   */
  record Result(byte[] message, List<Integer> closeCodes) {}

  Result inflate(byte[] data) {
    byte[] in = Arrays.copyOf(data, data.length + TAIL.length);
    System.arraycopy(TAIL, 0, in, data.length, TAIL.length);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] before = history;
    int at = 0;
    int finalBlocks = 0;
    try {
      // Two kinds of data lack their last byte, 00: none at all, and what ends with a final block.
      while (at < data.length) {
        at += inflateBlocks(in, at, out);
        if (at > data.length && at < in.length) {
          throw new DataFormatException("its end is in what the sender left out");
        }
        if (at <= data.length && ++finalBlocks > MAX_FINAL_BLOCKS) {
          return tooBig();
        }
        history = last(before, out.toByteArray());
      }
    } catch (DataFormatException e) {
      // What is in the buffer when it breaks is lost.
      return out.size() + BUFFER_BYTES > maxBytes
          ? new Result(null, List.of(CloseCode.INVALID_PAYLOAD, CloseCode.MESSAGE_TOO_BIG))
          : new Result(null, List.of(CloseCode.INVALID_PAYLOAD));
    }
    if (!takeover) {
      history = new byte[0];
    }
    return out.size() > maxBytes ? tooBig() : new Result(out.toByteArray(), List.of());
  }

  private static Result tooBig() {
    return new Result(null, List.of(CloseCode.MESSAGE_TOO_BIG));
  }

  /** Up to and with a final block; returns how many bytes that were. */
  private int inflateBlocks(byte[] in, int start, ByteArrayOutputStream out)
      throws DataFormatException {
    Inflater inflater = new Inflater(true);
    try {
      if (history.length > 0) {
        inflater.setDictionary(history);
      }
      inflater.setInput(in, start, in.length - start);
      byte[] buffer = new byte[BUFFER_BYTES];
      while (!inflater.finished()) {
        int count = inflater.inflate(buffer);
        out.write(buffer, 0, count);
        if (count == 0 && !inflater.finished()) {
          throw new DataFormatException("it has no end");
        }
      }
      return (int) inflater.getBytesRead();
    } finally {
      inflater.end();
    }
  }

  private byte[] last(byte[] before, byte[] added) {
    byte[] all = Arrays.copyOf(before, before.length + added.length);
    System.arraycopy(added, 0, all, before.length, added.length);
    return Arrays.copyOfRange(all, Math.max(0, all.length - windowBytes), all.length);
  }
}
