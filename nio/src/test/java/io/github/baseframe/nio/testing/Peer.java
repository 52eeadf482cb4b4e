package io.github.baseframe.nio.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.HexFormat;

/** The other end of a connection, bare bytes; whatever does not come in time is a failure. */
public final class Peer implements AutoCloseable {

  private static final int DEADLINE_MILLIS = 10_000;

  private final Socket socket;
  private final DataInputStream in;

  /** Takes over a socket that is connected. */
  public Peer(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    socket.setSoTimeout(DEADLINE_MILLIS);
    socket.setTcpNoDelay(true);
  }

  /** Sends bytes. */
  public Peer sendHex(String hex) throws IOException {
    socket.getOutputStream().write(HexFormat.of().parseHex(hex));
    return this;
  }

  /** Reads so many bytes. */
  public String readHex(int count) throws IOException {
    return HexFormat.of().formatHex(in.readNBytes(count));
  }

  /** Reads what comes until the other side ends the stream. */
  public String readHexToEnd() throws IOException {
    return HexFormat.of().formatHex(in.readAllBytes());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
