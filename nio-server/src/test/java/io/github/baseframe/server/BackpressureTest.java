package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.nio.testing.Await;
import io.github.baseframe.nio.testing.RecordingHandler;
import io.github.baseframe.nio.websocket.Sessions;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.protocol.message.Admission;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A peer that reads slower than is sent to it: what waits is bounded, and nobody else suffers. */
class BackpressureTest {

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  @Test
  void whoDoesNotTakeOurAnswersIsNotListenedToAndOthersAre() throws Exception {
    int frameBytes = 8 + (16 << 10);
    int frames = 4096;
    int threshold = 128 << 10;
    int readBuffer = 32 << 10;
    AtomicLong mostWaiting = new AtomicLong();
    CountDownLatch paused = new CountDownLatch(1);
    EchoHandler echo =
        new EchoHandler() {
          @Override
          public void onBinary(WebSocketSession session, ByteBuffer payload) {
            super.onBinary(session, payload);
            mostWaiting.accumulateAndGet(session.bufferedAmount(), Math::max);
            if (session.bufferedAmount() > threshold) {
              paused.countDown();
            }
          }
        };
    try (WebSocketServer server =
            WebSocketServer.builder()
                .port(0)
                .loops(1)
                .pauseReadingBytes(threshold)
                .readBufferBytes(readBuffer)
                .route("/", echo)
                .start();
        RawClient greedy = RawClient.open(server, "/");
        RawClient other = RawClient.open(server, "/")) {
      byte[] frame = new byte[frameBytes];
      System.arraycopy(new byte[] {(byte) 0x82, (byte) 0xfe, 0x40, 0}, 0, frame, 0, 4);
      Future<?> writer = threads.submit(() -> send(greedy, frame, frames));
      assertThat(paused.await(10, TimeUnit.SECONDS)).isTrue();
      other.sendHex("8281" + "00000000" + "61");
      assertThat(other.readHex(3)).isEqualTo("820161");

      for (int i = 0; i < frames; i++) {
        assertThat(greedy.readHex(4)).isEqualTo("827e4000");
        greedy.read(frameBytes - 8);
      }
      writer.get(10, TimeUnit.SECONDS);

      assertThat(mostWaiting.get()).isBetween((long) threshold, (long) threshold + 2 * readBuffer);
    }
  }

  private static Void send(RawClient client, byte[] frame, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      client.send(frame);
    }
    return null;
  }

  /** Fills the socket's buffers, so that the next message waits in the queue. */
  private static void fill(WebSocketSession session) {
    session.sendBinary(ByteBuffer.allocate(15 << 20));
  }

  private static final class FloodingHandler extends RecordingHandler {
    @Override
    public void onText(WebSocketSession session, String text) {
      fill(session);
      SendStatus status = SendStatus.QUEUED;
      int taken = 0;
      for (; status == SendStatus.QUEUED; taken++) {
        status = session.sendBinary(ByteBuffer.allocate(64 << 10));
      }
      record(status + " at " + session.bufferedAmount());
    }
  }

  @Test
  void aFullQueueDropsMessagesAndSaysWhenItIsEmpty() throws IOException {
    FloodingHandler flooding = new FloodingHandler();
    try (WebSocketServer server = WebSocketServer.builder().port(0).route("/", flooding).start();
        RawClient client = RawClient.open(server, "/")) {
      client.sendHex("818100000000" + "61");
      assertThat(flooding.next()).isEqualTo("open /");
      String result = flooding.next();
      assertThat(result).startsWith("DROPPED at ");
      long waiting = Long.parseLong(result.substring(11));
      assertThat(waiting).isBetween((16L << 20) - (65 << 10), 16L << 20);

      client.read((int) waiting);

      assertThat(flooding.next()).isEqualTo("writable");
    }
  }

  @Test
  void aFullQueueClosesTheConnectionWhereThePolicySaysSo() throws IOException {
    FloodingHandler flooding = new FloodingHandler();
    try (WebSocketServer server =
            WebSocketServer.builder()
                .port(0)
                .overflowPolicy(OverflowPolicy.CLOSE_CONNECTION)
                .route("/", flooding)
                .start();
        RawClient client = RawClient.open(server, "/")) {
      client.sendHex("818100000000" + "61");

      assertThat(flooding.next()).isEqualTo("open /");
      assertThat(flooding.next()).isEqualTo("close 1008 unclean");
      assertThat(flooding.next()).startsWith("CLOSED at ");
      byte[] all = client.readToEnd();
      assertThat(new String(all, all.length - 33, 33, java.nio.charset.StandardCharsets.US_ASCII))
          .endsWith("too slow: the send queue is full");
    }
  }

  @Test
  void whatOtherThreadsSendCountsBeforeItIsInTheQueue() throws Exception {
    RecordingHandler handler = new RecordingHandler();
    int limit = 100_000;
    try (WebSocketServer server =
            WebSocketServer.builder()
                .port(0)
                .loops(1)
                .limits(Limits.DEFAULT.withMaxQueuedBytes(limit))
                .route("/", handler)
                .start();
        RawClient client = RawClient.open(server, "/")) {
      WebSocketSession session = handler.nextSession();
      CountDownLatch loopIsHeld = new CountDownLatch(1);
      holdLoop(session, loopIsHeld);
      List<SendStatus> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        // 10,000 bytes with the header, and with what it costs to hand it over.
        answers.add(session.sendBinary(ByteBuffer.allocate(9_996 - Admission.OVERHEAD_BYTES)));
      }

      assertThat(session.bufferedAmount()).isEqualTo(limit);
      assertThat(answers.subList(0, 10)).containsOnly(SendStatus.SENT);
      assertThat(answers.subList(10, 20)).containsOnly(SendStatus.DROPPED);
      loopIsHeld.countDown();
      int wireBytes = limit - 10 * Admission.OVERHEAD_BYTES;
      assertThat(client.read(wireBytes)).hasSize(wireBytes);
      assertThat(handler.next()).isEqualTo("open /");
      assertThat(handler.next()).isEqualTo("writable");
      Await.until("nothing waits", () -> session.bufferedAmount() == 0);
    }
  }

  @Test
  void anotherThreadThatOverflowsTheQueueClosesTheConnectionWhereThePolicySaysSo()
      throws Exception {
    RecordingHandler handler = new RecordingHandler();
    try (WebSocketServer server =
            WebSocketServer.builder()
                .port(0)
                .limits(Limits.DEFAULT.withMaxQueuedBytes(1000))
                .overflowPolicy(OverflowPolicy.CLOSE_CONNECTION)
                .route("/", handler)
                .start();
        RawClient client = RawClient.open(server, "/")) {
      WebSocketSession session = handler.nextSession();
      CountDownLatch loopIsHeld = new CountDownLatch(1);
      holdLoop(session, loopIsHeld);
      assertThat(session.sendText("first")).isEqualTo(SendStatus.SENT);
      assertThat(session.sendBinary(ByteBuffer.allocate(1000))).isEqualTo(SendStatus.CLOSED);
      assertThat(session.isOpen()).isFalse();
      assertThat(session.sendText("after")).isEqualTo(SendStatus.CLOSED);
      loopIsHeld.countDown();

      assertThat(client.readHexToEnd()).contains("03f0");
      assertThat(handler.next()).isEqualTo("open /");
      assertThat(handler.next()).isEqualTo("close 1008 unclean");
    }
  }

  /** Keeps the session's loop from working until the latch is down. */
  private static void holdLoop(WebSocketSession session, CountDownLatch until) {
    CountDownLatch held = new CountDownLatch(1);
    Sessions.loopOf(session)
        .execute(
            () -> {
              held.countDown();
              try {
                until.await(10, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    try {
      assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatOtherThreadsAreToldWasTakenArrivesInTheirOrder() throws Exception {
    RecordingHandler handler = new RecordingHandler();
    int senders = 4;
    int messages = 20_000;
    try (WebSocketServer server =
            WebSocketServer.builder()
                .port(0)
                .loops(1)
                .limits(Limits.DEFAULT.withMaxQueuedBytes(50_000))
                .route("/", handler)
                .start();
        RawClient client = RawClient.open(server, "/")) {
      WebSocketSession session = handler.nextSession();
      List<Future<List<Integer>>> taken = new ArrayList<>();
      for (int sender = 0; sender < senders; sender++) {
        int id = sender;
        taken.add(threads.submit(() -> sendNumbers(session, id, messages)));
      }
      Future<List<List<Integer>>> received = threads.submit(() -> receiveNumbers(client, senders));
      List<List<Integer>> expected = new ArrayList<>();
      for (Future<List<Integer>> numbers : taken) {
        expected.add(numbers.get(10, TimeUnit.SECONDS));
      }
      session.close();

      assertThat(received.get(10, TimeUnit.SECONDS)).isEqualTo(expected);
    }
  }

  private static List<Integer> sendNumbers(WebSocketSession session, int sender, int count) {
    List<Integer> taken = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      ByteBuffer payload = ByteBuffer.allocate(8).putInt(sender).putInt(number).flip();
      SendStatus status =
          number % 2 == 0
              ? session.sendBinary(payload)
              : session.send(PreparedMessage.binary(payload));
      if (status != SendStatus.DROPPED) {
        taken.add(number);
      }
    }
    return taken;
  }

  private static List<List<Integer>> receiveNumbers(RawClient client, int senders)
      throws IOException {
    List<List<Integer>> received = new ArrayList<>();
    for (int i = 0; i < senders; i++) {
      received.add(new ArrayList<>());
    }
    while (client.readHex(2).equals("8208")) {
      ByteBuffer payload = ByteBuffer.wrap(client.read(8));
      received.get(payload.getInt()).add(payload.getInt());
    }
    return received;
  }
}
