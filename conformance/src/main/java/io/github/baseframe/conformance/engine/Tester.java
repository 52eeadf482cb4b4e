package io.github.baseframe.conformance.engine;

import io.github.baseframe.conformance.cases.Event;
import io.github.baseframe.conformance.cases.Frame;
import io.github.baseframe.conformance.cases.Payload;
import io.github.baseframe.conformance.cases.Step;
import io.github.baseframe.protocol.Role;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The tester's end of one connection: sends what it is told, legal or not, takes in what comes
 * meanwhile, answers pings and Close as a good peer does.
 */
final class Tester implements PeerFrameReader.Listener {

  private static final int BUFFER_OCTETS = 64 * 1024;
  private static final long CLOSE_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long PIECE_NANOS = Duration.ofMillis(1).toNanos();
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final Step.Coding PLAIN = new Step.Coding(Step.Coding.SHORTEST, Step.Mask.AS_DUE);

  private final Link link;
  private final Role role;
  private final Recorder recorder;

  /** Null without compression. */
  private final Compressor compressor;

  private final PeerFrameReader reader;
  private final PeerFrameWriter writer;
  private final ByteBuffer in = ByteBuffer.allocate(BUFFER_OCTETS);
  private final WireLog wireLog;
  private final long start;
  private final long deadline;

  /** The latest ping of the subject that was not answered yet, or null. */
  private Payload ping;

  private boolean closeSent;
  private boolean closedByTester;
  private boolean closeReceived;
  private Integer remoteCloseCode;
  private Violation violation;

  /** The subject has ended the stream. */
  private boolean streamEnded;

  /** The deadline passed while the subject did not take what was sent. */
  private boolean stuck;

  /** Only the Close frame is still to be sent. */
  private boolean ending;

  private boolean endedByTester;

  /** Nanoseconds to wait after each piece of a stream. */
  private long apart;

  /** The stream is cut behind its first piece only. */
  private boolean cutOnce;

  /** The compressor is null where no compression was agreed on; else it is closed at the end. */
  Tester(
      Link link,
      Role role,
      Duration patience,
      Recorder recorder,
      Compressor compressor,
      WireLog wireLog) {
    this.link = link;
    this.role = role;
    this.recorder = recorder;
    this.compressor = compressor;
    this.wireLog = wireLog;
    this.reader = new PeerFrameReader(role, this, compressor);
    this.writer = new PeerFrameWriter(role, this::flush);
    this.start = link.now();
    this.deadline = start + patience.toNanos();
  }

  /** Takes what was received, until the subject breaks a rule. */
  void take(ByteBuffer received) {
    if (violation == null) {
      try {
        reader.read(received);
      } catch (Violation e) {
        violation = e;
      }
    }
  }

  void send(Frame frame) {
    send(frame, PLAIN);
  }

  void send(Frame frame, Step.Coding coding) {
    beginFrame(frame.firstByte(), frame.payload().length(), frame.payload(), coding);
    continueFrame(frame.payload());
  }

  /** Sends frames as one stream of octets, cut once or again and again. */
  void sendStream(Step.SendStream stream) {
    flush();
    writer.startPieces(stream.octets());
    apart = stream.apart().toNanos();
    cutOnce = stream.once();
    for (Frame frame : stream.frames()) {
      send(frame);
      boolean closes = frame.firstByte() == (Frame.FIN | Frame.CLOSE);
      closedByTester |= closes && !closeSent;
      closeSent |= closes;
    }
    flush();
    writer.endPieces();
    apart = 0;
    cutOnce = false;
  }

  /** Sends the response of an opening handshake that the case is about, piece by piece. */
  void sendResponse(List<byte[]> pieces) {
    for (byte[] piece : pieces) {
      ByteBuffer out = ByteBuffer.wrap(piece);
      while (out.hasRemaining() && !isOver() && link.now() - deadline < 0) {
        exchange(out, deadline);
      }
      wireLog.addHead(true, piece, 0, out.position());
      if (pieces.size() > 1) {
        exchange(NOTHING, link.now() + PIECE_NANOS);
      }
    }
  }

  void endOutput() {
    flush();
    link.endOutput();
  }

  /** Single octets are to arrive as single octets; larger pieces leave as fast as they can. */
  void sendInPieces(Frame frame, int octets) {
    flush();
    writer.startPieces(octets);
    apart = octets == 1 ? PIECE_NANOS : 0;
    send(frame);
    flush();
    writer.endPieces();
    apart = 0;
  }

  void sendFragmented(Frame message, int octets) {
    Payload payload = message.payload();
    Frame next = message;
    int sent = 0;
    while (payload.length() > octets && payload.length() - sent >= octets && !isOver()) {
      Payload part = payload.slice(sent, sent + octets);
      send(new Frame(next.firstByte(), part).unfinished());
      next = Frame.continuation(Payload.EMPTY);
      sent += octets;
    }
    if (!isOver()) {
      send(new Frame(next.firstByte(), payload.slice(sent, payload.length())));
    }
  }

  /** Sends a message compressed, in fragments if they are limited to some octets. */
  void sendCompressed(Frame message, int fragmentOctets) {
    Payload data = Payload.of(compressor.compress(message.payload().toBytes()));
    Frame frame = new Frame(message.firstByte(), data).reserved(Frame.RSV1);
    if (fragmentOctets == 0) {
      send(frame);
    } else {
      sendFragmented(frame, fragmentOctets);
    }
  }

  void beginFrame(int firstByte, long length) {
    beginFrame(firstByte, length, Payload.EMPTY, PLAIN);
  }

  /** Sends a header; the preview is what the log shows of the payload. */
  private void beginFrame(int firstByte, long length, Payload preview, Step.Coding coding) {
    byte[] header = writer.header(firstByte, length, coding);
    int shown = Math.min(preview.length(), WireLog.SHOWN_OCTETS);
    log(true, Payload.of(header), preview.slice(0, shown));
    if (new Frame(firstByte, preview).opcodeBits() == Frame.PING) {
      recorder.pingSent(preview);
    }
    writer.beginFrame(header, length);
  }

  void continueFrame(Payload payload) {
    writer.continueFrame(payload, () -> !ending && isOver());
  }

  /** Sends what was collected, to its last byte unless the subject does not take it in time. */
  void flush() {
    ByteBuffer out = writer.beginFlush();
    while (out.hasRemaining() && !streamEnded && !stuck) {
      exchange(out, deadline);
      stuck = out.hasRemaining() && link.now() - deadline >= 0;
    }
    writer.endFlush();
    if (cutOnce) {
      cutOnce = false;
      writer.endPieces();
    }
    linger();
  }

  /** Lets a piece arrive on its own. */
  private void linger() {
    long until = link.now() + apart;
    while (apart > 0 && !isOver() && link.now() - until < 0) {
      exchange(NOTHING, until);
    }
  }

  /** Takes in what comes, until the end of the connection, of the wait, or of the time. */
  void await(long until, BooleanSupplier done) {
    flush();
    while (!isOver() && !done.getAsBoolean() && link.now() - until < 0) {
      exchange(NOTHING, until);
      answerPing();
    }
  }

  /** Waits for a time, but not beyond the deadline of the case. */
  void pause(Duration time) {
    await(link.now() + time.toNanos(), () -> false);
  }

  /** Waits for something as long as the case may take. */
  void await(BooleanSupplier done) {
    await(deadline, done);
  }

  private void exchange(ByteBuffer outgoing, long until) {
    boolean alive = link.transfer(outgoing, in, until);
    take(in.flip());
    in.clear();
    streamEnded |= !alive;
  }

  private void answerPing() {
    if (ping != null && writer.isBetweenFrames() && !closeSent && !isOver()) {
      Payload payload = ping;
      ping = null;
      send(Frame.pong(payload));
      flush();
    }
  }

  /** Starts the closing handshake, unless it is under way already. */
  void startClosing(Payload body) {
    if (!closeSent && !isOver()) {
      closedByTester = true;
      sendClose(body);
    }
  }

  /** Ends the connection, whatever its state. */
  void end() {
    ending = true;
    if (violation != null && !closeSent) {
      closedByTester = true;
      sendClose(Frame.closeBody(violation.closeCode()));
    }
    startClosing(Frame.closeBody(1000));
    await(link.now() + CLOSE_NANOS, () -> false);
    if (closeReceived && !closeSent) {
      sendClose(remoteCloseCode == null ? Payload.EMPTY : Frame.closeBody(remoteCloseCode));
    }
    flush();
    if (closeReceived) {
      if (role == Role.SERVER) {
        link.endOutput();
      }
      awaitEndOfStream();
    }
    endedByTester = !streamEnded;
    link.close();
    if (compressor != null) {
      compressor.close();
    }
  }

  private void sendClose(Payload body) {
    closeSent = true;
    if (writer.isBetweenFrames() && !stuck) {
      send(Frame.close(body));
    }
  }

  /** RFC 6455 7.1.1: the server ends the transport first; what comes until then is read. */
  private void awaitEndOfStream() {
    long until = link.now() + CLOSE_NANOS;
    while (!streamEnded && link.now() - until < 0) {
      exchange(NOTHING, until);
    }
  }

  /** Whether there is nothing more to be sent for the case. */
  boolean isOver() {
    return closeReceived || streamEnded || violation != null || stuck;
  }

  /** Whether the closing handshake has not begun. */
  boolean isOpen() {
    return !isOver() && !closeSent;
  }

  Role role() {
    return role;
  }

  /** Whether the subject ended the connection, in whatever way. */
  boolean wasEndedBySubject() {
    return !closedByTester && (streamEnded || closeReceived);
  }

  Observation observation() {
    boolean late = role == Role.CLIENT && endedByTester;
    return new Observation(
        role,
        recorder.events(),
        violation == null ? null : violation.getMessage(),
        closedByTester || stuck,
        closeSent && closeReceived && !late,
        endedByTester,
        remoteCloseCode);
  }

  Duration elapsed() {
    return Duration.ofNanos(link.now() - start);
  }

  WireLog wireLog() {
    return wireLog;
  }

  private void log(boolean sent, Payload header, Payload shown) {
    wireLog.add(new WireLog.Line(elapsed(), sent, header, shown, 1));
  }

  @Override
  public void onFrame(Payload header, Payload shown) {
    log(false, header, shown);
  }

  @Override
  public void onMessage(boolean text, Payload payload) {
    recorder.add(new Event.Message(text, payload));
  }

  @Override
  public void onPing(Payload payload) {
    ping = payload;
  }

  @Override
  public void onPong(Payload payload) {
    recorder.pongReceived(payload);
  }

  @Override
  public void onClose(Integer code) {
    closeReceived = true;
    remoteCloseCode = code;
  }
}
