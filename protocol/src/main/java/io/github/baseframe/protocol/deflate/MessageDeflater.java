package io.github.baseframe.protocol.deflate;

import io.github.baseframe.protocol.message.MessageTransform.EncodedPayload;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/**
 * Compresses the messages that go out (RFC 7692 section 7.2.1), with any window from 2^8 to 2^15
 * bytes.
 *
 * <p>The JDK's Deflater has a window of 2^15 always. A smaller one is kept to by never letting it
 * see more: it is given a message in runs, and begins anew at each with the last half window as its
 * dictionary, and half a window of new data at most. So no reference can reach further back than
 * the window, whatever the Deflater does; and as each run ends on a byte boundary, the runs are one
 * stream of DEFLATE blocks.
 *
 * <pre>
 *   ... data of this and earlier messages ...
 *   |---- 2^(w-1) ----|---- 2^(w-1) ----|---- 2^(w-1) ----|
 *    dictionary of a    run a
 *                       dictionary of b   run b
 * </pre>
 *
 * <p>Context takeover works the same way: a message begins with what came before it as its
 * dictionary. So a deflater is lent for the time of one call, and between messages only the {@link
 * History} is kept.
 */
final class MessageDeflater {

  static final int MAX_WINDOW_BITS = 15;

  /**
   * A dictionary costs time for each of its bytes, so a small message gets no more than this: for
   * JSON messages of 200 bytes a third of the time for 8 % more output.
   */
  private static final int MIN_DICTIONARY_BYTES = 8 * 1024;

  /** 00 00 FF FF ends what a flush writes, and is not sent (section 7.2.1). */
  private static final int TAIL_BYTES = 4;

  private final DeflatePool pool;
  private final int windowBytes;
  private final boolean slides;
  private final boolean contextTakeover;
  private final History history;

  MessageDeflater(DeflatePool pool, int windowBits, boolean contextTakeover) {
    this.pool = pool;
    this.windowBytes = 1 << windowBits;
    this.slides = windowBits < MAX_WINDOW_BITS;
    this.contextTakeover = contextTakeover;
    this.history = new History(slides ? windowBytes / 2 : windowBytes);
  }

  /**
   * Compresses a message.
   *
   * @param message its remaining bytes are taken if it is compressed
   * @param output given pieces of at most {@link DeflatePool#BUFFER_BYTES}
   * @return false if it is small and does not get smaller; nothing has then been output
   */
  boolean deflate(ByteBuffer message, EncodedPayload output) {
    Deflater deflater = pool.acquireDeflater();
    ByteBuffer buffer = pool.acquireBuffer();
    try {
      return deflate(message, deflater, buffer, output);
    } finally {
      pool.release(deflater);
      pool.release(buffer);
      if (!contextTakeover) {
        history.clear();
      }
    }
  }

  /** Returns how much memory it keeps. */
  int heldBytes() {
    return history.heldBytes();
  }

  /** Gives everything up, because the connection is over. */
  void close() {
    history.clear();
  }

  private boolean deflate(
      ByteBuffer message, Deflater deflater, ByteBuffer buffer, EncodedPayload output) {
    int start = message.position();
    int end = message.limit();
    int dictionaryBytes = Math.min(history.size(), Math.max(end - start, MIN_DICTIONARY_BYTES));
    boolean streamed = false;
    ByteBuffer run = message.duplicate();
    while (true) {
      int runStart = run.position();
      int runBytes = Math.min(end - runStart, maxRunBytes(dictionaryBytes));
      loadDictionary(deflater, dictionaryBytes);
      deflater.setInput(run.limit(runStart + runBytes));
      streamed |= deflateAll(deflater, buffer, output);
      run.position(runStart);
      if (run.limit() == end) {
        break;
      }
      history.append(run);
      run.position(run.limit());
      deflater.reset();
      dictionaryBytes = history.size();
    }
    int lastBytes = buffer.position() - TAIL_BYTES;
    if (!streamed && lastBytes >= end - start) {
      if (run.position() > start) {
        // What went into the history, the peer will not see in its window.
        history.clear();
      }
      return false;
    }
    if (contextTakeover) {
      history.append(run);
    }
    output.accept(buffer.limit(lastBytes).position(0), true);
    message.position(end);
    return true;
  }

  private int maxRunBytes(int dictionaryBytes) {
    return slides ? windowBytes - dictionaryBytes : Integer.MAX_VALUE;
  }

  private void loadDictionary(Deflater deflater, int bytes) {
    if (bytes > 0) {
      deflater.setDictionary(history.bytes(), history.size() - bytes, bytes);
    }
  }

  /**
   * Deflates the whole input and flushes. What does not fit into the buffer goes out, save for the
   * last bytes, which may turn out to be the tail.
   *
   * @return whether anything went out
   */
  private static boolean deflateAll(Deflater deflater, ByteBuffer buffer, EncodedPayload output) {
    boolean streamed = false;
    deflater.deflate(buffer, Deflater.SYNC_FLUSH);
    while (!buffer.hasRemaining()) {
      int kept = buffer.capacity() - TAIL_BYTES;
      output.accept(buffer.limit(kept).position(0), false);
      buffer.limit(buffer.capacity()).position(kept);
      buffer.compact();
      streamed = true;
      deflater.deflate(buffer, Deflater.SYNC_FLUSH);
    }
    return streamed;
  }
}
