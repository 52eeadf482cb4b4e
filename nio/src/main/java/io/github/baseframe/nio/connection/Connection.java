package io.github.baseframe.nio.connection;

import io.github.baseframe.nio.loop.Backlog;
import io.github.baseframe.nio.loop.EventLoop;
import io.github.baseframe.nio.loop.Selected;
import io.github.baseframe.nio.loop.Settled;
import io.github.baseframe.nio.loop.TimerWheel;
import io.github.baseframe.nio.statistics.Count;
import io.github.baseframe.nio.statistics.LimitHit;
import io.github.baseframe.nio.statistics.LoopStatistics;
import io.github.baseframe.nio.transport.Transport;
import io.github.baseframe.protocol.connection.Deadlines;
import io.github.baseframe.protocol.connection.TransportEnd;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;

/**
 * One transport of an event loop: a pump between it and the current {@link Conversation}.
 *
 * <pre>
 *   OPEN ---- a write failed ----&gt; OUTPUT_LOST ----------- all read ----------+
 *     |                                                                      v
 *     +------ SHUT_DOWN_OUTPUT --&gt; OUTPUT_ENDED ----- the peer ends too --&gt; OVER --&gt; CLOSED
 *     |                                                                      ^
 *     +------ CLOSE, or too late, or the transport broke --------------------+
 * </pre>
 *
 * <p>OUTPUT_LOST: nothing can be written any more, but what the peer sent before may be there, its
 * Close among it. OUTPUT_ENDED: everything is written and the peer was told so (FIN); what still
 * comes is thrown away until the peer ends too. Closing at once would answer it with a reset, which
 * can destroy our last bytes before the peer has read them.
 *
 * <p>Who sends more than is done in a turn is gone on with by the {@link Backlog} of the loop, read
 * from in small portions, so that little has to be kept, until the transport has no more.
 *
 * <p>Belongs to the thread of its loop. Reading and being called by the application only collect
 * output and mark the connection as changed; the loop calls {@link #settle} at the end of its turn,
 * and that writes. {@link #writeNow} may be called in the middle of anything.
 */
public final class Connection extends TimerWheel.Timer implements Selected, Settled, Backlog.Work {

  private enum State {
    OPEN,
    OUTPUT_LOST,
    OUTPUT_ENDED,
    OVER,
    CLOSED
  }

  /** So much more of a large message is read in one turn: the others wait for it. */
  private static final int MAX_READ_ON_BYTES = 1024 * 1024;

  /** Who is evicted may keep the rest of a frame of this size, to be sent a Close behind it. */
  private static final int MAX_LEFT_BYTES = 16 * 1024;

  /**
   * The least that is read at a time, at first and from who sends more than is done in a turn. What
   * is read is kept until it is done, so that many who flood the server at once cost that much
   * each.
   */
  private static final int MIN_READ_BYTES = 2 * 1024;

  private final EventLoop loop;
  private final Transport transport;
  private final Terms terms;
  private final LoopStatistics statistics;
  private final Deadlines deadlines;
  private Conversation conversation;
  private State state = State.OPEN;

  /** Whether the loop has been asked for a call to settle. */
  private boolean changed;

  /** Whether the transport took less than it was given and has not said that it takes more. */
  private boolean blocked;

  private boolean readingPaused;

  /** Whether bytes can be written, as far as was seen: not while TLS shakes hands. */
  private boolean ready;

  /** How much of what waits to be written is counted. */
  private long countedBytes;

  /** What was read and is left for a later turn, else null. */
  private ByteBuffer rest;

  /** Whether the peer has sent more than is done in a turn, and there may be more of it. */
  private boolean busy;

  /** Whether the loop's backlog goes on with this. */
  private boolean inBacklog;

  /** Whether the peer is told of the end by a reset. */
  private boolean aborted;

  /** How much is read at a time: twice as much when that was plenty and all of it was done. */
  private int readBytes;

  /** Who the peer is, which need not be the other end of the socket. */
  private SocketAddress peerAddress;

  /**
   * What the connections of a server or client have in common.
   *
   * @param times how long things may take
   * @param closeNanos how long the end may take, once everything is written, in nanoseconds
   * @param pauseReadingBytes reading pauses while more than this waits to be written
   * @param onClosed called on the loop's thread with a connection that has ended
   */
  public record Terms(
      Deadlines.Times times,
      long closeNanos,
      long pauseReadingBytes,
      Consumer<Connection> onClosed) {}

  /**
   * Takes over a transport; {@link #converse} comes next.
   *
   * @param loop the loop that it is registered with
   * @param transport waits for reading already
   * @param terms what it has in common with others
   */
  public Connection(EventLoop loop, Transport transport, Terms terms) {
    this.loop = loop;
    this.transport = transport;
    this.terms = terms;
    this.deadlines = new Deadlines(terms.times());
    this.statistics = loop.statistics();
    this.ready = transport.isReady();
    limitReads(MIN_READ_BYTES);
    this.peerAddress = transport.peerAddress();
  }

  /**
   * Says whom the bytes are for from now on.
   *
   * @param next the conversation that takes over
   */
  public void converse(Conversation next) {
    conversation = next;
  }

  // ---- Reading

  @Override
  public void onReady(SelectionKey key) {
    if (blocked && key.isWritable()) {
      blocked = false;
      deadlines.onUnblocked();
    }
    readOn();
  }

  /** Reads if there is something, or has the backlog do so. */
  @Override
  public void readOn() {
    boolean readable = transport.isReadable();
    if (readable && busy) {
      goOnLater();
    }
    take(readable && !busy);
  }

  /** Reads, and writes what comes of it. */
  private void take(boolean reading) {
    boolean listed = changed;
    // What it sends while it reads is written below, as long as caches are warm.
    changed = true;
    try {
      if (reading) {
        read();
      }
    } finally {
      changed = listed;
    }
    if (!listed) {
      settle();
    }
  }

  private void goOnLater() {
    if (!inBacklog) {
      inBacklog = true;
      loop.backlog().add(this);
    }
  }

  @Override
  public void goOn() {
    inBacklog = false;
    // What it sends has paused it, or it has ended.
    if (!readingPaused && state != State.CLOSED && state != State.OVER) {
      take(true);
    }
  }

  @Override
  public long turnNanos() {
    return conversation.turnNanos();
  }

  /**
   * Reads once: what is left waits for the next turn, and the others come first. Only a large
   * message that is there is read on, because until its end it keeps a buffer of the loop, and
   * those of several messages do not fit into the caches.
   */
  private void read() {
    if (deadlines.onBytes(loop.now())) {
      rearm();
    }
    if (rest != null) {
      receive(rest);
      regardInputEnd();
      return;
    }
    ByteBuffer own = loop.readBuffer();
    ByteBuffer in = receiveBuffer(own);
    int readOn = 0;
    while (read(in) && !busy && readOn < MAX_READ_ON_BYTES) {
      in = receiveBuffer(own);
      if (in == own) {
        return;
      }
      readOn += in.remaining();
    }
  }

  private ByteBuffer receiveBuffer(ByteBuffer own) {
    own.clear();
    if (readBytes < own.remaining() && readBytes >= transport.minRoom()) {
      return own.limit(readBytes);
    }
    ByteBuffer best = conversation.receiveBuffer(own);
    return best.remaining() < transport.minRoom() ? own : best;
  }

  /** Reads once; says whether the buffer was filled, so that there may be more. */
  private boolean read(ByteBuffer in) {
    int count;
    try {
      count = transport.read(in);
    } catch (IOException e) {
      conversation.transportBroken(e);
      state = State.OVER;
      return false;
    }
    boolean filled = !in.hasRemaining();
    statistics.add(Count.BYTES_RECEIVED, count);
    boolean plenty = count > readBytes / 2;
    busy &= plenty;
    if (count > 0) {
      receive(in.flip());
    }
    if (plenty && rest == null) {
      limitReads(2 * readBytes);
    }
    regardInputEnd();
    return filled;
  }

  private void receive(ByteBuffer in) {
    if (state.compareTo(State.OUTPUT_ENDED) >= 0) {
      dropRest();
      return;
    }
    int start = in.position();
    conversation.receive(in);
    if (!conversation.isInterrupted()) {
      dropRest();
      return;
    }
    busy = true;
    limitReads(Math.max(MIN_READ_BYTES, in.position() - start));
    if (in != rest) {
      rest = loop.buffers().allocate(in.remaining()).put(in).flip();
    }
  }

  private void dropRest() {
    if (rest != null) {
      loop.buffers().release(rest);
      rest = null;
    }
  }

  private void limitReads(int bytes) {
    int limit = Math.min(bytes, loop.readBuffer().capacity());
    if (limit != readBytes) {
      readBytes = limit;
      transport.limitReads(limit);
    }
  }

  /** What came before the end comes first. */
  private void regardInputEnd() {
    if (rest != null || !transport.isInputEnded()) {
      return;
    }
    if (state == State.OUTPUT_ENDED) {
      state = State.OVER;
    } else {
      conversation.inputEnded();
    }
  }

  // ---- Writing

  /** Asks the loop to call {@link #settle} at the end of its turn. */
  public void changed() {
    if (!changed) {
      changed = true;
      loop.settleLater(this);
    }
  }

  /** Writes as much as the transport takes of what the conversation has to say. */
  public void writeNow() {
    if (state != State.OPEN) {
      return;
    }
    if (blocked) {
      conversation.hold();
      return;
    }
    try {
      boolean ready = transport.isReady();
      if (ready) {
        conversation.write(transport);
      }
      if (!transport.flush() || ready && conversation.waitingBytes() > 0) {
        block();
      }
    } catch (IOException e) {
      conversation.transportBroken(e);
      state = State.OUTPUT_LOST;
      changed();
    }
  }

  /**
   * Writes at once as much as the transport takes of what goes out ahead of everything else.
   *
   * @param head moved behind what was taken
   */
  public void writeFirst(ByteBuffer head) {
    try {
      if (state == State.OPEN && !blocked) {
        statistics.add(Count.BYTES_SENT, transport.write(new ByteBuffer[] {head}, 0, 1));
      }
    } catch (IOException e) {
      state = State.OUTPUT_LOST;
    }
    changed();
  }

  private void block() {
    blocked = true;
    deadlines.onBlocked(loop.now());
    rearm();
  }

  // ---- The end of a turn

  @Override
  public void settle() {
    changed = false;
    if (!ready && transport.isReady()) {
      ready = true;
      statistics.add(Count.TLS_ESTABLISHED, 1);
    }
    switch (state) {
      case OPEN -> {
        writeNow();
        if (state == State.OUTPUT_LOST) {
          onOutputLost();
        } else if (!blocked) {
          follow(conversation.transportEnd());
        }
      }
      case OUTPUT_LOST -> onOutputLost();
      case OUTPUT_ENDED -> flush();
      default -> {
        // There is nothing left to be written.
      }
    }
    if (state == State.OVER) {
      close();
    } else if (state != State.CLOSED) {
      regulateReading();
      if (rest != null && !readingPaused) {
        goOnLater();
      }
      transport.waitFor(!readingPaused && !transport.isInputEnded(), blocked);
    }
  }

  private void onOutputLost() {
    conversation.outputLost();
    endWithin();
    if (transport.isInputEnded()) {
      // As TLS does when it fails: there is nothing to wait for.
      state = State.OVER;
    } else {
      follow(conversation.transportEnd());
    }
  }

  private void follow(TransportEnd end) {
    if (end == TransportEnd.CLOSE) {
      state = State.OVER;
    } else if (end == TransportEnd.SHUT_DOWN_OUTPUT) {
      shutDownOutput();
    }
  }

  private void shutDownOutput() {
    if (state != State.OPEN || transport.isInputEnded()) {
      state = State.OVER;
      return;
    }
    try {
      transport.shutdownOutput();
      state = State.OUTPUT_ENDED;
      endWithin();
      flush();
    } catch (IOException e) {
      state = State.OVER;
    }
  }

  /** Writes what is left of the end of the output, where the transport has to say so. */
  private void flush() {
    try {
      if (!blocked && !transport.flush()) {
        block();
      }
    } catch (IOException e) {
      state = State.OVER;
    }
  }

  /** Who does not take our answers may not ask for more. */
  private void regulateReading() {
    long waiting = conversation.waitingBytes();
    boolean pause = conversation.isFull() || waiting > pauseReadingBytes();
    countWaiting(waiting);
    if (pause != readingPaused) {
      readingPaused = pause;
      if (pause) {
        deadlines.onNotListening();
        conversation.onReadingPaused();
      } else {
        listen();
      }
    }
  }

  private void countWaiting(long bytes) {
    if (bytes != countedBytes) {
      statistics.add(Count.QUEUED_BYTES, bytes - countedBytes);
      countedBytes = bytes;
    }
  }

  private long pauseReadingBytes() {
    if (blocked && loop.memory().isShort()) {
      return 0;
    }
    return readingPaused ? terms.pauseReadingBytes() / 2 : terms.pauseReadingBytes();
  }

  // ---- Deadlines

  /**
   * The current phase may last so long; if one has begun and not ended, without effect.
   *
   * @param nanos nanoseconds from now
   */
  public void endWithin(long nanos) {
    deadlines.endWithin(loop.now(), nanos);
    rearm();
  }

  /**
   * Says whether a peer that takes nothing loses its connection for that.
   *
   * @return false if it may take its time for ever
   */
  public boolean limitsStalledWrites() {
    return terms.times().write() > 0;
  }

  /** Everything is written: the end may last as long as the terms say. */
  public void endWithin() {
    endWithin(terms.closeNanos());
  }

  /** The phase has ended in time. */
  public void phaseEnded() {
    deadlines.phaseEnded();
  }

  /** The peer's silence counts from now on. */
  public void listen() {
    deadlines.onListening(loop.now());
    rearm();
  }

  /**
   * Says whether the ping that was asked for has not left yet.
   *
   * @return true from {@link Conversation#ping} to {@link #pingWritten}
   */
  public boolean isPingWaiting() {
    return deadlines.isPingWaiting();
  }

  /** The ping found no room. */
  public void pingRefused() {
    deadlines.onPingRefused(loop.now());
    rearm();
  }

  /** The ping has left, and the peer's time for an answer begins. */
  public void pingWritten() {
    deadlines.onPingWritten(loop.now());
    rearm();
  }

  private void rearm() {
    long next = deadlines.next();
    if (next != Deadlines.NEVER) {
      loop.timers().schedule(this, next);
    }
  }

  @Override
  protected void onTimeout(long now) {
    try {
      switch (deadlines.due(now)) {
        case PING -> conversation.ping();
        case SILENCE -> {
          statistics.add(LimitHit.PONG_TIMEOUT);
          conversation.onSilence();
        }
        case STALLED_WRITE -> {
          statistics.add(LimitHit.WRITE_TIMEOUT);
          abort();
        }
        case PHASE -> onPhaseTooLong();
        case NOTHING -> {
          // It was set for something that has come in time.
        }
      }
      changed();
    } catch (Throwable e) {
      onFailure(e);
    }
    rearm();
  }

  private void onPhaseTooLong() {
    if (state == State.OPEN) {
      conversation.onPhaseTooLong();
    } else {
      statistics.add(LimitHit.CLOSE_TIMEOUT);
      abort();
    }
  }

  /** The peer has had its time. What it has not taken is not kept for it, by nobody. */
  public void abort() {
    aborted = true;
    end();
  }

  // ---- The end

  @Override
  public void goAway() {
    conversation.goAway();
    changed();
  }

  /** There is nothing more to do but to close the transport. */
  public void end() {
    if (state != State.CLOSED) {
      state = State.OVER;
      changed();
    }
  }

  /**
   * Does something, on the loop; what it throws costs this connection only.
   *
   * @param action anything
   */
  public void apply(Runnable action) {
    try {
      action.run();
      changed();
    } catch (Throwable e) {
      onFailure(e);
    }
  }

  /**
   * Something of this connection, other than the application's handler, threw: an error such as
   * running out of memory. It costs this connection and no other.
   */
  @Override
  public void onFailure(Throwable error) {
    loop.onError(error);
    loop.log().repeatedWarning("A connection failed", error);
    try {
      if (state == State.OPEN && transport.isReady()) {
        conversation.onFailure(error);
      } else {
        end();
      }
    } catch (Throwable e) {
      end();
    }
    changed();
  }

  @Override
  public void cut() {
    aborted |= blocked;
    close();
  }

  @Override
  public long heldBytes() {
    return conversation.heldBytes() + (rest == null ? 0 : rest.capacity());
  }

  /** It is told so, if a word of ours still fits in; else the transport is closed. */
  @Override
  public void evict() {
    dropRest();
    conversation.evict();
    if (conversation.waitingBytes() > MAX_LEFT_BYTES) {
      aborted = true;
      close();
    } else {
      changed();
    }
  }

  private void close() {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    dropRest();
    loop.timers().cancel(this);
    countWaiting(0);
    if (!ready) {
      statistics.add(Count.TLS_FAILED, 1);
    }
    try {
      if (aborted) {
        transport.reset();
      } else {
        transport.close();
      }
    } finally {
      tellClosed();
    }
  }

  /** Whatever the transport, the conversation or the log threw, nothing is left out. */
  private void tellClosed() {
    try {
      conversation.closed();
    } finally {
      loop.deregistered();
      terms.onClosed().accept(this);
    }
  }

  // ---- What it belongs to

  /**
   * Returns the loop on whose thread everything happens.
   *
   * @return always the same
   */
  public EventLoop loop() {
    return loop;
  }

  /**
   * Says who the peer is, where a proxy that is trusted has told.
   *
   * @param address of the peer, instead of that of the proxy
   */
  public void peerIs(SocketAddress address) {
    peerAddress = address;
  }

  /**
   * Returns the address of the peer: the other end of the socket, unless {@link #peerIs} was told
   * another.
   *
   * @return the address, also after the end
   */
  public SocketAddress peerAddress() {
    return peerAddress;
  }

  /**
   * Returns what TLS has agreed on.
   *
   * @return empty without TLS
   */
  public Optional<SSLSession> tlsSession() {
    return transport.tlsSession();
  }
}
