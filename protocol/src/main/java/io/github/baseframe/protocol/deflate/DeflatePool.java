package io.github.baseframe.protocol.deflate;

import io.github.baseframe.protocol.message.BufferPool;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Lends what needs memory outside of the heap: the JDK's Deflater (about 260 KiB) and Inflater
 * (about 40 KiB). They are lent for one message at a time, also where context is taken over, so
 * that few serve many connections.
 *
 * <p>Thread-safe, so that connections with threads of their own can share a pool.
 */
final class DeflatePool {

  /** The size of the buffers, and so of the pieces in which messages come out. */
  static final int BUFFER_BYTES = 8 * 1024;

  /** A message in several pieces keeps its inflater until it ends, so some are needed at once. */
  static final int MAX_KEPT_INFLATERS = 8;

  /** A deflater is needed for the time of one call only, so one for each of two threads. */
  static final int MAX_KEPT_DEFLATERS = 2;

  private final int level;
  private final ArrayDeque<Inflater> inflaters = new ArrayDeque<>();
  private final ArrayDeque<Deflater> deflaters = new ArrayDeque<>();
  private final BufferPool buffers = BufferPool.of(BUFFER_BYTES, MAX_KEPT_INFLATERS, false);

  /** How many inflaters and deflaters hold memory now, lent or kept. */
  private int alive;

  private boolean closed;

  DeflatePool(int level) {
    this.level = level;
  }

  synchronized int alive() {
    return alive;
  }

  /** Lends an inflater for raw DEFLATE data that has seen nothing yet. */
  synchronized Inflater acquireInflater() {
    Inflater inflater = inflaters.pollLast();
    if (inflater == null) {
      inflater = new Inflater(true);
      alive++;
    }
    return inflater;
  }

  synchronized void release(Inflater inflater) {
    if (closed || inflaters.size() == MAX_KEPT_INFLATERS) {
      inflater.end();
      alive--;
    } else {
      inflater.reset();
      inflaters.addLast(inflater);
    }
  }

  /** Lends a deflater for raw DEFLATE data that has seen nothing yet. */
  synchronized Deflater acquireDeflater() {
    Deflater deflater = deflaters.pollLast();
    if (deflater == null) {
      deflater = new Deflater(level, true);
      alive++;
    }
    return deflater;
  }

  synchronized void release(Deflater deflater) {
    if (closed || deflaters.size() == MAX_KEPT_DEFLATERS) {
      deflater.end();
      alive--;
    } else {
      deflater.reset();
      deflaters.addLast(deflater);
    }
  }

  /** Lends a cleared buffer of {@link #BUFFER_BYTES}. */
  synchronized ByteBuffer acquireBuffer() {
    return buffers.acquire(BUFFER_BYTES);
  }

  synchronized void release(ByteBuffer buffer) {
    buffers.release(buffer);
  }

  /** Ends what is kept, and from now on what comes back. */
  synchronized void close() {
    closed = true;
    while (!inflaters.isEmpty()) {
      inflaters.pollLast().end();
      alive--;
    }
    while (!deflaters.isEmpty()) {
      deflaters.pollLast().end();
      alive--;
    }
  }
}
