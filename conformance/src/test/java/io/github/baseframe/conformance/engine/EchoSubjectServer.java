package io.github.baseframe.conformance.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.baseframe.conformance.cases.Frame;
import io.github.baseframe.protocol.Role;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@link EchoSubject} behind sockets of 127.0.0.1, for who wants to test it from outside. The
 * path names its quirk; any other path is for the one without. Each connection has a thread.
 */
public final class EchoSubjectServer implements AutoCloseable {

  private static final String RIGHT = "RIGHT";
  private static final Pattern REQUEST =
      Pattern.compile(
          "GET /(\\w+) .*\r\nSec-WebSocket-Key: *(\\S+)\r\n.*",
          Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

  /** Longer than any tester waits, but not for ever, as the Autobahn test suite would. */
  private static final int PATIENCE_MILLIS = 20_000;

  /** The same once Close was sent. */
  private static final int CLOSING_PATIENCE_MILLIS = 8_000;

  private final ServerSocket listener;
  private final String base;
  private final String interimResponses;

  /**
   * Starts to listen.
   *
   * @throws IOException if it cannot
   */
  public EchoSubjectServer() throws IOException {
    this("");
  }

  /**
   * Starts to listen.
   *
   * @param interimResponses heads that it sends before its response
   * @throws IOException if it cannot
   */
  public EchoSubjectServer(String interimResponses) throws IOException {
    this(
        new ServerSocket(0, 64, InetAddress.getLoopbackAddress()),
        "ws://127.0.0.1:",
        interimResponses);
  }

  /**
   * Starts to serve.
   *
   * @param listener is closed with this server
   * @param base what the URLs have before the port
   */
  public EchoSubjectServer(ServerSocket listener, String base) {
    this(listener, base, "");
  }

  private EchoSubjectServer(ServerSocket listener, String base, String interimResponses) {
    this.interimResponses = interimResponses;
    this.listener = listener;
    this.base = base + listener.getLocalPort() + "/";
    startThread(this::accept);
  }

  private static void startThread(Runnable work) {
    Thread thread = new Thread(work, "echo subject");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Returns where the subjects are.
   *
   * @return URLs by the names of the quirks, and of the right one
   */
  public Map<String, String> urls() {
    Map<String, String> urls = new LinkedHashMap<>();
    urls.put(RIGHT, base + RIGHT);
    for (Quirk quirk : Quirk.values()) {
      urls.put(quirk.name(), base + quirk);
    }
    return urls;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        startThread(() -> serve(socket));
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      EchoSubject subject = open(socket);
      InputStream in = socket.getInputStream();
      byte[] received = new byte[64 * 1024];
      for (int count = 0; count >= 0; count = in.read(received)) {
        subject.receive(ByteBuffer.wrap(received, 0, count));
        send(subject, socket);
        if (subject.hasEnded()) {
          return;
        }
      }
    } catch (IOException | GeneralSecurityException e) {
      // The tester has gone, or waits for us to go.
    }
  }

  private EchoSubject open(Socket socket) throws IOException, GeneralSecurityException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      head.write(socket.getInputStream().read());
    }
    Matcher request = REQUEST.matcher(head.toString(ISO_8859_1));
    if (!request.matches()) {
      throw new IOException("no opening handshake");
    }
    byte[] accept =
        MessageDigest.getInstance("SHA-1")
            .digest((request.group(2) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes());
    String response =
        interimResponses
            + "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + Base64.getEncoder().encodeToString(accept)
            + "\r\n\r\n";
    socket.getOutputStream().write(response.getBytes(ISO_8859_1));
    String quirk = request.group(1);
    return quirk.equals(RIGHT)
        ? new EchoSubject(Role.SERVER, null)
        : new EchoSubject(Role.SERVER, null, Quirk.valueOf(quirk));
  }

  private static void send(EchoSubject subject, Socket socket) throws IOException {
    OutputStream out = socket.getOutputStream();
    ByteBuffer piece = ByteBuffer.allocate(64 * 1024);
    for (subject.send(piece); piece.position() > 0; subject.send(piece.clear())) {
      if ((piece.get(0) & 0x0f) == Frame.CLOSE) {
        socket.setSoTimeout(CLOSING_PATIENCE_MILLIS);
      }
      out.write(piece.array(), 0, piece.position());
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
