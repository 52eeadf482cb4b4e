package io.github.baseframe.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.WebSocketSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When, by whom and with what guarantees a handler is called. */
class HandlerCallsTest extends BothStylesTest {

  @Test
  void aHandlerMayWaitForAnotherThreadThatSends() throws Exception {
    RecordingHandler waiting =
        new RecordingHandler() {
          @Override
          public void onText(WebSocketSession session, String text) {
            CompletableFuture<SendStatus> other =
                CompletableFuture.supplyAsync(
                    () -> session.sendText("from elsewhere"), ScriptedServer::inThread);
            try {
              record("sent " + ScriptedServer.get(other));
            } catch (Exception e) {
              record("waited in vain");
            }
          }
        };
    ScriptedPeer peer = server.open(builder().build(), waiting).peer();
    assertThat(waiting.next()).isEqualTo("open");

    peer.sendHex("810178");

    assertThat(waiting.next()).isEqualTo("sent SENT");
    assertThat(peer.readFrame().text()).isEqualTo("from elsewhere");
  }

  @Test
  void aHandlerMaySendAndCloseInEveryCall() throws Exception {
    RecordingHandler talking =
        new RecordingHandler() {
          @Override
          public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
            session.sendText("open");
          }

          @Override
          public void onText(WebSocketSession session, String text) {
            session.sendText(text);
            session.close(3000, "enough");
          }
        };
    ScriptedPeer peer = server.open(builder().build(), talking, "810178").peer();

    assertThat(peer.readFrame().hex()).isEqualTo("81 6f70656e");
    assertThat(peer.readFrame().hex()).isEqualTo("81 78");
    assertThat(peer.readFrame().hex()).isEqualTo("88 0bb8656e6f756768");
    peer.sendHex("88020bb8");
    assertThat(talking.next()).isEqualTo("close 3000 clean");
  }

  @Test
  void callsOfOneConnectionNeverOverlap() throws Exception {
    // So that no backlog of texts grows, which would take its time behind the last message.
    Semaphore room = new Semaphore(99);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    CompletableFuture<Void> writable = new CompletableFuture<>();
    RecordingHandler counting =
        new RecordingHandler() {
          private void call() {
            if (running.getAndIncrement() > 0) {
              overlaps.incrementAndGet();
            }
            Thread.yield();
            running.decrementAndGet();
          }

          @Override
          public void onText(WebSocketSession session, String text) {
            call();
            room.release();
            if (text.equals("z")) {
              record("last");
            }
          }

          @Override
          public void onWritable(WebSocketSession session) {
            call();
            writable.complete(null);
          }
        };
    ScriptedServer.Opened opened = server.open(builder().build(), counting);
    CompletableFuture<Void> sending =
        CompletableFuture.runAsync(
            () -> {
              ByteBuffer message = ByteBuffer.allocate(1 << 20);
              for (int i = 0; i < 30; i++) {
                // Until onWritable is owed.
                while (opened.session().sendBinary(message.clear()) == SendStatus.SENT) {
                  Thread.onSpinWait();
                }
                awaitWritten(opened.session());
              }
              opened.session().sendText("end");
            },
            ScriptedServer::inThread);
    CompletableFuture<Void> reading =
        CompletableFuture.runAsync(
            () -> {
              try {
                while (opened.peer().readFrame().firstByte() != 0x81) {
                  // What is sent is of no interest here.
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            ScriptedServer::inThread);
    while (!reading.isDone()) {
      if (room.tryAcquire(3, 10, TimeUnit.MILLISECONDS)) {
        opened.peer().sendHex("810161810161810161");
      }
    }
    ScriptedServer.get(sending);
    ScriptedServer.get(reading);
    opened.peer().sendHex("81017a");

    assertThat(counting.next()).isEqualTo("open");
    assertThat(counting.next()).isEqualTo("last");
    ScriptedServer.get(writable);
    assertThat(overlaps).hasValue(0);
  }
}
