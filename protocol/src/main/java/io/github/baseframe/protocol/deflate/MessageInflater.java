package io.github.baseframe.protocol.deflate;

import io.github.baseframe.protocol.ProtocolException;
import io.github.baseframe.protocol.Rule;
import io.github.baseframe.protocol.message.MessageTransform.DecodedPayload;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses the messages that come in (RFC 7692 section 7.2.2), piece by piece: each bufferful
 * goes to the output, which stops a message that gets too large, before the next one is inflated.
 *
 * <p>An inflater is lent at the first piece of a message and given back at its end. What context
 * takeover needs in between is the {@link History}, no larger than the window that was agreed on.
 */
final class MessageInflater {

  /**
   * Follows the data of a message: first the four bytes that its sender left out (section 7.2.2),
   * then a last, empty block. Only data that ends where a block ends is complete with it.
   */
  private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF, 3, 0};

  /** What an inflater takes outside of the heap, about. */
  private static final int INFLATER_BYTES = 48 * 1024;

  /**
   * Blocks with BFINAL set that a message may have. Senders need one a message (section 7.2.3.4);
   * each costs as much as a new message but takes two bytes only.
   */
  static final int MAX_FINAL_BLOCKS = 16;

  private final DeflatePool pool;
  private final boolean contextTakeover;
  private final History history;

  /** Lent while a message is under way, else null. */
  private Inflater inflater;

  private int finalBlocks;

  /** Whether all data of the message is inflated, and what follows it is under way. */
  private boolean inTail;

  MessageInflater(DeflatePool pool, int windowBits, boolean contextTakeover) {
    this.pool = pool;
    this.contextTakeover = contextTakeover;
    this.history = new History(1 << windowBits);
  }

  /** Returns how much memory it keeps. */
  int heldBytes() {
    return history.heldBytes() + (inflater == null ? 0 : INFLATER_BYTES);
  }

  /** See {@link MessageTransform#decode}. */
  boolean inflate(ByteBuffer piece, boolean endOfMessage, DecodedPayload output)
      throws ProtocolException {
    if (inflater == null) {
      inflater = pool.acquireInflater();
      loadHistory();
    }
    ByteBuffer buffer = pool.acquireBuffer();
    try {
      if (!inTail && !inflateAll(piece, buffer, output)) {
        return false;
      }
      if (!endOfMessage) {
        flush(buffer, output);
        return true;
      }
      if (!inflateTail(buffer, output)) {
        return false;
      }
      endMessage(buffer.flip());
      output.accept(buffer, true);
      return true;
    } catch (DataFormatException e) {
      throw broken();
    } finally {
      pool.release(buffer);
    }
  }

  /** Gives everything up, because the connection is over. */
  void close() {
    history.clear();
    if (inflater != null) {
      pool.release(inflater);
      inflater = null;
    }
  }

  /** Returns false if the output has enough, like all that follow; the buffer is empty then. */
  private boolean inflateAll(ByteBuffer piece, ByteBuffer buffer, DecodedPayload output)
      throws DataFormatException, ProtocolException {
    inflater.setInput(piece);
    boolean more = fill(buffer, output);
    while (more && inflater.finished()) {
      more = startAfterFinalBlock(piece, buffer, output) && fill(buffer, output);
    }
    return more;
  }

  /** Inflates all input; what does not fit into the buffer any more goes out. */
  private boolean fill(ByteBuffer buffer, DecodedPayload output)
      throws DataFormatException, ProtocolException {
    inflater.inflate(buffer);
    while (!buffer.hasRemaining()) {
      flush(buffer, output);
      if (output.hasEnough()) {
        return false;
      }
      inflater.inflate(buffer);
    }
    return true;
  }

  /**
   * Section 7.2.3.4: after a block with BFINAL set there may be more, from the next byte on, and it
   * may refer back to what was before.
   */
  private boolean startAfterFinalBlock(ByteBuffer rest, ByteBuffer buffer, DecodedPayload output)
      throws ProtocolException {
    finalBlocks++;
    if (finalBlocks > MAX_FINAL_BLOCKS) {
      throw new ProtocolException(
          Rule.TOO_MANY_FINAL_BLOCKS,
          "a message may have at most " + MAX_FINAL_BLOCKS + " final DEFLATE blocks");
    }
    flush(buffer, output);
    inflater.reset();
    loadHistory();
    inflater.setInput(rest);
    return !output.hasEnough();
  }

  /**
   * Checks that the message is complete. Two kinds of data that lack their last byte, 00, are taken
   * as complete nevertheless, because deployed senders make them and they can mean nothing else: no
   * data at all for an empty message, and data that ends with the last byte of a final block.
   */
  private boolean inflateTail(ByteBuffer buffer, DecodedPayload output)
      throws DataFormatException, ProtocolException {
    if (!inTail) {
      if (inflater.getBytesRead() == 0) {
        return true;
      }
      inflater.setInput(TAIL);
      inTail = true;
    }
    if (!fill(buffer, output)) {
      return false;
    }
    if (!inflater.finished() || inflater.getRemaining() > 0) {
      throw broken();
    }
    return true;
  }

  /** Gives back what only a message needs: its last output may lead to the end of everything. */
  private void endMessage(ByteBuffer lastOutput) {
    pool.release(inflater);
    inflater = null;
    finalBlocks = 0;
    inTail = false;
    if (contextTakeover) {
      history.append(lastOutput);
    } else {
      history.clear();
    }
  }

  private void flush(ByteBuffer buffer, DecodedPayload output) throws ProtocolException {
    buffer.flip();
    if (buffer.hasRemaining()) {
      history.append(buffer);
      output.accept(buffer, false);
    }
    buffer.clear();
  }

  private void loadHistory() {
    if (history.size() > 0) {
      inflater.setDictionary(history.bytes(), 0, history.size());
    }
  }

  private static ProtocolException broken() {
    return new ProtocolException(Rule.COMPRESSED_DATA_INVALID);
  }
}
