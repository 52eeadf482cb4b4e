package io.github.baseframe.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Opens connections, with the key of RFC 6455 section 1.3 each time. */
public final class Handshake {

  /** So many at a time: fewer than any server lets wait to be accepted. */
  private static final int AT_A_TIME = 32;

  private static final int MAX_RESPONSE_BYTES = 4 << 10;
  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
  private static final String EXTENSIONS = "\r\nSec-WebSocket-Extensions: ";
  private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

  private Handshake() {}

  /**
   * Opens as many connections and registers them with the selector, each ready for frames. What the
   * frames go through is attached.
   *
   * @param extension what is offered and must be agreed to, or null
   * @param secure whether to speak TLS
   */
  static List<SelectionKey> open(
      Selector selector,
      InetSocketAddress server,
      String path,
      String extension,
      boolean bare,
      boolean secure,
      int count)
      throws IOException {
    List<SelectionKey> keys = new ArrayList<>(count);
    ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_RESPONSE_BYTES);
    while (keys.size() < count) {
      Map<ByteChannel, SocketChannel> opening = new LinkedHashMap<>();
      while (opening.size() < AT_A_TIME && keys.size() + opening.size() < count) {
        SocketChannel socket = SocketChannel.open(server);
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        ByteChannel channel = secure ? new SecureChannel(socket) : socket;
        if (!bare) {
          channel.write(ByteBuffer.wrap(request(server, path, extension)));
        }
        opening.put(channel, socket);
      }
      for (ByteChannel channel : opening.keySet()) {
        if (!bare) {
          readResponse(channel, buffer.clear());
          requireAgreement(extension, buffer.flip());
        }
        SocketChannel socket = opening.get(channel);
        socket.configureBlocking(false);
        keys.add(socket.register(selector, SelectionKey.OP_READ, channel));
      }
    }
    return keys;
  }

  /**
   * Makes the request that opens a WebSocket.
   *
   * @param server its address, for the field Host
   * @param path what is asked for
   * @param extension what is offered, or null
   * @return the bytes to send
   */
  public static byte[] request(InetSocketAddress server, String path, String extension) {
    return String.join(
            "\r\n",
            "GET " + path + " HTTP/1.1",
            "Host: " + server.getHostString() + ":" + server.getPort(),
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: " + KEY,
            "Sec-WebSocket-Version: 13" + (extension == null ? "" : EXTENSIONS + extension),
            "",
            "")
        .getBytes(ISO_8859_1);
  }

  /** Servers may write parameters in any order, and names of header fields in any case. */
  private static void requireAgreement(String extension, ByteBuffer response) throws IOException {
    if (extension == null) {
      return;
    }
    String fields = ISO_8859_1.decode(response).toString().toLowerCase(Locale.ROOT);
    for (String part : extension.split("; ")) {
      if (!fields.contains(part)) {
        throw new IOException("the server does not agree to " + part);
      }
    }
  }

  private static void readResponse(ByteChannel channel, ByteBuffer buffer) throws IOException {
    do {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the server closed a connection during the handshake");
      }
    } while (!isComplete(buffer));
  }

  /**
   * Checks a response.
   *
   * @param buffer filled up to its position
   * @return whether it is all there
   * @throws IOException if it does not open the connection
   */
  static boolean isComplete(ByteBuffer buffer) throws IOException {
    int end = buffer.position();
    if (end < 4 || buffer.getInt(end - 4) != 0x0D0A0D0A) {
      if (!buffer.hasRemaining()) {
        throw new IOException("a response without an end");
      }
      return false;
    }
    byte[] bytes = new byte[end];
    buffer.get(0, bytes);
    String response = new String(bytes, ISO_8859_1);
    if (!response.startsWith("HTTP/1.1 101 ") || !response.contains(": " + ACCEPT + "\r\n")) {
      throw new IOException("the handshake was refused: " + response.lines().findFirst().get());
    }
    return true;
  }
}
