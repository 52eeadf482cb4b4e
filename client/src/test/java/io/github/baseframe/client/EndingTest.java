package io.github.baseframe.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.WebSocketSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Every way in which a connection ends, and that it ends once and leaves nothing behind. */
class EndingTest extends BothStylesTest {
  private static final Duration SHORT = Duration.ofMillis(200);

  /** Does not say when the queue ran empty, which depends on how fast who is. */
  private final RecordingHandler patient =
      new RecordingHandler() {
        @Override
        public void onWritable(WebSocketSession session) {}
      };

  /** Waits for the last event, and for the end of all that could cause another one. */
  private void assertEndsWith(RecordingHandler recorder, String... lastEvents) throws Exception {
    for (String event : lastEvents) {
      assertThat(recorder.next()).isEqualTo(event);
    }
    awaitEndOfLoops();
    assertThat(recorder.nextIfAny()).isNull();
  }

  @Test
  void theClientClosesAndTheServerAnswers() throws Exception {
    ScriptedServer.Opened opened = server.open(builder().build(), handler);

    opened.session().sendText("last");
    opened.session().close(1000, "bye");
    opened.session().close(1001, "without effect");

    assertThat(opened.peer().readFrame().hex()).isEqualTo("81 6c617374");
    assertThat(opened.peer().readFrame().hex()).isEqualTo("88 03e8627965");
    opened.peer().sendHex("880203e8");
    opened.peer().close();
    assertEndsWith(handler, "open", "close 1000 clean");
  }

  @Test
  void whatComesBeforeTheAnswerToCloseIsStillReceived() throws Exception {
    ScriptedServer.Opened opened = server.open(builder().build(), handler);
    opened.session().close();
    assertThat(opened.peer().readFrame().hex()).isEqualTo("88 03e8");

    opened.peer().sendHex("810178" + "880203e8" + "810179");
    opened.peer().close();

    assertEndsWith(handler, "open", "text x", "close 1000 clean");
  }

  @Test
  void theServersCloseIsAnsweredWithItsCode() throws Exception {
    ScriptedPeer peer = server.open(builder().build(), handler).peer();

    peer.sendHex("880503e9627965");

    assertThat(peer.readFrame().hex()).isEqualTo("88 03e9");
    peer.close();
    assertEndsWith(handler, "open", "close 1001 bye clean");
  }

  @Test
  void aCloseWithoutACodeIsAnsweredWithoutACode() throws Exception {
    ScriptedPeer peer = server.open(builder().build(), handler).peer();

    peer.sendHex("8800");

    assertThat(peer.readFrame().hex()).isEqualTo("88");
    peer.close();
    assertEndsWith(handler, "open", "close 1005 clean");
  }

  @Test
  void theAnswerIsWrittenAlsoIfTheServersStreamEndsRightBehindItsClose() throws Exception {
    ScriptedPeer peer = server.open(builder().build(), handler).peer();

    peer.sendHex("880203e8");
    peer.shutdownOutput();

    assertThat(peer.readFrame().hex()).isEqualTo("88 03e8");
    assertThat(peer.read()).isEqualTo(-1);
    assertEndsWith(handler, "open", "close 1000 clean");
  }

  @Test
  void theAnswerToCloseIsWrittenBeforeOnClose() throws Exception {
    RecordingHandler measuring =
        new RecordingHandler() {
          @Override
          public void onClose(WebSocketSession session, CloseReason reason, boolean clean) {
            record("waiting " + session.bufferedAmount());
          }
        };
    ScriptedPeer peer = server.open(builder().build(), measuring).peer();

    peer.sendHex("880203e8");
    peer.shutdownOutput();

    assertEndsWith(measuring, "open", "waiting 0");
  }

  @Test
  void theServerClosesTheTransportFirst() throws Exception {
    ScriptedPeer peer = server.open(builder().build(), handler).peer();

    peer.sendHex("880203e8");
    assertThat(peer.readFrame().hex()).isEqualTo("88 03e8");

    peer.socket().setSoTimeout((int) SHORT.toMillis());
    assertThat(catchRead(peer)).isInstanceOf(SocketTimeoutException.class);
    peer.close();
    assertEndsWith(handler, "open", "close 1000 clean");
  }

  private static Exception catchRead(ScriptedPeer peer) {
    try {
      throw new AssertionError("read " + peer.read());
    } catch (IOException e) {
      return e;
    }
  }

  @Test
  void aServerThatNeverClosesTheTransportIsCutAtTheDeadline() throws Exception {
    ScriptedPeer peer = server.open(builder().closeTimeout(SHORT).build(), handler).peer();

    peer.sendHex("880203e8");
    assertThat(peer.readFrame().hex()).isEqualTo("88 03e8");

    assertThat(peer.isCut()).isTrue();
    assertEndsWith(handler, "open", "close 1000 clean");
  }

  @Test
  void aServerThatNeverAnswersCloseIsCutAtTheDeadline() throws Exception {
    ScriptedServer.Opened opened = server.open(builder().closeTimeout(SHORT).build(), handler);

    opened.session().close();

    assertThat(opened.peer().readFrame().hex()).isEqualTo("88 03e8");
    assertThat(opened.peer().isCut()).isTrue();
    assertEndsWith(handler, "open", "close 1006");
  }

  @Test
  void aServerThatOnlyTalksOnAfterCloseIsCutAtTheDeadline() throws Exception {
    ScriptedServer.Opened opened =
        server.open(builder().closeTimeout(SHORT).build(), new RecordingHandler());
    opened.session().close();

    assertThat(catchEndlessTalk(opened.peer())).isInstanceOf(IOException.class);

    awaitEndOfLoops();
  }

  private static Exception catchEndlessTalk(ScriptedPeer peer) {
    try {
      while (true) {
        peer.sendHex("810178");
      }
    } catch (IOException e) {
      return e;
    }
  }

  @Test
  void aServerThatTakesNothingIsCutAtTheWriteTimeoutAlsoBehindClose() throws Exception {
    ScriptedServer.Opened opened = server.open(builder().writeTimeout(SHORT).build(), patient);
    SendStatus status = SendStatus.SENT;
    while (status == SendStatus.SENT || status == SendStatus.QUEUED) {
      status = opened.session().sendBinary(ByteBuffer.allocate(1 << 20));
    }

    opened.session().close();

    assertEndsWith(patient, "open", "close 1006");
  }

  @Test
  void whatWasTakenBeforeCloseArrivesHoweverSlowlyTheServerReads() throws Exception {
    int messages = 12;
    int size = 1 << 20;
    WebSocketClient client =
        builder()
            .closeTimeout(Duration.ofSeconds(1))
            .limits(Limits.DEFAULT.withMaxQueuedBytes(16 << 20))
            .build();
    ServerSocket listener = new ServerSocket();
    // So little that the client keeps most of it.
    listener.setReceiveBufferSize(64 * 1024);
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    try (ScriptedServer slow = new ScriptedServer(listener)) {
      ScriptedServer.Opened opened = slow.open(client, patient);
      for (int i = 0; i < messages; i++) {
        assertThat(opened.session().sendBinary(ByteBuffer.allocate(size)))
            .isIn(SendStatus.SENT, SendStatus.QUEUED);
      }
      opened.session().close();

      for (int i = 0; i < messages; i++) {
        LockSupport.parkNanos(SHORT.toNanos());
        assertThat(opened.peer().readFrame().payload()).hasSize(size);
      }
      assertThat(opened.peer().readFrame().hex()).isEqualTo("88 03e8");
      opened.peer().sendHex("880203e8");
      opened.peer().close();
      assertEndsWith(patient, "open", "close 1000 clean");
    }
  }

  @Test
  void anEndOfStreamWithoutCloseIs1006() throws Exception {
    ScriptedPeer peer = server.open(builder().build(), handler).peer();

    peer.close();

    assertEndsWith(handler, "open", "close 1006");
  }

  @Test
  void anEndOfStreamInsideOfAFrameIs1006() throws Exception {
    ScriptedPeer peer = server.open(builder().build(), handler).peer();

    peer.sendHex("8105486c");
    peer.close();

    assertEndsWith(handler, "open", "close 1006");
  }

  @Test
  void aResetIs1006() throws Exception {
    ScriptedPeer peer = server.open(builder().build(), handler).peer();

    peer.reset();

    assertEndsWith(handler, "open", "close 1006");
  }

  @Test
  void aMaskedFrameFailsTheConnectionWith1002() throws Exception {
    assertFails("818537fa213d7f9f4d5158", "88 03ea", "close 1002");
  }

  @Test
  void garbageFailsTheConnectionWith1002() throws Exception {
    assertFails("ffffffffffffffffffff", "88 03ea", "close 1002");
  }

  @Test
  void textThatIsNotUtf8FailsTheConnectionWith1007() throws Exception {
    assertFails("8102c328", "88 03ef", "close 1007");
  }

  @Test
  void aMessageBeyondTheLimitFailsTheConnectionWith1009() throws Exception {
    assertFails("820548656c6c6f", "88 03f1", "close 1009");
  }

  /** The client says why, and lets the server talk on until it ends the stream. */
  private void assertFails(String hex, String closeFrame, String event) throws Exception {
    Limits limits = Limits.DEFAULT.withMaxMessageBytes(4);
    ScriptedPeer peer = server.open(builder().limits(limits).build(), handler).peer();

    peer.sendHex(hex);

    assertThat(peer.readFrame().hex()).startsWith(closeFrame);
    peer.send(new byte[16 << 20]);
    peer.shutdownOutput();
    assertThat(peer.read()).isEqualTo(-1);
    assertThat(handler.next()).isEqualTo("open");
    assertThat(handler.next()).startsWith(event).doesNotEndWith("clean");
    assertEndsWith(handler);
  }

  @Test
  void aServerThatIgnoresThatTheConnectionFailedIsCutAtTheDeadline() throws Exception {
    ScriptedPeer peer = server.open(builder().closeTimeout(SHORT).build(), handler).peer();

    peer.sendHex("8300");

    assertThat(peer.readFrame().hex()).startsWith("88 03ea");
    assertThat(catchEndlessTalk(peer)).isInstanceOf(IOException.class);
    awaitEndOfLoops();
  }

  @Test
  void aSlowServerLosesItsConnectionWith1008IfThePolicyIsSo() throws Exception {
    WebSocketClient client =
        builder()
            .overflowPolicy(OverflowPolicy.CLOSE_CONNECTION)
            .limits(Limits.DEFAULT.withMaxQueuedBytes(1 << 20))
            .build();
    ScriptedServer.Opened opened = server.open(client, patient);
    int sent = 0;
    while (opened.session().sendBinary(ByteBuffer.allocate(10_000)) != SendStatus.CLOSED) {
      sent++;
    }

    int whole = 0;
    ScriptedPeer.Frame frame = opened.peer().readFrame();
    while (frame.firstByte() == 0x82) {
      assertThat(frame.payload()).hasSize(10_000);
      whole++;
      frame = opened.peer().readFrame();
    }

    assertThat(frame.hex()).startsWith("88 03f0");
    assertThat(whole).isLessThan(sent);
    opened.peer().close();
    assertThat(patient.next()).isEqualTo("open");
    assertThat(patient.next()).startsWith("close 1008").doesNotEndWith("clean");
    assertEndsWith(patient);
  }

  @Test
  void aHandlerThatThrowsCostsItsConnection1011AndOneLineOfLog() throws Exception {
    assertHandlerFailure(
        new RecordingHandler() {
          @Override
          public void onText(WebSocketSession session, String text) {
            throw new IllegalStateException("quoting\r\n" + text);
          }
        },
        "java.lang.IllegalStateException: quoting\r\nx");
  }

  @Test
  void anErrorOfAHandlerIsNoWorseThanAnException() throws Exception {
    assertHandlerFailure(
        new RecordingHandler() {
          @Override
          public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
            record("open");
            throw new StackOverflowError("deep");
          }
        },
        "java.lang.StackOverflowError: deep");
  }

  private void assertHandlerFailure(RecordingHandler failing, String error) throws Exception {
    BlockingQueue<String> log = new LinkedBlockingQueue<>();
    Handler toQueue = new QueueingLogHandler(log);
    Logger logger = Logger.getLogger("io.github.baseframe.client");
    logger.addHandler(toQueue);
    logger.setUseParentHandlers(false);
    try {
      ScriptedPeer peer = server.open(builder().build(), failing, "810178").peer();
      assertThat(peer.readFrame().hex()).startsWith("88 03f3");
      assertThat(peer.isCut()).isTrue();
      peer.close();
      assertEndsWith(failing, "open", "error " + error, "close 1011 internal error");
    } finally {
      logger.removeHandler(toQueue);
      logger.setUseParentHandlers(true);
    }
    assertThat(log)
        .containsExactly(
            "The handler of the connection to 127.0.0.1:"
                + server.port()
                + " failed, its connection gets 1011: "
                + error.replaceAll("\\p{Cntrl}", " "));
  }

  /** Keeps what is logged. */
  private static final class QueueingLogHandler extends Handler {
    private final BlockingQueue<String> messages;

    QueueingLogHandler(BlockingQueue<String> messages) {
      this.messages = messages;
    }

    @Override
    public void publish(LogRecord record) {
      messages.add(record.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
