package io.github.baseframe.protocol.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/**
 * One side of a TLS connection, without I/O: records in, payload out, and the other way round. The
 * records and the handshake are the JDK's; here is how they come and go without blocking. In the
 * role that its engine has. For one thread, the one of its {@link TlsBuffers}.
 *
 * <pre>
 *   start()
 *   whenever bytes have come:  put them into receiveBuffer(), then decrypt(into)
 *   to send:                   encrypt(segments, first, count)
 *   when the writer takes more: flush(), and decrypt(into) if isStalled()
 *   at the end:                end(), flush()
 * </pre>
 *
 * <p>The TLS handshake takes place while bytes are decrypted; before it is over no payload comes
 * out, and none is taken. Its computations are done by the calling thread, unless they are given to
 * somebody else.
 *
 * <p>Between two calls it keeps only what cannot be passed on: the beginning of a record whose rest
 * has not come, and records that the writer has not taken. A peer that takes nothing is not read
 * from without end either, if TLS owes it answers; so both are bounded, by the size of the {@link
 * TlsBuffers}. All that is passed in belongs to the caller again when the call returns.
 *
 * <p>After an exception nothing more can be received; {@link #end} sends the alert that tells the
 * peer why.
 */
public final class TlsConnection {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SSLEngine engine;
  private final TlsBuffers buffers;
  private final RecordWriter writer;
  private final Consumer<Runnable> computer;

  /** What has come and is not decrypted, from position to limit; null if there is nothing. */
  private ByteBuffer undecrypted;

  /** Records that the writer has not taken, from position to limit; null if there are none. */
  private ByteBuffer unsent;

  private boolean established;
  private boolean stalled;

  /** How many more records without payload are read in this call. */
  private int withoutPayloadLeft = 1;

  /** While somebody else computes, the engine is locked: who touched it would wait. */
  private boolean computing;

  /** After that the engine has to be asked: what was thrown meanwhile, it throws when called. */
  private boolean wasComputing;

  private long withoutPayload;

  /**
   * Makes a connection over which nothing was sent, and that computes its handshake itself.
   *
   * @param engine used by nobody else; its role and its parameters are set, such as the name of the
   *     server and how that is identified
   * @param buffers those of the thread
   * @param writer is given the records to send
   */
  public TlsConnection(SSLEngine engine, TlsBuffers buffers, RecordWriter writer) {
    this(engine, buffers, writer, null);
  }

  /**
   * Makes a connection over which nothing was sent, and whose handshake is computed elsewhere.
   *
   * @param engine used by nobody else; its role and its parameters are set
   * @param buffers those of the thread
   * @param writer is given the records to send
   * @param computer is given, in the middle of {@link #decrypt}, what is to be run, on any thread;
   *     when that has been, {@link #computed} is due, and not before {@link #decrypt} has returned;
   *     null for the calling thread
   */
  public TlsConnection(
      SSLEngine engine, TlsBuffers buffers, RecordWriter writer, Consumer<Runnable> computer) {
    this.engine = engine;
    this.buffers = buffers;
    this.writer = writer;
    this.computer = computer;
  }

  /**
   * Begins the TLS handshake, once: a client speaks first, a server waits for that.
   *
   * @throws IOException from the writer, or if the engine cannot begin, such as for the lack of any
   *     version that is enabled
   */
  public void start() throws IOException {
    engine.beginHandshake();
    sayWhatThereIs();
  }

  /**
   * Says whether the TLS handshake is over, so that payload can be sent.
   *
   * @return true from then on, for good
   */
  public boolean isEstablished() {
    return established;
  }

  // ---- Receiving

  /**
   * Returns where to put the bytes that have come. It is shared: valid until the next call of this
   * or another connection, which has to be {@link #decrypt}. It has room for at least one byte
   * unless this connection {@linkplain #isStalled is stalled}.
   *
   * @return a buffer that is filled from its position; what is before that is not the caller's
   */
  public ByteBuffer receiveBuffer() {
    ByteBuffer records = buffers.incoming().clear();
    if (undecrypted != null) {
      records.put(undecrypted);
    }
    return records;
  }

  /**
   * Decrypts all whole records, and does whatever else TLS wants meanwhile. Always behind {@link
   * #receiveBuffer}, with or without new bytes in it.
   *
   * @param into takes the payload from its position on; has room for {@link TlsBuffers#BYTES}
   * @throws IOException from the writer, or if the peer breaks a rule of TLS or is not trusted; the
   *     payload of what came before is in the buffer all the same
   */
  public void decrypt(ByteBuffer into) throws IOException {
    decrypt(into, Integer.MAX_VALUE);
  }

  /**
   * The same, but stops early in a flood of records that carry no payload, each of which may want
   * new keys and an answer, so that others have their turn.
   *
   * @param into takes the payload from its position on; has room for {@link TlsBuffers#BYTES}
   * @param maxWithoutPayload after so many the rest is left, and this {@link #isUnfinished}; at
   *     least 1
   * @throws IOException as above
   */
  public void decrypt(ByteBuffer into, int maxWithoutPayload) throws IOException {
    ByteBuffer records = buffers.incoming().flip();
    withoutPayloadLeft = maxWithoutPayload;
    try {
      stalled = !advance(records, into);
    } finally {
      undecrypted = isInputEnded() ? null : copyOfRest(records);
    }
  }

  /**
   * Says whether nothing can be decrypted before the writer takes what is unsent, so that receiving
   * more is of no use. Another {@link #decrypt} is due then, even if nothing more comes.
   *
   * @return true if the peer has to take answers of TLS first
   */
  public boolean isStalled() {
    return stalled;
  }

  /**
   * Says whether records were left because too many of them carry no payload.
   *
   * @return true if another {@link #decrypt} is due, even if nothing more comes
   */
  public boolean isUnfinished() {
    return withoutPayloadLeft == 0;
  }

  /**
   * Says how many records without payload came after the TLS handshake: key updates (RFC 8446
   * section 4.6.3), and empty ones. They cost this side more than the peer.
   *
   * @return how many so far
   */
  public long recordsWithoutPayload() {
    return withoutPayload;
  }

  /**
   * Says whether the peer has sent its close_notify: nothing that comes behind that counts.
   *
   * @return true if no more payload will come; also after a failure
   */
  public boolean isInputEnded() {
    return !computing && engine.isInboundDone();
  }

  /** Goes on until there is no whole record; returns false if the writer is in the way. */
  private boolean advance(ByteBuffer records, ByteBuffer into) throws IOException {
    boolean more = wasComputing || !isInputEnded();
    wasComputing = computing;
    while (more && !computing && !isUnfinished()) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> compute();
        case NEED_WRAP -> {
          if (!answer()) {
            return false;
          }
        }
        default -> more = unwrap(records, into);
      }
    }
    return true;
  }

  /** Decrypts a record; returns false if there is no whole one, or nothing comes any more. */
  private boolean unwrap(ByteBuffer records, ByteBuffer into) throws SSLException {
    SSLEngineResult result;
    try {
      result = engine.unwrap(records, into);
    } catch (RuntimeException e) {
      throw notForeseen(e);
    }
    note(result);
    if (result.getStatus() == Status.BUFFER_OVERFLOW && isWhole(records)) {
      throw new IllegalArgumentException("too little room to decrypt into: " + into.remaining());
    }
    if (result.bytesConsumed() > 0 && result.bytesProduced() == 0) {
      withoutPayload += established ? 1 : 0;
      withoutPayloadLeft--;
    }
    return result.getStatus() == Status.OK;
  }

  /** An engine asks for the room of a record before it looks whether all of it is there. */
  private static boolean isWhole(ByteBuffer records) {
    // RFC 8446 5.1: type, version, and in two bytes the length of the rest.
    int header = 5;
    return records.remaining() >= header
        && records.remaining() - header
            >= Short.toUnsignedInt(records.getShort(records.position() + 3));
  }

  /** Which of both directions ends the handshake depends on the role and the version. */
  private void note(SSLEngineResult result) {
    HandshakeStatus status = result.getHandshakeStatus();
    established |=
        result.getStatus() == Status.OK
            && (status == HandshakeStatus.FINISHED || status == HandshakeStatus.NOT_HANDSHAKING);
  }

  /**
   * Has computed what the handshake wants; nothing else does it. Only the first handshake may:
   * another one, which the peer may ask for up to TLS 1.2, would let it make this side compute
   * without end.
   */
  private void compute() throws SSLException {
    if (established) {
      throw new SSLException("renegotiation is refused");
    }
    if (computer == null) {
      runTasks();
    } else {
      computing = true;
      wasComputing = true;
      computer.accept(this::runTasks);
    }
  }

  private void runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  /**
   * The JDK's engine does not foresee all that a peer may send: a server's throws, once its task
   * has run, a {@code ClassCastException} for a HelloRequest (RFC 5246 section 7.4.1.1). That is a
   * failure of the peer.
   */
  private static SSLException notForeseen(RuntimeException e) {
    return new SSLException("the TLS engine cannot go on", e);
  }

  /**
   * Says whether somebody else computes for the handshake: until then nothing is decrypted.
   *
   * @return true until {@link #computed}
   */
  public boolean isComputing() {
    return computing;
  }

  /** What the computer was given has been run. {@link #decrypt} is due, even if nothing comes. */
  public void computed() {
    computing = false;
  }

  /**
   * Sends what TLS has to say by itself; returns false if too much of that is unsent. Some may wait
   * behind payload that the writer does not take: if two sides that send without pause both waited
   * until their answer to a KeyUpdate (RFC 8446 section 4.6.3) is taken before they read on, they
   * would wait for each other.
   */
  private boolean answer() throws IOException {
    int waiting = flush() ? 0 : unsent.remaining();
    ByteBuffer records = buffers.outgoing().clear();
    if (records.remaining() - waiting < mostRecordBytes()) {
      return false;
    }
    if (waiting > 0) {
      records.put(0, unsent, unsent.position(), waiting).position(waiting);
    }
    try {
      do {
        wrapNothing(records);
      } while (isAnswerDue() && records.remaining() >= mostRecordBytes());
    } finally {
      send(records.flip(), waiting == 0);
    }
    return true;
  }

  private boolean isAnswerDue() {
    return engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
  }

  private void wrapNothing(ByteBuffer records) throws SSLException {
    SSLEngineResult result;
    try {
      result = engine.wrap(NOTHING, records);
    } catch (RuntimeException e) {
      throw notForeseen(e);
    }
    note(result);
    if (result.bytesProduced() == 0) {
      throw new SSLException("there is no way on in the TLS handshake");
    }
  }

  // ---- Sending

  /**
   * Makes records of payload and sends them, as many as the writer takes and a few more, which it
   * keeps. Takes nothing before the TLS handshake is over.
   *
   * @param segments the payload, one segment behind the other; what was taken is consumed
   * @param first the index of the first one
   * @param count how many there are
   * @return how many bytes were taken, 0 or more
   * @throws IOException from the writer, or if TLS sends no more: behind its own end, or in TLS 1.2
   *     behind the peer's
   */
  public long encrypt(ByteBuffer[] segments, int first, int count) throws IOException {
    long total = 0;
    long taken = established ? -1 : 0;
    while (taken != 0 && flush()) {
      ByteBuffer records = buffers.outgoing().clear();
      try {
        taken = wrap(segments, first, count, records);
      } finally {
        // Records are numbered: one that is left out damages what comes behind it.
        send(records.flip(), true);
      }
      total += taken;
    }
    return total;
  }

  /** Makes records of as much as is sent in one go; returns how much that is, in bytes. */
  private long wrap(ByteBuffer[] segments, int first, int count, ByteBuffer records)
      throws SSLException {
    long total = 0;
    int end = first + count;
    int next = first;
    while (records.position() + mostRecordBytes() <= TlsBuffers.MAX_APPLICATION_BYTES) {
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
      if (result.getStatus() == Status.CLOSED) {
        // What was made is the answer to the peer's close_notify, and has to be sent.
        break;
      }
    }
    return total;
  }

  private int mostRecordBytes() {
    return engine.getSession().getPacketBufferSize();
  }

  /** Gives records to the writer, if that may take any, and keeps what it does not take. */
  private void send(ByteBuffer records, boolean takes) throws IOException {
    try {
      if (takes && records.hasRemaining()) {
        writer.write(records);
      }
    } finally {
      unsent = copyOfRest(records);
    }
  }

  /**
   * Sends the records that are kept.
   *
   * @return false if the writer has not taken all of them
   * @throws IOException from the writer
   */
  public boolean flush() throws IOException {
    if (unsent != null) {
      writer.write(unsent);
      unsent = unsent.hasRemaining() ? unsent : null;
    }
    return unsent == null;
  }

  /**
   * Says whether records are kept that the writer has not taken.
   *
   * @return true if {@link #flush} has something to do
   */
  public boolean hasUnsentRecords() {
    return unsent != null;
  }

  private static ByteBuffer copyOfRest(ByteBuffer records) {
    return records.hasRemaining()
        ? ByteBuffer.allocate(records.remaining()).put(records).flip()
        : null;
  }

  // ---- The end

  /**
   * Tells the peer that nothing more is sent, by a close_notify (RFC 8446 section 6.1), or after a
   * failure by the alert that says why. Receiving can go on. To be followed by {@link #flush}; a
   * second call does nothing, nor does one while the handshake {@linkplain #isComputing is
   * computed}.
   *
   * @throws IOException from the writer
   */
  public void end() throws IOException {
    if (!computing) {
      engine.closeOutbound();
      sayWhatThereIs();
    }
  }

  private void sayWhatThereIs() throws IOException {
    if (isAnswerDue()) {
      answer();
    }
  }

  /**
   * Says whether TLS sends no more: after {@link #end}, after a failure, and in TLS 1.2 after the
   * peer's close_notify, which ends both directions.
   *
   * @return true if {@link #encrypt} takes nothing any more
   */
  public boolean isOutputEnded() {
    return !computing && engine.isOutboundDone();
  }

  /**
   * Returns what was agreed on in the TLS handshake, and who the peer has shown to be.
   *
   * @return the session, once {@linkplain #isEstablished it is over}
   */
  public SSLSession session() {
    return engine.getSession();
  }
}
