package io.github.baseframe.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * TLS over another transport, for {@code wss} (RFC 6455 sections 3 and 10.6). The records and the
 * handshake are the JDK's; here is how they come and go without blocking.
 *
 * <p>The TLS handshake takes place while the connection reads, before it gets its first byte. Its
 * computations are done on the thread of the loop.
 *
 * <p>Between two calls it keeps only what cannot be passed on: the beginning of a record whose rest
 * has not come, and records that the socket has not taken. A peer that takes nothing is not read
 * from either if TLS owes it an answer, so both are at most {@link TlsTransports#BUFFER_BYTES}.
 */
final class TlsTransport implements Transport {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Transport socket;
  private final SSLEngine engine;
  private final TlsTransports shared;

  /** What has come and is not decrypted, from position to limit; null if there is nothing. */
  private ByteBuffer undecrypted;

  /** Records that the socket has not taken, from position to limit; null if there are none. */
  private ByteBuffer unsent;

  /** Whether the first handshake is over. */
  private boolean established;

  /** Whether nothing can be decrypted before the socket takes what is unsent. */
  private boolean stalled;

  private boolean outputEnded;

  /** Whether the socket was told so too. */
  private boolean socketOutputEnded;

  /**
   * Puts TLS on a transport.
   *
   * @param socket nothing was read from it or written to it
   * @param engine in server mode, used by nobody else
   * @param shared the buffers of the event loop
   */
  TlsTransport(Transport socket, SSLEngine engine, TlsTransports shared) {
    this.socket = socket;
    this.engine = engine;
    this.shared = shared;
  }

  // ---- Reading

  @Override
  public boolean isReadable() {
    return stalled || socket.isReadable();
  }

  /** What is decrypted takes no more room than its records, so all of them always fit. */
  @Override
  public int leastRoom() {
    return TlsTransports.BUFFER_BYTES;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (outputEnded) {
      // The connection throws away what still comes: that need not be decrypted.
      return socket.read(into);
    }
    ByteBuffer records = shared.incoming().clear();
    if (undecrypted != null) {
      records.put(undecrypted);
    }
    socket.read(records);
    int start = into.position();
    decrypt(records.flip(), into);
    undecrypted = copyOfRest(records);
    return into.position() - start;
  }

  /** The peer says so by a close_notify, or just ends its stream: WebSocket has its own Close. */
  @Override
  public boolean isInputEnded() {
    return engine.isInboundDone() || socket.isInputEnded() && !stalled;
  }

  /** Decrypts all whole records, and does whatever else TLS wants meanwhile. */
  private void decrypt(ByteBuffer records, ByteBuffer into) throws IOException {
    stalled = false;
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> runTasks();
        case NEED_WRAP -> {
          if (!answer()) {
            stalled = true;
            return;
          }
        }
        default -> {
          if (!unwrap(records, into)) {
            return;
          }
        }
      }
    }
  }

  /** Decrypts a record; returns false if there is no whole one, or nothing comes any more. */
  private boolean unwrap(ByteBuffer records, ByteBuffer into) throws SSLException {
    SSLEngineResult result = engine.unwrap(records, into);
    established |= result.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    return switch (result.getStatus()) {
      case OK -> true;
      case BUFFER_UNDERFLOW, CLOSED -> false;
      case BUFFER_OVERFLOW -> throw new SSLException("a record is larger than it may be");
    };
  }

  /**
   * Does what the handshake wants to have computed. Only a handshake does: another one later, which
   * a client may ask for up to TLS 1.2, would let it make the server compute without end.
   */
  private void runTasks() throws SSLException {
    if (established) {
      throw new SSLException("renegotiation is refused");
    }
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  /** Sends what TLS has to say by itself; returns false if the socket takes nothing. */
  private boolean answer() throws IOException {
    if (!flush()) {
      return false;
    }
    ByteBuffer records = shared.outgoing().clear();
    boolean more = true;
    while (more && records.remaining() >= mostRecordBytes()) {
      more = wrapNothing(records);
    }
    send(records.flip());
    return true;
  }

  /** Makes one of those records; returns whether another one is to follow. */
  private boolean wrapNothing(ByteBuffer records) throws SSLException {
    if (engine.wrap(NOTHING, records).bytesProduced() == 0) {
      throw new SSLException("there is no way on in the TLS handshake");
    }
    return engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
  }

  // ---- Writing

  @Override
  public long write(ByteBuffer[] segments, int first, int count) throws IOException {
    long total = 0;
    long taken = -1;
    while (taken != 0 && flush()) {
      ByteBuffer records = shared.outgoing().clear();
      taken = encrypt(segments, first, count, records);
      send(records.flip());
      total += taken;
    }
    return total;
  }

  /** Makes records of as much as there is room for; returns how much that is, in bytes. */
  private long encrypt(ByteBuffer[] segments, int first, int count, ByteBuffer records)
      throws SSLException {
    long total = 0;
    int end = first + count;
    int next = first;
    while (records.remaining() >= mostRecordBytes()) {
      while (next < end && !segments[next].hasRemaining()) {
        next++;
      }
      if (next == end) {
        break;
      }
      SSLEngineResult result = engine.wrap(segments, next, end - next, records);
      if (result.bytesProduced() == 0) {
        throw new SSLException("TLS takes no more to send: " + result.getStatus());
      }
      total += result.bytesConsumed();
    }
    return total;
  }

  private int mostRecordBytes() {
    return engine.getSession().getPacketBufferSize();
  }

  /** Gives records to the socket, and keeps what it does not take. */
  private void send(ByteBuffer records) throws IOException {
    if (records.hasRemaining()) {
      writeRecords(records);
    }
    unsent = copyOfRest(records);
  }

  private void writeRecords(ByteBuffer records) throws IOException {
    socket.write(new ByteBuffer[] {records}, 0, 1);
  }

  @Override
  public boolean flush() throws IOException {
    if (unsent != null) {
      writeRecords(unsent);
      unsent = unsent.hasRemaining() ? unsent : null;
    }
    if (unsent == null && outputEnded && !socketOutputEnded) {
      socketOutputEnded = true;
      socket.shutdownOutput();
    }
    return unsent == null;
  }

  private static ByteBuffer copyOfRest(ByteBuffer records) {
    return records.hasRemaining()
        ? ByteBuffer.allocate(records.remaining()).put(records).flip()
        : null;
  }

  @Override
  public void waitFor(boolean reading, boolean writing) {
    socket.waitFor(reading && !stalled, writing);
  }

  // ---- The end

  /** A close_notify; once the socket has taken it, {@link #flush} ends the stream behind it. */
  @Override
  public void shutdownOutput() throws IOException {
    sayTheEnd();
    outputEnded = true;
  }

  /** Without a close_notify the peer could not tell this end from one made by somebody else. */
  @Override
  public void close() {
    try {
      if (!outputEnded) {
        sayTheEnd();
      }
    } catch (IOException e) {
      // There is nobody left to tell.
    } finally {
      socket.close();
    }
  }

  /** Sends a close_notify, or the alert that says why, if the socket takes anything. */
  private void sayTheEnd() throws IOException {
    engine.closeOutbound();
    answer();
  }

  @Override
  public String peerAddress() {
    return socket.peerAddress();
  }
}
