package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** A client of bare frames that offers permessage-deflate, with the JDK's zlib of its own. */
final class CompressedClient implements AutoCloseable {

  static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate";

  private final RawClient client;
  private final String head;
  private final Inflater inflater = new Inflater(true);

  /**
   * A frame from the server.
   *
   * @param firstByte FIN, RSV and opcode
   * @param payload not inflated
   */
  record Frame(int firstByte, byte[] payload) {}

  private CompressedClient(RawClient client, String head) {
    this.client = client;
    this.head = head;
  }

  static CompressedClient open(WebSocketServer server) throws IOException {
    return open(server, OFFER);
  }

  /** Connects with header lines of its own, the offer among them. */
  static CompressedClient open(WebSocketServer server, String... headerLines) throws IOException {
    RawClient client = RawClient.connect(server);
    client.sendText(RawClient.upgrade("/", headerLines));
    return new CompressedClient(client, client.readHead());
  }

  /** The response of the opening handshake. */
  String head() {
    return head;
  }

  Socket socket() {
    return client.socket();
  }

  CompressedClient sendFrame(int firstByte, byte[] payload) throws IOException {
    client.send(frame(firstByte, payload));
    return this;
  }

  CompressedClient send(byte[] bytes) throws IOException {
    client.send(bytes);
    return this;
  }

  Frame readFrame() throws IOException {
    byte[] start = client.read(2);
    long length = start[1];
    if (length == 126) {
      length = ByteBuffer.wrap(client.read(2)).getShort() & 0xffff;
    } else if (length == 127) {
      length = ByteBuffer.wrap(client.read(8)).getLong();
    }
    return new Frame(start[0] & 0xff, client.read(Math.toIntExact(length)));
  }

  /** Reads all frames of a compressed message, which may refer back to those before. */
  byte[] readMessage() throws IOException, DataFormatException {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    Frame frame = readFrame();
    assertThat(frame.firstByte() & 0x70).as("RSV1 marks the first frame").isEqualTo(0x40);
    payload.writeBytes(frame.payload());
    while ((frame.firstByte() & 0x80) == 0) {
      frame = readFrame();
      assertThat(frame.firstByte() & 0x7f).as("a continuation without RSV1").isZero();
      payload.writeBytes(frame.payload());
    }
    return inflate(payload.toByteArray());
  }

  /** Reads up to the Close frame; returns its code. */
  int readCloseCode() throws IOException {
    return ByteBuffer.wrap(awaitClose().payload()).getShort();
  }

  /** Reads up to the Close frame. */
  Frame awaitClose() throws IOException {
    Frame frame = readFrame();
    while (frame.firstByte() != 0x88) {
      frame = readFrame();
    }
    return frame;
  }

  /** Forgets the messages before, as without context takeover. */
  void forget() {
    inflater.reset();
  }

  private byte[] inflate(byte[] payload) throws DataFormatException {
    byte[] whole = Arrays.copyOf(payload, payload.length + 4);
    whole[whole.length - 2] = (byte) 0xff;
    whole[whole.length - 1] = (byte) 0xff;
    inflater.setInput(whole);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    for (int count = inflater.inflate(buffer); count > 0; count = inflater.inflate(buffer)) {
      message.write(buffer, 0, count);
    }
    return message.toByteArray();
  }

  /** Compresses a message by itself, as RFC 7692 section 7.2.1 says. */
  static byte[] deflate(byte[] message) {
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(message);
    byte[] buffer = new byte[message.length + 100];
    int length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
    deflater.end();
    return Arrays.copyOf(buffer, length - 4);
  }

  /** A masked frame; the masking key is 0, so the payload is as it is. */
  static byte[] frame(int firstByte, byte[] payload) {
    int length = payload.length;
    ByteBuffer frame = ByteBuffer.allocate(14 + length).put((byte) firstByte);
    if (length < 126) {
      frame.put((byte) (0x80 | length));
    } else if (length < 1 << 16) {
      frame.put((byte) 0xfe).putShort((short) length);
    } else {
      frame.put((byte) 0xff).putLong(length);
    }
    frame.putInt(0).put(payload);
    return Arrays.copyOf(frame.array(), frame.position());
  }

  /** Ends the connection with a reset. */
  void reset() throws IOException {
    client.socket().setSoLinger(true, 0);
    close();
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    client.close();
  }
}
