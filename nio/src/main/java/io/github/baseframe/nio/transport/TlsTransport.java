package io.github.baseframe.nio.transport;

import io.github.baseframe.protocol.tls.TlsBuffers;
import io.github.baseframe.protocol.tls.TlsConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;

/**
 * TLS over another transport, for {@code wss} (RFC 6455 sections 3 and 10.6): between the socket
 * and a {@link TlsConnection}.
 *
 * <p>The TLS handshake takes place while the connection reads, before it gets its first byte. Until
 * it is over nothing is written; who waits to write is told when it is.
 */
public final class TlsTransport implements Transport {

  private final Transport socket;
  private final TlsConnection tls;

  private int mostReadBytes = TlsBuffers.BYTES;

  private boolean outputEnded;

  /** Whether the socket was told so too. */
  private boolean socketOutputEnded;

  private TlsTransport(Transport socket, SSLEngine engine, TlsBuffers buffers) {
    this.socket = socket;
    this.tls = new TlsConnection(engine, buffers, this::writeRecords);
  }

  /**
   * Puts TLS on a transport. A client begins the handshake now, a server when it reads.
   *
   * @param socket connected; nothing was read from it or written to it
   * @param engine used by nobody else; its role and its parameters are set
   * @param buffers those of the event loop
   * @return the transport, in the role of the engine
   * @throws IOException if the socket is broken, or the engine cannot begin
   */
  public static TlsTransport startOn(Transport socket, SSLEngine engine, TlsBuffers buffers)
      throws IOException {
    TlsTransport transport = new TlsTransport(socket, engine, buffers);
    transport.tls.start();
    return transport;
  }

  private void writeRecords(ByteBuffer records) throws IOException {
    socket.write(new ByteBuffer[] {records}, 0, 1);
  }

  // ---- Reading

  @Override
  public boolean isReadable() {
    return tls.isStalled() || socket.isReadable();
  }

  /** What is decrypted takes no more room than its records, so all of them always fit. */
  @Override
  public int minRoom() {
    return TlsBuffers.BYTES;
  }

  @Override
  public boolean isReady() {
    return tls.isEstablished();
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (outputEnded) {
      // The connection throws away what still comes: that need not be decrypted.
      return socket.read(into);
    }
    int start = into.position();
    ByteBuffer records = tls.receiveBuffer();
    if (mostReadBytes < records.remaining()) {
      records.limit(records.position() + mostReadBytes);
    }
    socket.read(records);
    tls.decrypt(into);
    return into.position() - start;
  }

  /** As much comes out, and a record more whose beginning came before. */
  @Override
  public void limitReads(int bytes) {
    mostReadBytes = bytes;
  }

  /** The peer says so by a close_notify, or just ends its stream: WebSocket has its own Close. */
  @Override
  public boolean isInputEnded() {
    return tls.isInputEnded() || socket.isInputEnded() && !tls.isStalled();
  }

  // ---- Writing

  @Override
  public long write(ByteBuffer[] segments, int first, int count) throws IOException {
    return tls.encrypt(segments, first, count);
  }

  @Override
  public boolean flush() throws IOException {
    boolean flushed = tls.flush();
    if (flushed && outputEnded && !socketOutputEnded) {
      socketOutputEnded = true;
      socket.shutdownOutput();
    }
    return flushed;
  }

  /** Payload waits for the handshake, not for the socket. */
  @Override
  public void waitFor(boolean reading, boolean writing) {
    socket.waitFor(
        reading && !tls.isStalled(), writing && (tls.isEstablished() || tls.hasUnsentRecords()));
  }

  // ---- The end

  /** A close_notify; once the socket has taken it, {@link #flush} ends the stream behind it. */
  @Override
  public void shutdownOutput() throws IOException {
    tls.end();
    outputEnded = true;
  }

  /** Without a close_notify the peer could not tell this end from one made by somebody else. */
  @Override
  public void close() {
    try {
      tls.end();
    } catch (IOException e) {
      // There is nobody left to tell.
    } finally {
      socket.close();
    }
  }

  @Override
  public void reset() {
    socket.reset();
  }

  @Override
  public String peerAddress() {
    return socket.peerAddress();
  }
}
