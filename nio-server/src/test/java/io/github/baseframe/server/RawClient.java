package io.github.baseframe.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;

/** A client of bare bytes, on a blocking socket; whatever does not come in time is a failure. */
final class RawClient implements AutoCloseable {

  private static final int DEADLINE_MILLIS = 10_000;

  private final Socket socket;
  private final DataInputStream in;

  private RawClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
  }

  /** Connects, and sends nothing. */
  static RawClient connect(WebSocketServer server) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(DEADLINE_MILLIS);
    socket.setTcpNoDelay(true);
    return new RawClient(socket);
  }

  /** Connects, and speaks TLS; {@link #socket} is an SSLSocket that has not shaken hands yet. */
  static RawClient connectTls(WebSocketServer server, SSLContext context) throws IOException {
    return connect(server).overTls(context);
  }

  /** Goes on in TLS. */
  RawClient overTls(SSLContext context) throws IOException {
    return new RawClient(context.getSocketFactory().createSocket(socket, "localhost", 0, true));
  }

  /** Connects and opens a WebSocket connection. */
  static RawClient open(WebSocketServer server, String path) throws IOException {
    return connect(server).open(path);
  }

  /** Opens a WebSocket connection. */
  RawClient open(String path) throws IOException {
    sendText(upgrade(path));
    String head = readHead();
    if (!head.startsWith("HTTP/1.1 101 ")) {
      throw new IOException("not upgraded: " + head);
    }
    return this;
  }

  /** The request that RFC 6455 section 1.3 shows, for a path, with further header lines. */
  static String upgrade(String path, String... headerLines) {
    StringBuilder request = new StringBuilder();
    request.append("GET ").append(path).append(" HTTP/1.1\r\n");
    request.append("Host: server.example.com\r\n");
    request.append("Upgrade: websocket\r\nConnection: Upgrade\r\n");
    request.append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
    request.append("Sec-WebSocket-Version: 13\r\n");
    for (String line : headerLines) {
      request.append(line).append("\r\n");
    }
    return request.append("\r\n").toString();
  }

  RawClient sendText(String text) throws IOException {
    return send(text.getBytes(ISO_8859_1));
  }

  RawClient sendHex(String hex) throws IOException {
    return send(HexFormat.of().parseHex(hex));
  }

  RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Reads up to and with the empty line that ends a head. */
  String readHead() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString();
  }

  byte[] read(int count) throws IOException {
    byte[] bytes = new byte[count];
    in.readFully(bytes);
    return bytes;
  }

  String readHex(int count) throws IOException {
    return HexFormat.of().formatHex(read(count));
  }

  /** Reads what comes until the server ends the stream. */
  byte[] readToEnd() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    InputStream stream = in;
    stream.transferTo(all);
    return all.toByteArray();
  }

  String readTextToEnd() throws IOException {
    return new String(readToEnd(), ISO_8859_1);
  }

  String readHexToEnd() throws IOException {
    return HexFormat.of().formatHex(readToEnd());
  }

  RawClient shutdownOutput() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  Socket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
