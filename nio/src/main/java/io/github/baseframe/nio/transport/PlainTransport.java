package io.github.baseframe.nio.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** TCP without encryption. */
public final class PlainTransport implements Transport {

  /** What one gathering write is given at most; the systems allow 1024. */
  static final int MAX_SEGMENTS = 64;

  /**
   * How many bytes of buffers on the heap one write is given at most: the JDK copies them into
   * direct buffers of that size, and keeps these for the thread.
   */
  static final int MAX_HEAP_BYTES = 128 * 1024;

  private final SocketChannel channel;
  private final SelectionKey key;
  private final SocketAddress peer;

  /** What the key is interested in: nobody else tells it. */
  private int operations;

  private boolean inputEnded;

  /**
   * Takes over a channel.
   *
   * @param channel connected and not blocking
   * @param key its registration with the selector of the event loop
   * @throws IOException if it is closed already
   */
  public PlainTransport(SocketChannel channel, SelectionKey key) throws IOException {
    this.channel = channel;
    this.key = key;
    this.operations = key.interestOps();
    this.peer = channel.getRemoteAddress();
  }

  @Override
  public boolean isReadable() {
    return key.isReadable();
  }

  @Override
  public int minRoom() {
    return 1;
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    int count = channel.read(into);
    if (count < 0) {
      inputEnded = true;
      return 0;
    }
    return count;
  }

  @Override
  public boolean isInputEnded() {
    return inputEnded;
  }

  @Override
  public long write(ByteBuffer[] segments, int first, int count) throws IOException {
    long total = 0;
    int end = first + count;
    int next = first;
    while (next < end) {
      int batch = batchSize(segments, next, end);
      total +=
          switch (batch) {
            case 0 -> writeLarge(segments[next]);
            // Cheaper than a gathering write of one.
            case 1 -> channel.write(segments[next]);
            default -> channel.write(segments, next, batch);
          };
      int batchEnd = next + Math.max(batch, 1);
      while (next < batchEnd && !segments[next].hasRemaining()) {
        next++;
      }
      if (next < batchEnd) {
        break;
      }
    }
    return total;
  }

  /** How many segments go into the next write; 0 if the first is too large for one. */
  private static int batchSize(ByteBuffer[] segments, int first, int end) {
    int mostEnd = Math.min(end, first + MAX_SEGMENTS);
    int heapRoom = MAX_HEAP_BYTES;
    int next = first;
    while (next < mostEnd) {
      heapRoom -= segments[next].isDirect() ? 0 : segments[next].remaining();
      if (heapRoom < 0) {
        break;
      }
      next++;
    }
    return next - first;
  }

  /** Writes a large buffer on the heap in slices, until the channel takes less than one. */
  private long writeLarge(ByteBuffer segment) throws IOException {
    int limit = segment.limit();
    long total = 0;
    int taken;
    do {
      int slice = Math.min(segment.remaining(), MAX_HEAP_BYTES);
      try {
        taken = channel.write(segment.limit(segment.position() + slice));
      } finally {
        segment.limit(limit);
      }
      total += taken;
    } while (taken == MAX_HEAP_BYTES && segment.hasRemaining());
    return total;
  }

  /** Keeps nothing. */
  @Override
  public boolean flush() {
    return true;
  }

  @Override
  public void waitFor(boolean reading, boolean writing) {
    int wanted = (reading ? SelectionKey.OP_READ : 0) | (writing ? SelectionKey.OP_WRITE : 0);
    if (wanted != operations) {
      operations = wanted;
      key.interestOps(wanted);
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Closed all the same, and there is nobody left to tell.
    } finally {
      key.cancel();
    }
  }

  @Override
  public void reset() {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException | UnsupportedOperationException e) {
      // It is closed already, or of a kind that knows no reset.
    } finally {
      close();
    }
  }

  @Override
  public SocketAddress peerAddress() {
    return peer;
  }
}
