package io.github.baseframe.server;

import io.github.baseframe.protocol.CloseCode;
import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.connection.ConnectionSettings;
import io.github.baseframe.protocol.connection.ConnectionState;
import io.github.baseframe.protocol.connection.HandlerAdapter;
import io.github.baseframe.protocol.connection.TransportEnd;
import io.github.baseframe.protocol.connection.WebSocketConnection;
import io.github.baseframe.protocol.handshake.AcceptedHandshake;
import io.github.baseframe.protocol.message.OutboundQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.function.Consumer;

/**
 * The life of one connection, from top to bottom.
 *
 * <pre>
 *   HEAD ---- upgrade accepted ----&gt; OPEN ---- Close both ways, or failed ---+
 *     |                               |                                      |
 *     +-- page, or refused --&gt; ANSWERING ------ answer written ------&gt; DRAINING
 *     |                               |                                      |
 *     +---- deadline, end of stream ---+---- deadline, broken transport ------+--&gt; CLOSED
 * </pre>
 *
 * <p>DRAINING: everything is written and the peer was told so (FIN); what still comes is thrown
 * away until the peer ends too. Closing at once would answer it with a reset, which can destroy our
 * last bytes before the peer has read them.
 *
 * <p>Belongs to the thread of its loop. Reading and being called by the application only collect
 * output and mark the connection as changed; the loop calls {@link #settle} at the end of its turn,
 * and that writes. {@link #write} alone never calls the application, so it may happen in the middle
 * of anything.
 */
final class ServerConnection implements Selected {

  private enum Phase {
    HEAD,
    OPEN,
    ANSWERING,
    DRAINING,
    CLOSED
  }

  /** Collecting more output than this saves no more system calls worth speaking of. */
  static final int MOST_COLLECTED_BYTES = 64 * 1024;

  /** So much more of a large message is read in one turn: others wait 0.1 ms for it. */
  private static final int MOST_READ_ON_BYTES = 1024 * 1024;

  private final EventLoop loop;
  private final Transport transport;
  private final Deadlines deadlines;
  private Phase phase = Phase.HEAD;

  /** The request and its answer; null once the connection is open and that is written. */
  private HttpExchange http;

  // From OPEN on, null before.
  private WebSocketConnection core;
  private Handler handler;
  private ServerSession session;

  /** Whether the loop has been asked for a call to settle. */
  private boolean changed;

  /** Whether the transport took less than it was given and has not said that it takes more. */
  private boolean blocked;

  private boolean readingPaused;
  private boolean endOfInput;

  /** Whether there is nothing more to do but to close the transport; settle does that. */
  private boolean over;

  /**
   * Takes over a transport that has just been accepted.
   *
   * @param loop the loop that it belongs to
   * @param transport waits for reading already
   */
  ServerConnection(EventLoop loop, Transport transport) {
    this.loop = loop;
    this.transport = transport;
    this.deadlines = new Deadlines(loop, this);
    this.http = new HttpExchange(loop.config(), loop.extension());
    deadlines.endWithin(loop.config().timeouts().handshake());
  }

  // ---- Reading

  @Override
  public void onReady(SelectionKey key) {
    blocked &= !key.isWritable();
    boolean listed = changed;
    // What it sends while it reads is written below, as long as caches are warm.
    changed = true;
    try {
      if (transport.isReadable()) {
        read();
      }
    } finally {
      changed = listed;
    }
    if (!listed) {
      settle();
    }
  }

  /**
   * Reads once: what is left waits for the next turn, and the others come first. Only a large
   * message that is there is read on, because until its end it keeps a buffer of the loop, and
   * those of several messages do not fit into the caches.
   */
  private void read() {
    ByteBuffer own = loop.readBuffer();
    ByteBuffer in = receiveBuffer(own);
    int readOn = 0;
    while (read(in) && readOn < MOST_READ_ON_BYTES) {
      in = receiveBuffer(own);
      if (in == own) {
        return;
      }
      readOn += in.remaining();
    }
  }

  private ByteBuffer receiveBuffer(ByteBuffer own) {
    own.clear();
    ByteBuffer best = phase == Phase.OPEN ? core.receiveBuffer(own) : own;
    return best.remaining() < transport.leastRoom() ? own : best;
  }

  /** Reads once; says whether the buffer was filled, so that there may be more. */
  private boolean read(ByteBuffer in) {
    int count;
    try {
      count = transport.read(in);
    } catch (IOException e) {
      over = true;
      return false;
    }
    boolean filled = !in.hasRemaining();
    if (count > 0) {
      deadlines.onRead();
      consume(in.flip());
    }
    if (transport.isInputEnded()) {
      onEndOfInput();
    }
    return filled;
  }

  private void consume(ByteBuffer in) {
    switch (phase) {
      case HEAD -> readHead(in);
      case OPEN -> core.receive(in);
      default -> {
        // Nothing that comes matters any more.
      }
    }
  }

  private void onEndOfInput() {
    endOfInput = true;
    if (phase == Phase.OPEN) {
      session.onEnding();
      core.receiveEof();
    } else if (phase != Phase.ANSWERING) {
      over = true;
    }
  }

  // ---- The opening handshake

  private void readHead(ByteBuffer in) {
    HttpExchange.Upgrade upgrade = http.read(in);
    if (upgrade != null) {
      open(upgrade.route(), upgrade.handshake());
      core.receive(in);
    } else if (http.isAnswered()) {
      phase = Phase.ANSWERING;
      deadlines.goOn();
    }
  }

  private void open(Route route, AcceptedHandshake handshake) {
    session = new ServerSession(this, handshake.subprotocol());
    handler = new Handler(route, session);
    core =
        new WebSocketConnection(
            settings(), loop.buffers(), null, handler, handshake.newTransform());
    phase = Phase.OPEN;
    deadlines.goOn();
    handler.onOpen(handshake);
  }

  /** What the application's handler throws costs this connection 1011 and nobody else anything. */
  private final class Handler extends HandlerAdapter {
    private final Route route;

    Handler(Route route, ServerSession session) {
      super(route.handler(), session);
      this.route = route;
    }

    @Override
    public void onOutputWaiting() {
      write();
    }

    @Override
    public void beforeClose() {
      loop.broadcasts().deliver();
      session.onEnding();
    }

    @Override
    protected void onHandlerFailure(Throwable error) {
      Log.warning("The handler of " + route.path() + " failed, its connection gets 1011", error);
      core.fail(CloseCode.INTERNAL_ERROR, "internal error");
      changed();
    }
  }

  // ---- Writing

  /**
   * The application has sent something through the core.
   *
   * @param status what the core said
   * @return what to say to the application
   */
  SendStatus sent(SendStatus status) {
    changed();
    OutboundQueue output = core.output();
    if (output.holdsBorrowedPayload() || output.size() >= MOST_COLLECTED_BYTES) {
      write();
    }
    SendStatus actual =
        status == SendStatus.SENT && output.isBlocked() ? SendStatus.QUEUED : status;
    if (actual == SendStatus.QUEUED || actual == SendStatus.DROPPED) {
      session.oweWritable();
    }
    return actual;
  }

  /** Asks the loop to call {@link #settle} at the end of its turn. */
  void changed() {
    if (!changed) {
      changed = true;
      loop.onChanged(this);
    }
  }

  /** Writes as much as the transport takes. Calls nobody else. */
  void write() {
    if (over || phase == Phase.CLOSED) {
      return;
    }
    try {
      writeAnswer();
      if (core != null) {
        writeFrames(core.output());
        session.publish(core);
      }
      flush();
    } catch (IOException e) {
      over = true;
      changed();
    }
  }

  private void writeAnswer() throws IOException {
    if (http == null || blocked || !http.isUnwritten()) {
      return;
    }
    http.write(transport);
    if (http.isUnwritten()) {
      block();
    } else if (phase == Phase.OPEN) {
      http = null;
    }
  }

  private void writeFrames(OutboundQueue output) throws IOException {
    if (!blocked && !output.isEmpty()) {
      output.onWritten(
          transport.write(output.segments(), output.firstSegment(), output.segmentCount()));
      if (!output.isEmpty()) {
        block();
      }
    } else if (output.holdsBorrowedPayload()) {
      output.onWritten(0);
    }
  }

  private void flush() throws IOException {
    if (!blocked && !transport.flush()) {
      block();
    }
  }

  private void block() {
    blocked = true;
    deadlines.onBlocked();
  }

  // ---- The end of a turn

  /** Writes what was collected, and does what the connection's state now asks for. */
  void settle() {
    changed = false;
    if (phase == Phase.CLOSED) {
      return;
    }
    write();
    if (!over && !blocked) {
      onAllWritten();
    }
    if (over) {
      close();
      return;
    }
    if (phase == Phase.OPEN && core.closeExpected()) {
      deadlines.endWithin(loop.config().timeouts().close());
    }
    regulateReading();
    transport.waitFor(!readingPaused && !endOfInput, blocked);
  }

  private void onAllWritten() {
    if (phase == Phase.OPEN && core.transportEnd() == TransportEnd.CLOSE) {
      over = true;
    } else if (phase == Phase.ANSWERING
        || phase == Phase.OPEN && core.transportEnd() == TransportEnd.SHUT_DOWN_OUTPUT) {
      drain();
    } else if (phase == Phase.OPEN && session.takeOwedWritable()) {
      handler.onWritable();
    }
  }

  private void drain() {
    if (endOfInput) {
      over = true;
      return;
    }
    try {
      transport.shutdownOutput();
      flush();
      phase = Phase.DRAINING;
      deadlines.endWithin(loop.config().timeouts().close());
    } catch (IOException e) {
      over = true;
    }
  }

  private boolean isAnswerUnwritten() {
    return http != null && http.isUnwritten();
  }

  /** Who does not take our answers may not ask for more. */
  private void regulateReading() {
    long limit = loop.config().pauseReadingBytes();
    long waiting = core == null ? 0 : core.output().size();
    boolean pause = isAnswerUnwritten() || waiting > (readingPaused ? limit / 2 : limit);
    boolean resume = readingPaused && !pause;
    readingPaused = pause;
    if (resume) {
      deadlines.onReadingResumed();
    }
  }

  // ---- Deadlines

  /** Says whether the peer's silence would be noticed. */
  boolean isListening() {
    return phase == Phase.OPEN && !readingPaused;
  }

  /** Says whether something waits for the transport. */
  boolean isBlocked() {
    return blocked;
  }

  /** A sign of life is asked for. */
  void ping() {
    core.sendPing(ByteBuffer.allocate(0));
    changed();
  }

  /** Not even the ping was answered. */
  void onSilence() {
    core.fail(CloseCode.GOING_AWAY, "no sign of life");
    changed();
  }

  /** The phase has lasted too long, or the transport has taken nothing for too long. */
  void onTooLate() {
    if (phase == Phase.HEAD) {
      http.timeOut();
    }
    if (phase == Phase.HEAD && http.isAnswered()) {
      phase = Phase.ANSWERING;
    } else {
      over = true;
    }
    changed();
  }

  // ---- The end

  /** The server stops. */
  void goAway() {
    if (phase == Phase.HEAD) {
      over = true;
    } else if (phase == Phase.OPEN) {
      core.sendClose(CloseReason.of(CloseCode.GOING_AWAY, ""));
    }
    changed();
  }

  /**
   * Something of this connection, other than the application's handler, threw: an error such as
   * running out of memory. It costs this connection and no other.
   */
  @Override
  public void onFailure(Throwable error) {
    Log.warning("A connection failed", error);
    if (phase == Phase.HEAD) {
      http.fail();
      phase = Phase.ANSWERING;
    } else if (phase == Phase.OPEN && core.state() != ConnectionState.CLOSED) {
      core.fail(CloseCode.INTERNAL_ERROR, "internal error");
    } else {
      over = true;
    }
    changed();
  }

  /** Closes the transport now, whatever waits; may be called more than once. */
  void close() {
    if (phase == Phase.CLOSED) {
      return;
    }
    phase = Phase.CLOSED;
    deadlines.cancel();
    transport.close();
    try {
      if (core != null) {
        session.onEnding();
        core.transportClosed();
        session.publish(core);
      }
    } finally {
      loop.onClosed();
    }
  }

  // ---- For the session

  /** Does something with the core, on the loop; what it throws costs this connection only. */
  void apply(Consumer<WebSocketConnection> action) {
    try {
      action.accept(core);
      changed();
    } catch (Throwable e) {
      onFailure(e);
    }
  }

  WebSocketConnection core() {
    return core;
  }

  EventLoop loop() {
    return loop;
  }

  ConnectionSettings settings() {
    return loop.config().connections();
  }

  String peerAddress() {
    return transport.peerAddress();
  }
}
