package io.github.baseframe.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/**
 * The bytes of one connection: a TCP socket, with TLS over it for {@code wss}. One thread reads,
 * one writes, and any thread may {@link #abort}.
 */
final class Transport implements Closeable {
  final Socket tcp;
  private final Socket socket;
  private final InputStream input;
  private final OutputStream output;

  /**
   * Puts the two together.
   *
   * @param tcp the connected TCP socket
   * @param socket the same, or the TLS socket over it
   */
  Transport(Socket tcp, Socket socket) throws IOException {
    this.tcp = tcp;
    this.socket = socket;
    this.input = socket.getInputStream();
    this.output = socket.getOutputStream();
  }

  /** Reads what there is, waits for the first byte; -1 at the end of the stream. */
  int read(byte[] buffer) throws IOException {
    return input.read(buffer);
  }

  void write(byte[] bytes, int length) throws IOException {
    output.write(bytes, 0, length);
  }

  /**
   * Cuts the connection at once, whatever other threads do with it: their reading and writing ends
   * with an exception. It closes the TCP socket, because closing a TLS socket may wait for a write.
   */
  void abort() {
    abort(tcp);
  }

  /** Cuts the connection of a TCP socket at once. */
  static void abort(Socket tcp) {
    try {
      tcp.close();
    } catch (IOException e) {
      // There is nothing left to be done with it.
    }
  }

  /** Closes the transport; with TLS it says so to the peer first, and may wait for that. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // The TCP socket is closed below in any case.
    }
    abort();
  }

  /** The peer's address and port, such as {@code 192.0.2.7:80} or {@code [2001:db8:0:...]:80}. */
  String peerAddress() {
    return format(tcp.getInetAddress(), tcp.getPort());
  }

  static String format(InetAddress address, int port) {
    String host = address.getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
