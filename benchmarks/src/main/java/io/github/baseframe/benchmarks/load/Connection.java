package io.github.baseframe.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;

/** One open connection of the load generator, and where it stands in the cycle of messages. */
class Connection {

  private final int index;
  private final ByteChannel channel;
  private final SelectionKey key;
  private final Messages messages;
  private final int sentCycleBytes;
  private final int expectedCycleBytes;

  /** Where in the cycles the next byte to send and the next byte to expect are. */
  private int sendPosition;

  private int receivePosition;

  /** Bytes that the socket has not taken yet. */
  private long unsent;

  /** How much of the frame that is coming in is there already. */
  private int partOfFrame;

  private long sent;
  private long received;

  /** When the messages in flight were sent, by their number modulo its length. */
  private final long[] sentAt;

  /**
   * Takes over a connection.
   *
   * @param index its place among the connections of the run
   * @param key its attachment is what the bytes go through, and becomes this
   * @param messages what it sends and expects
   * @param first with which message of the cycle it begins
   * @param inFlight for how many messages it keeps the time of sending, 0 or more
   */
  Connection(int index, SelectionKey key, Messages messages, int first, int inFlight) {
    this.index = index;
    this.key = key;
    this.channel = (ByteChannel) key.attachment();
    this.messages = messages;
    this.sentCycleBytes = messages.count() * messages.sentFrameBytes();
    this.expectedCycleBytes = messages.count() * messages.expectedFrameBytes();
    this.sendPosition = first % messages.count() * messages.sentFrameBytes();
    this.receivePosition = first % messages.count() * messages.expectedFrameBytes();
    this.sentAt = new long[inFlight];
    key.attach(this);
  }

  int index() {
    return index;
  }

  long received() {
    return received;
  }

  /** When the message with this number was sent, which must not be longer ago than the window. */
  long sentAt(long number) {
    return sentAt[(int) (number % sentAt.length)];
  }

  /** Sends messages as far as the socket takes them; the rest follows when it is writable. */
  void send(int count, long now) throws IOException {
    for (int i = 0; i < count && sentAt.length > 0; i++) {
      sentAt[(int) ((sent + i) % sentAt.length)] = now;
    }
    sent += count;
    boolean waiting = unsent > 0;
    unsent += (long) count * messages.sentFrameBytes();
    if (!waiting) {
      write();
    }
  }

  /** The socket takes bytes again. */
  void onWritable() throws IOException {
    write();
    if (unsent == 0) {
      key.interestOps(SelectionKey.OP_READ);
    }
  }

  private void write() throws IOException {
    ByteBuffer frames = messages.sent();
    while (unsent > 0) {
      int length = (int) Math.min(unsent, frames.capacity() - sendPosition);
      int written = channel.write(frames.limit(sendPosition + length).position(sendPosition));
      unsent -= written;
      sendPosition += written;
      if (sendPosition >= sentCycleBytes) {
        sendPosition -= sentCycleBytes;
      }
      if (written < length) {
        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        return;
      }
    }
  }

  /**
   * Reads what is there, once, and compares it with what must come.
   *
   * @param buffer for the bytes
   * @return how many messages are complete with it
   * @throws IOException if other bytes come, or the end
   */
  int receive(ByteBuffer buffer) throws IOException {
    int bytes = channel.read(buffer.clear());
    if (bytes < 0) {
      throw new IOException("the server closed a connection");
    }
    int completed = accept(buffer.flip());
    received += completed;
    return completed;
  }

  /** Checks bytes that came; returns how many messages are complete with them. */
  int accept(ByteBuffer bytes) throws IOException {
    int inFrame = partOfFrame + bytes.remaining();
    compare(bytes);
    int frameBytes = messages.expectedFrameBytes();
    partOfFrame = inFrame % frameBytes;
    return inFrame / frameBytes;
  }

  private void compare(ByteBuffer buffer) throws IOException {
    ByteBuffer expected = messages.expected();
    int end = buffer.limit();
    while (buffer.position() < end) {
      int length = Math.min(end - buffer.position(), expectedCycleBytes - receivePosition);
      buffer.limit(buffer.position() + length);
      expected.limit(receivePosition + length).position(receivePosition);
      int difference = expected.mismatch(buffer);
      if (difference >= 0) {
        throw new IOException(
            String.format(
                "byte %d of message %d is %02x instead of %02x",
                (receivePosition + difference) % messages.expectedFrameBytes(),
                received + (partOfFrame + difference) / messages.expectedFrameBytes(),
                buffer.get(buffer.position() + difference),
                expected.get(receivePosition + difference)));
      }
      buffer.position(buffer.limit()).limit(end);
      receivePosition = (receivePosition + length) % expectedCycleBytes;
    }
  }
}
