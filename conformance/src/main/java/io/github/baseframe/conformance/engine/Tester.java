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
 * The tester's end of one connection: sends what it is told, legal or not, receives what comes
 * meanwhile, answers pings and Close as a good peer does. Its state is that of three others: of the
 * {@link Transport}, of the {@link ClosingHandshake}, and of the frame that is being written.
 */
final class Tester implements PeerFrameReader.Listener {

  private static final long CLOSE_NANOS = Duration.ofSeconds(5).toNanos();
  private static final int CLOSE_FRAME = Frame.FIN | Frame.CLOSE;

  private final Role role;
  private final Recorder recorder;

  /** Null without compression. */
  private final Compressor compressor;

  private final Transport transport;
  private final PeerFrameReader reader;
  private final PeerFrameWriter writer;
  private final WireLog wireLog;

  private ClosingHandshake closing = ClosingHandshake.NOT_STARTED;

  /** The latest ping of the subject that was not answered yet, or null. */
  private Payload ping;

  private Integer remoteCloseCode;

  /** The first rule that the subject broke; what came behind it is not read. */
  private Violation violation;

  /** The compressor is null where no compression was agreed on; else it is closed at the end. */
  Tester(
      Link link,
      Role role,
      Duration timeout,
      Recorder recorder,
      Compressor compressor,
      WireLog wireLog) {
    this.role = role;
    this.recorder = recorder;
    this.compressor = compressor;
    this.wireLog = wireLog;
    this.transport = new Transport(link, timeout, this::receive);
    this.reader = new PeerFrameReader(role, this, compressor);
    this.writer = new PeerFrameWriter(role, this::flush);
  }

  /** Reads what came, until the subject breaks a rule. */
  void receive(ByteBuffer octets) {
    if (violation == null) {
      try {
        reader.read(octets);
      } catch (Violation e) {
        violation = e;
      }
    }
  }

  /** Sends the response of an opening handshake that the case is about, piece by piece. */
  void sendResponse(List<byte[]> pieces) {
    transport.sendHead(pieces, wireLog);
  }

  void send(Frame frame) {
    send(frame, Step.Coding.PLAIN);
  }

  void send(Frame frame, Step.Coding coding) {
    beginFrame(frame.firstByte(), frame.payload().length(), frame.payload(), coding);
    continueFrame(frame.payload());
  }

  /** Sends frames as one stream of octets, which is cut as it is told. */
  void sendStream(List<Frame> frames, Step.Cut cut) {
    flush();
    writer.startCutting(cut);
    for (Frame frame : frames) {
      send(frame);
      if (frame.firstByte() == CLOSE_FRAME) {
        closing = closing.afterCloseSent();
      }
    }
    flush();
    writer.endCutting();
  }

  /** Returns the same message compressed, as a frame. */
  Frame compress(Frame message) {
    Payload data = Payload.of(compressor.compress(message.payload().toBytes()));
    return new Frame(message.firstByte(), data).reserved(Frame.RSV1);
  }

  void beginFrame(int firstByte, long length) {
    beginFrame(firstByte, length, Payload.EMPTY, Step.Coding.PLAIN);
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
    writer.continueFrame(payload, this::isFinished);
  }

  /** Sends what was collected, and gives each piece of a stream the time to arrive on its own. */
  void flush() {
    transport.send(writer.beginFlush());
    writer.endFlush();
    long until = transport.after(writer.pause().toNanos());
    while (!isFinished() && !transport.isPast(until)) {
      transport.receive(until);
    }
  }

  void endOutput() {
    flush();
    transport.endOutput();
  }

  /** Waits for something as long as the case may take. */
  void await(BooleanSupplier condition) {
    await(transport.deadline(), condition);
  }

  /** Lets time pass, less if the connection ends before. */
  void pause(Duration time) {
    await(transport.after(time.toNanos()), () -> false);
  }

  /** Receives what comes, until the end of the connection, of the wait, or of the time. */
  private void await(long until, BooleanSupplier condition) {
    flush();
    while (!isFinished() && !condition.getAsBoolean() && !transport.isPast(until)) {
      transport.receive(until);
      answerPing();
    }
  }

  private void answerPing() {
    if (ping != null && writer.isBetweenFrames() && isOpen()) {
      Payload payload = ping;
      ping = null;
      send(Frame.pong(payload));
      flush();
    }
  }

  /** Starts the closing handshake, unless it is under way already. */
  void startClosing(Payload body) {
    if (isOpen()) {
      sendClose(body);
    }
  }

  /** Ends the connection, whatever its state. */
  void end() {
    if (violation != null && !closing.isCloseSent()) {
      sendClose(Frame.closeBody(violation.closeCode()));
    }
    startClosing(Frame.closeBody(1000));
    await(transport.after(CLOSE_NANOS), () -> false);
    if (closing == ClosingHandshake.SUBJECT_STARTED) {
      sendClose(remoteCloseCode == null ? Payload.EMPTY : Frame.closeBody(remoteCloseCode));
    }
    flush();
    if (closing.isCloseReceived()) {
      awaitEndOfStream();
    }
    transport.close();
    if (compressor != null) {
      compressor.close();
    }
  }

  /** What was begun before stays incomplete; then no Close can follow, but the tester is done. */
  private void sendClose(Payload body) {
    closing = closing.afterCloseSent();
    if (writer.isBetweenFrames() && !transport.isStuck()) {
      Frame close = Frame.close(body);
      beginFrame(close.firstByte(), body.length(), body, Step.Coding.PLAIN);
      writer.continueFrame(body, () -> false);
    }
  }

  /** RFC 6455 7.1.1: the server ends the transport first; what comes until then is read. */
  private void awaitEndOfStream() {
    if (role == Role.SERVER) {
      transport.endOutput();
    }
    long until = transport.after(CLOSE_NANOS);
    while (!transport.isEnded() && !transport.isPast(until)) {
      transport.receive(until);
    }
  }

  /** Whether there is nothing more to be sent for the case. */
  boolean isFinished() {
    return closing.isCloseReceived() || !transport.isOpen() || violation != null;
  }

  /** Whether the closing handshake has not begun. */
  boolean isOpen() {
    return !isFinished() && !closing.isCloseSent();
  }

  Role role() {
    return role;
  }

  /** Whether the subject ended the connection, in whatever way. */
  boolean wasEndedBySubject() {
    return !closing.isStartedByTester() && (transport.isEnded() || closing.isCloseReceived());
  }

  /** What was seen of a connection that has ended. */
  Observation observation() {
    boolean endedByTester = !transport.isEnded();
    boolean late = role == Role.CLIENT && endedByTester;
    return new Observation(
        role,
        recorder.events(),
        violation == null ? null : violation.getMessage(),
        closing.isStartedByTester() || transport.isStuck(),
        closing.isComplete() && !late,
        endedByTester,
        remoteCloseCode);
  }

  Duration elapsed() {
    return transport.elapsed();
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
    closing = closing.afterCloseReceived();
    remoteCloseCode = code;
  }
}
