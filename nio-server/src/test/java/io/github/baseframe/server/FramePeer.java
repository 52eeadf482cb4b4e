package io.github.baseframe.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A client that checks every byte: the server may end the connection between any two frames, or
 * break it off anywhere, which is {@link Ended}; but what it sends is right, and it does not keep
 * silent.
 */
final class FramePeer implements AutoCloseable {

  /** The server has ended it before its time, as it may where something fails. */
  static final class Ended extends IOException {
    private static final long serialVersionUID = 1;

    Ended(String how) {
      super(how);
    }
  }

  private final RawClient client;
  private final boolean compressed;
  private final Inflater inflater = new Inflater(true);

  FramePeer(RawClient client, boolean compressed) {
    this.client = client;
    this.compressed = compressed;
  }

  RawClient client() {
    return client;
  }

  FramePeer open(String path) throws IOException {
    client.sendText(
        compressed ? RawClient.upgrade(path, CompressedClient.OFFER) : RawClient.upgrade(path));
    requireStatus(101);
    return this;
  }

  /** Reads a head; 500 and 503 are how a server says that it cannot. */
  String requireStatus(int status) throws IOException {
    String head = client.readHead();
    if (head.startsWith("HTTP/1.1 50")) {
      throw new Ended(head);
    }
    if (!head.startsWith("HTTP/1.1 " + status + " ")) {
      throw new AssertionError("not " + status + ": " + head);
    }
    return head;
  }

  /** Sends a message, or a part of one, as a frame; compressed, if that was agreed on. */
  FramePeer send(int firstByte, byte[] payload) throws IOException {
    boolean isWhole = firstByte == 0x81 || firstByte == 0x82;
    client.send(
        compressed && isWhole
            ? CompressedClient.frame(firstByte | 0x40, CompressedClient.deflate(payload))
            : CompressedClient.frame(firstByte, payload));
    return this;
  }

  FramePeer send(int firstByte, String payload) throws IOException {
    return send(firstByte, payload.getBytes(UTF_8));
  }

  /**
   * Reads one message, or control frame, which must be this one, or a Close that comes too early.
   */
  FramePeer expect(int firstByte, byte[] payload) throws IOException {
    byte[] start = client.read(2);
    int first = start[0] & 0xff;
    byte[] bytes = client.read(lengthOf(start[1]));
    while ((first & 0x80) == 0) {
      start = client.read(2);
      if (start[0] == (byte) 0x88) {
        throw new Ended("Close in the middle of a message");
      }
      if ((start[0] & 0x7f) != 0) {
        throw new AssertionError("no continuation: " + start[0]);
      }
      first |= start[0] & 0x80;
      bytes = joined(bytes, client.read(lengthOf(start[1])));
    }
    if (first == 0x88 && firstByte != 0x88) {
      throw new Ended("Close " + Arrays.toString(bytes));
    }
    if ((first & 0x40) != 0 && compressed) {
      bytes = inflate(bytes);
      first &= ~0x40;
    }
    if (first == 0x88 && !Arrays.equals(bytes, payload)) {
      throw new Ended("another Close " + Arrays.toString(bytes));
    }
    if (first != firstByte || !Arrays.equals(bytes, payload)) {
      throw new AssertionError(
          "frame %02x of %d bytes for %02x of %d"
              .formatted(first, bytes.length, firstByte, payload.length));
    }
    return this;
  }

  FramePeer expect(int firstByte, String payload) throws IOException {
    return expect(firstByte, payload.getBytes(UTF_8));
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private int lengthOf(byte second) throws IOException {
    return switch (second) {
      case 126 -> Short.toUnsignedInt(ByteBuffer.wrap(client.read(2)).getShort());
      case 127 -> Math.toIntExact(ByteBuffer.wrap(client.read(8)).getLong());
      default -> {
        if (second < 0) {
          throw new AssertionError("a server masks nothing");
        }
        yield second;
      }
    };
  }

  private byte[] inflate(byte[] payload) {
    byte[] whole = Arrays.copyOf(payload, payload.length + 4);
    whole[whole.length - 2] = (byte) 0xff;
    whole[whole.length - 1] = (byte) 0xff;
    inflater.setInput(whole);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try {
      for (int count = inflater.inflate(buffer); count > 0; count = inflater.inflate(buffer)) {
        message.write(buffer, 0, count);
      }
    } catch (DataFormatException e) {
      throw new AssertionError("not compressed", e);
    }
    return message.toByteArray();
  }

  /** Closes with 1000, and is answered. */
  void sayGoodbye() throws IOException {
    byte[] code = {0x03, (byte) 0xe8};
    send(0x88, code).expect(0x88, code).expectEnd();
  }

  void expectEnd() throws IOException {
    byte[] rest = client.readToEnd();
    if (rest.length > 0) {
      throw new AssertionError(rest.length + " bytes behind the end");
    }
  }

  /** What a peer sees may be an end before its time; anything else is a failure. */
  static void requireBearable(IOException e) {
    String text = String.valueOf(e.getMessage());
    if (e instanceof SocketTimeoutException) {
      throw new AssertionError("the server keeps silent", e);
    }
    if (text.contains("bad_record_mac") || text.contains("Tag mismatch")) {
      throw new AssertionError("what comes by TLS is damaged", e);
    }
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    client.close();
  }
}
