package io.github.baseframe.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** The server's end of one connection, driven by a test. Reading has a deadline. */
final class ScriptedPeer {
  private final Socket socket;
  private final DataInputStream in;

  ScriptedPeer(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(ScriptedServer.DEADLINE_SECONDS * 1000);
    this.in = new DataInputStream(socket.getInputStream());
  }

  /** A frame of the client, its payload unmasked. */
  record Frame(int firstByte, boolean masked, int maskingKey, byte[] payload) {
    /** FIN, reserved bits and opcode, then the payload, in hexadecimal: {@code 81 48656c6c6f}. */
    String hex() {
      return (String.format("%02x ", firstByte) + HexFormat.of().formatHex(payload)).strip();
    }

    String text() {
      return new String(payload, UTF_8);
    }
  }

  Socket socket() {
    return socket;
  }

  /** Reads a head, up to and with its empty line. */
  String readHead() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      head.write(in.readUnsignedByte());
    }
    return head.toString(ISO_8859_1);
  }

  /** Reads the request and agrees to it. */
  String agree(String firstFrames) throws IOException {
    String request = readHead();
    byte[] response = response(request, "").getBytes(ISO_8859_1);
    byte[] frames = HexFormat.of().parseHex(firstFrames);
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(response);
    both.writeBytes(frames);
    socket.getOutputStream().write(both.toByteArray());
    return request;
  }

  /** The response that agrees; further fields end in CR LF each. */
  static String response(String request, String furtherFields) {
    return "HTTP/1.1 101 Switching Protocols\r\n"
        + "Upgrade: websocket\r\n"
        + "Connection: Upgrade\r\n"
        + "Sec-WebSocket-Accept: "
        + ScriptedServer.accept(request)
        + "\r\n"
        + furtherFields
        + "\r\n";
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  void sendHex(String hex) throws IOException {
    socket.getOutputStream().write(HexFormat.of().parseHex(hex));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  Frame readFrame() throws IOException {
    int firstByte = in.readUnsignedByte();
    int second = in.readUnsignedByte();
    long length = second & 0x7F;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    boolean masked = (second & 0x80) != 0;
    byte[] key = new byte[4];
    if (masked) {
      in.readFully(key);
    }
    byte[] payload = new byte[Math.toIntExact(length)];
    in.readFully(payload);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= key[i % 4];
    }
    int maskingKey = ByteBuffer.wrap(key).getInt();
    return new Frame(firstByte, masked, maskingKey, payload);
  }

  /** Reads one byte; -1 at the end of the client's stream. */
  int read() throws IOException {
    return in.read();
  }

  /** Waits for the end; says whether the client cut the connection, which is a reset. */
  boolean isCut() throws IOException {
    try {
      int read = in.read();
      if (read != -1) {
        throw new AssertionError("read " + read);
      }
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  void close() throws IOException {
    socket.close();
  }

  /** Closes with a TCP reset. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }
}
