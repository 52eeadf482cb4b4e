package io.github.baseframe.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.WebSocketSession;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What goes over an open connection, both ways. */
class ClientConnectionTest extends BothStylesTest {

  private static ByteBuffer bytes(int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length);
    for (int value : values) {
      buffer.put((byte) value);
    }
    return buffer.flip();
  }

  @Test
  void messagesGoBothWays() throws Exception {
    ScriptedServer.Opened opened = server.open(builder().build(), handler);
    WebSocketSession session = opened.session();
    assertThat(handler.next()).isEqualTo("open");

    assertThat(session.sendText("Hello")).isEqualTo(SendStatus.SENT);
    assertThat(session.sendUtf8Text(bytes(0xC3, 0xA4))).isEqualTo(SendStatus.SENT);
    assertThat(session.sendBinary(bytes(1, 2))).isEqualTo(SendStatus.SENT);
    assertThat(session.send(PreparedMessage.text("x"))).isEqualTo(SendStatus.SENT);
    assertThat(session.sendPing(bytes(3))).isEqualTo(SendStatus.SENT);
    assertThat(session.sendPong(bytes(4))).isEqualTo(SendStatus.SENT);

    for (String frame : List.of("81 48656c6c6f", "81 c3a4", "82 0102", "81 78", "89 03", "8a 04")) {
      assertThat(opened.peer().readFrame().hex()).isEqualTo(frame);
    }
    opened.peer().sendHex("810548656c6c6f" + "82020304" + "8a0141");
    assertThat(handler.next()).isEqualTo("text Hello");
    assertThat(handler.next()).isEqualTo("binary 0304");
    assertThat(handler.next()).isEqualTo("pong A");
  }

  @Test
  void framesThatCameInOneSegmentWithTheResponseAreNotLost() throws Exception {
    server.open(builder().build(), handler, "810548656c6c6f" + "8900");

    assertThat(handler.next()).isEqualTo("open");
    assertThat(handler.next()).isEqualTo("text Hello");
    assertThat(handler.next()).isEqualTo("ping");
  }

  @Test
  void theSessionKnowsPeerStateAndAttachment() throws Exception {
    ScriptedServer.Opened opened = server.open(builder().build(), handler);
    WebSocketSession session = opened.session();

    session.attach("a user");

    assertThat(session.attachment()).isEqualTo("a user");
    assertThat(session.peerAddress()).isEqualTo(new InetSocketAddress("127.0.0.1", server.port()));
    assertThat(session.subprotocol()).isNull();
    assertThat(session.isOpen()).isTrue();
    session.close();
    assertThat(session.isOpen()).isFalse();
    assertThat(session.sendText("late")).isEqualTo(SendStatus.CLOSED);
  }

  @Test
  void everyPingOfAReadingServerIsAnsweredInOrder() throws Exception {
    ScriptedPeer peer = server.open(builder().build(), handler).peer();

    peer.sendHex("890131890132890133");

    assertThat(peer.readFrame().hex()).isEqualTo("8a 31");
    assertThat(peer.readFrame().hex()).isEqualTo("8a 32");
    assertThat(peer.readFrame().hex()).isEqualTo("8a 33");
  }

  @Test
  void whatAnApplicationMustNotSendIsRefusedAndTheConnectionGoesOn() throws Exception {
    ScriptedServer.Opened opened = server.open(builder().build(), handler);
    WebSocketSession session = opened.session();

    assertThatThrownBy(() -> session.sendText("\uD800"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> session.sendPing(ByteBuffer.allocate(126)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> session.close(1005, "")).isInstanceOf(IllegalArgumentException.class);

    session.sendText("x");
    assertThat(opened.peer().readFrame().hex()).isEqualTo("81 78");
  }

  @Test
  void aMessageIsWholeWhateverTheReadBuffersSize() throws Exception {
    ScriptedPeer peer =
        server.open(builder().readBufferBytes(1).build(), handler, "810548656c6c6f").peer();
    assertThat(handler.next()).isEqualTo("open");
    assertThat(handler.next()).isEqualTo("text Hello");

    peer.sendHex("010248658003" + "6c6c6f");

    assertThat(handler.next()).isEqualTo("text Hello");
  }

  @Test
  void aLargeMessageIsSentInFragmentsOfTheSetSize() throws Exception {
    ScriptedServer.Opened opened = server.open(builder().maxOutgoingFrameBytes(2).build(), handler);

    opened.session().sendText("Hello");

    assertThat(opened.peer().readFrame().hex()).isEqualTo("01 4865");
    assertThat(opened.peer().readFrame().hex()).isEqualTo("00 6c6c");
    assertThat(opened.peer().readFrame().hex()).isEqualTo("80 6f");
  }

  @Test
  void framesOfManyThreadsAreWholeMaskedAndInOrderPerThread() throws Exception {
    int senders = 4;
    int messages = 500;
    Limits limits = Limits.DEFAULT.withMaxQueuedBytes(64 << 20);
    ScriptedServer.Opened opened = server.open(builder().limits(limits).build(), handler);
    for (int i = 0; i < senders; i++) {
      String name = i + ":";
      new Thread(
              () -> {
                for (int n = 0; n < messages; n++) {
                  opened.session().sendText(name + n + ":" + "x".repeat(n * 7));
                }
              })
          .start();
    }

    int[] next = new int[senders];
    Set<Integer> maskingKeys = new HashSet<>();
    for (int i = 0; i < senders * messages; i++) {
      ScriptedPeer.Frame frame = opened.peer().readFrame();
      String[] parts = frame.text().split(":", -1);
      int sender = Integer.parseInt(parts[0]);
      assertThat(frame.firstByte()).isEqualTo(0x81);
      assertThat(frame.masked()).isTrue();
      assertThat(parts[1]).isEqualTo(Integer.toString(next[sender]));
      assertThat(parts[2]).hasSize(next[sender] * 7);
      next[sender]++;
      maskingKeys.add(frame.maskingKey());
    }
    // Random keys may meet, but not often.
    assertThat(maskingKeys).hasSizeGreaterThan(senders * messages - 5);
  }

  @Test
  void sendingDoesNotChangeTheBytesOfTheCallerWhoMayChangeThemAfterwards() throws Exception {
    ScriptedServer.Opened opened = server.open(builder().build(), handler);
    byte[] payload = new byte[200_000];
    Arrays.fill(payload, (byte) 'a');

    opened.session().sendBinary(ByteBuffer.wrap(payload));
    assertThat(payload).containsOnly('a');
    Arrays.fill(payload, (byte) 'b');

    assertThat(opened.peer().readFrame().payload()).hasSize(200_000).containsOnly('a');
  }

  @Test
  void twoEndsThatOnlyWriteDoNotBlockEachOther() throws Exception {
    int messages = 24;
    int size = 1 << 20;
    Limits limits = Limits.DEFAULT.withMaxQueuedBytes(64 << 20);
    RecordingHandler echo =
        new RecordingHandler() {
          @Override
          public void onBinary(WebSocketSession session, ByteBuffer payload) {
            session.sendBinary(payload);
          }
        };
    ScriptedServer.Opened opened = server.open(builder().limits(limits).build(), echo);
    byte[] message = new byte[10 + size];
    ByteBuffer.wrap(message).put((byte) 0x82).put((byte) 127).putLong(size);

    // More than all socket buffers hold, in both directions, and nothing is read meanwhile.
    for (int i = 0; i < messages; i++) {
      opened.session().sendBinary(ByteBuffer.allocate(size));
      opened.peer().send(message);
    }

    for (int i = 0; i < 2 * messages; i++) {
      assertThat(opened.peer().readFrame().payload()).hasSize(size);
    }
  }

  @Test
  void aServerThatDoesNotReadCostsAtMostTheSetNumberOfBytes() throws Exception {
    int queueBytes = 1 << 20;
    int mostCountedTwice = 11_000;
    Limits limits = Limits.DEFAULT.withMaxQueuedBytes(queueBytes);
    ScriptedServer.Opened opened = server.open(builder().limits(limits).build(), handler);
    WebSocketSession session = opened.session();
    assertThat(handler.next()).isEqualTo("open");

    List<SendStatus> statuses = new ArrayList<>();
    int taken = 0;
    SendStatus status = SendStatus.SENT;
    // Who sends faster than the loop writes is refused before the transport is full.
    while (status != SendStatus.DROPPED || !statuses.contains(SendStatus.QUEUED)) {
      status = session.sendBinary(ByteBuffer.allocate(10_000));
      statuses.add(status);
      taken += status == SendStatus.DROPPED ? 0 : 1;
      assertThat(session.bufferedAmount()).isLessThan(queueBytes + mostCountedTwice);
    }
    assertThat(statuses).startsWith(SendStatus.SENT).contains(SendStatus.QUEUED);

    for (int i = 0; i < taken; i++) {
      assertThat(opened.peer().readFrame().payload()).hasSize(10_000);
    }
    await(() -> "writable".equals(handler.nextIfAny()) && session.bufferedAmount() == 0);
  }

  @Test
  void aPingFloodOfAServerThatDoesNotReadCostsNoMemory() throws Exception {
    CountDownLatch flooded = new CountDownLatch(1);
    RecordingHandler waiting =
        new RecordingHandler() {
          @Override
          public void onPing(WebSocketSession session, ByteBuffer payload) {}

          @Override
          public void onText(WebSocketSession session, String text) {
            flooded.countDown();
          }
        };
    ScriptedServer.Opened opened = server.open(builder().build(), waiting);
    WebSocketSession session = opened.session();
    while (session.bufferedAmount() < 4 << 20) {
      session.sendBinary(ByteBuffer.allocate(1 << 20));
    }
    long before = session.bufferedAmount();
    byte[] pings = new byte[127 * 1000];
    for (int i = 0; i < pings.length; i += 127) {
      pings[i] = (byte) 0x89;
      pings[i + 1] = 125;
    }

    for (int i = 0; i < 20; i++) {
      opened.peer().send(pings);
    }
    opened.peer().sendHex("810178");
    flooded.await();

    assertThat(session.bufferedAmount()).isLessThanOrEqualTo(before + 131);
  }
}
