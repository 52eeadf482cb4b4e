package io.github.baseframe.nio.transport;

import io.github.baseframe.nio.loop.Selected;
import io.github.baseframe.nio.loop.Settled;
import io.github.baseframe.protocol.tls.TlsBuffers;
import io.github.baseframe.protocol.tls.TlsConnection;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/**
 * TLS over another transport, for {@code wss} (RFC 6455 sections 3 and 10.6): between the socket
 * and a {@link TlsConnection}.
 *
 * <p>The TLS handshake takes place while the connection reads, before it gets its first byte. Until
 * it is over nothing is written; who waits to write is told when it is. A server does not read
 * before it has a place among the {@link Handshakes}, nor while a step is computed.
 */
public final class TlsTransport implements Transport, Settled, Handshakes.Newcomer {

  /** So many records that carry no payload, such as key updates, and others have their turn. */
  private static final int MAX_WITHOUT_PAYLOAD_A_TURN = 16;

  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Transport socket;
  private final TlsLoop shared;
  private final Supplier<Selected> owner;
  private final TlsConnection tls;

  /** What a peer is told that does not speak TLS; null once it does, and at a client. */
  private Supplier<byte[]> plainAnswer;

  private boolean asked;

  /** Whether it has a place among the handshakes, or needs none any more. */
  private boolean begun;

  private boolean established;

  /** Whether a read is due although the socket may have nothing. */
  private boolean due;

  /** Whether the peer has been told that it should speak TLS. */
  private boolean plain;

  private int mostReadBytes = TlsBuffers.BYTES;

  private boolean outputEnded;

  /** Whether the socket was told so too. */
  private boolean socketOutputEnded;

  /** Also read by who computes: for nobody is too late. */
  private volatile boolean closed;

  private long secondStart;
  private long seenWithoutPayload;
  private long withoutPayloadAtStart;

  private TlsTransport(
      Transport socket,
      SSLEngine engine,
      TlsLoop shared,
      Supplier<Selected> owner,
      Supplier<byte[]> plainAnswer) {
    boolean server = plainAnswer != null;
    this.socket = socket;
    this.shared = shared;
    this.owner = owner;
    this.plainAnswer = plainAnswer;
    this.begun = !server;
    this.secondStart = shared.loop().now();
    this.tls =
        new TlsConnection(
            engine, shared.buffers(), this::writeRecords, server ? this::compute : null);
  }

  /**
   * Puts TLS on a transport, in the role of a client, and begins the handshake.
   *
   * @param socket connected; nothing was read from it or written to it
   * @param engine used by nobody else; its role and its parameters are set
   * @param shared that of the event loop
   * @param key the owner of the transport is attached to it
   * @return the transport
   * @throws IOException if the socket is broken, or the engine cannot begin
   */
  public static TlsTransport startOn(
      Transport socket, SSLEngine engine, TlsLoop shared, SelectionKey key) throws IOException {
    return startOn(socket, engine, shared, () -> (Selected) key.attachment(), null);
  }

  /** The same; a server, which waits for the peer, has an answer for who speaks plain HTTP. */
  static TlsTransport startOn(
      Transport socket,
      SSLEngine engine,
      TlsLoop shared,
      Supplier<Selected> owner,
      Supplier<byte[]> plainAnswer)
      throws IOException {
    TlsTransport transport = new TlsTransport(socket, engine, shared, owner, plainAnswer);
    transport.tls.start();
    return transport;
  }

  private void writeRecords(ByteBuffer records) throws IOException {
    socket.write(new ByteBuffer[] {records}, 0, 1);
  }

  // ---- Reading

  @Override
  public boolean isReadable() {
    return due || tls.isStalled() || tls.isUnfinished() || socket.isReadable();
  }

  /** What is decrypted takes no more room than its records, so all of them always fit. */
  @Override
  public int minRoom() {
    return TlsBuffers.BYTES;
  }

  @Override
  public boolean isReady() {
    return established;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    due = false;
    if (outputEnded) {
      // The connection throws away what still comes: that need not be decrypted.
      return socket.read(into);
    }
    int start = into.position();
    if (plain) {
      socket.read(into);
      into.position(start);
    } else if (mayRead()) {
      ByteBuffer records = tls.receiveBuffer();
      if (mostReadBytes < records.remaining()) {
        records.limit(records.position() + mostReadBytes);
      }
      socket.read(records);
      if (plainAnswer == null || speaksTls(records)) {
        decrypt(into);
      }
    }
    return into.position() - start;
  }

  private boolean mayRead() {
    if (!asked) {
      asked = true;
      begun = begun || shared.handshakes().begin(this);
    }
    return begun && !tls.isComputing();
  }

  /** A record of a handshake begins with no letter, and every request of HTTP does. */
  private boolean speaksTls(ByteBuffer records) throws IOException {
    if (records.position() == 0) {
      return true;
    }
    if (!Character.isAlphabetic(records.get(0))) {
      plainAnswer = null;
      return true;
    }
    // It fits into the empty buffer of the socket.
    socket.write(new ByteBuffer[] {ByteBuffer.wrap(plainAnswer.get())}, 0, 1);
    socket.shutdownOutput();
    plain = true;
    shared.handshakes().ended(this);
    return false;
  }

  private void decrypt(ByteBuffer into) throws IOException {
    tls.decrypt(into, MAX_WITHOUT_PAYLOAD_A_TURN);
    if (!established && tls.isEstablished()) {
      established = true;
      shared.handshakes().ended(this);
    }
    if (tls.recordsWithoutPayload() != seenWithoutPayload) {
      limitRecordsWithoutPayload();
    }
  }

  private void limitRecordsWithoutPayload() throws SSLException {
    long now = shared.loop().now();
    if (now - secondStart >= SECOND_NANOS) {
      secondStart = now;
      withoutPayloadAtStart = seenWithoutPayload;
    }
    seenWithoutPayload = tls.recordsWithoutPayload();
    if (seenWithoutPayload - withoutPayloadAtStart > shared.terms().maxKeyUpdatesASecond()) {
      throw new SSLException("too many key updates, or records without payload, in a second");
    }
  }

  /** In the next turn, or at the end of this one. */
  private void readOnLater() {
    due = true;
    shared.loop().settleLater(this);
  }

  @Override
  public void settle() {
    if (due && !closed) {
      owner.get().readOn();
    }
  }

  @Override
  public void onFailure(Throwable error) {
    owner.get().onFailure(error);
  }

  /** As much comes out, and a record more whose beginning came before. */
  @Override
  public void limitReads(int bytes) {
    mostReadBytes = bytes;
  }

  /** The peer says so by a close_notify, or just ends its stream: WebSocket has its own Close. */
  @Override
  public boolean isInputEnded() {
    return tls.isInputEnded()
        || socket.isInputEnded() && !tls.isStalled() && !tls.isUnfinished() && !tls.isComputing();
  }

  // ---- The handshake

  @Override
  public void mayBegin() {
    begun = true;
    readOnLater();
  }

  @Override
  public void giveUp() {
    owner.get().cut();
  }

  private void compute(Runnable step) {
    shared.compute(
        () -> {
          Throwable failure = null;
          try {
            if (!closed) {
              step.run();
            }
          } catch (Throwable e) {
            failure = e;
          }
          Throwable result = failure;
          shared.loop().executeNowIfCurrent(() -> computed(result));
        });
  }

  private void computed(Throwable failure) {
    if (closed) {
      return;
    }
    if (failure != null) {
      onFailure(failure);
      return;
    }
    tls.computed();
    readOnLater();
  }

  // ---- Writing

  @Override
  public long write(ByteBuffer[] segments, int first, int count) throws IOException {
    return tls.encrypt(segments, first, count);
  }

  @Override
  public boolean flush() throws IOException {
    if (plain) {
      return true;
    }
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
    if (reading && tls.isUnfinished()) {
      readOnLater();
    }
    boolean canRead = !tls.isStalled() && !tls.isUnfinished() && !tls.isComputing();
    socket.waitFor(
        reading && canRead && (begun || !asked),
        writing && (established || tls.hasUnsentRecords()));
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
    closed = true;
    shared.handshakes().ended(this);
    try {
      if (!plain) {
        tls.end();
      }
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
  public SocketAddress peerAddress() {
    return socket.peerAddress();
  }

  @Override
  public Optional<SSLSession> tlsSession() {
    return established ? Optional.of(tls.session()) : Optional.empty();
  }
}
