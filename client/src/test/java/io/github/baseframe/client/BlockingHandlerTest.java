package io.github.baseframe.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.WebSocketSession;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A handler on an executor may block: nobody but what waits for itself waits for it. */
class BlockingHandlerTest extends ScriptedTest {

  /** Takes no message before it is let go. */
  private static class BlockedHandler extends RecordingHandler {
    final CountDownLatch go = new CountDownLatch(1);

    final void block() {
      record("blocked");
      try {
        assertThat(go.await(ScriptedServer.DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void onText(WebSocketSession session, String text) {
      if (go.getCount() > 0) {
        block();
      }
      super.onText(session, text);
    }
  }

  private final BlockedHandler blocked = new BlockedHandler();

  private ScriptedPeer openBlocked(WebSocketClient client) throws Exception {
    ScriptedPeer peer = server.open(client, blocked, "810178").peer();
    assertThat(blocked.next()).isEqualTo("open");
    assertThat(blocked.next()).isEqualTo("blocked");
    return peer;
  }

  @Test
  void itHoldsUpNeitherOtherConnectionsNorThePongsOfItsOwn() throws Exception {
    WebSocketClient client = builder().build();
    ScriptedPeer peer = openBlocked(client);

    peer.sendHex("890131");
    assertThat(peer.readFrame().hex()).isEqualTo("8a 31");
    ScriptedServer.Opened other = server.open(client, handler, "810178");
    assertThat(handler.next()).isEqualTo("open");
    assertThat(handler.next()).isEqualTo("text x");
    other.session().sendText("y");
    assertThat(other.peer().readFrame().hex()).isEqualTo("81 79");

    blocked.go.countDown();
    assertThat(blocked.next()).isEqualTo("text x");
    assertThat(blocked.next()).isEqualTo("ping 1");
  }

  @Test
  void whatWaitsForItIsBoundedAndReadingGoesOnAfterwards() throws Exception {
    int messages = 1024;
    int size = 60_000;
    AtomicInteger bytes = new AtomicInteger();
    BlockedHandler counting =
        new BlockedHandler() {
          @Override
          public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
            block();
          }

          @Override
          public void onBinary(WebSocketSession session, ByteBuffer payload) {
            bytes.addAndGet(payload.remaining());
          }
        };
    ScriptedPeer peer = server.open(builder().build(), counting).peer();
    byte[] message = new byte[4 + size];
    ByteBuffer.wrap(message).put((byte) 0x82).put((byte) 126).putShort((short) size);
    CompletableFuture<Void> sending =
        CompletableFuture.runAsync(
            () -> {
              try {
                for (int i = 0; i < messages; i++) {
                  peer.send(message);
                }
                peer.sendHex("8900");
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            },
            ScriptedServer::inThread);

    // More than inbox and socket buffers hold: as nobody reads, its end does not get through.
    peer.socket().setSoTimeout(500);
    assertThat(catchThrowable(peer::readFrame)).isInstanceOf(SocketTimeoutException.class);
    assertThat(sending).isNotDone();

    peer.socket().setSoTimeout(ScriptedServer.DEADLINE_SECONDS * 1000);
    counting.go.countDown();
    assertThat(peer.readFrame().hex()).isEqualTo("8a");
    ScriptedServer.get(sending);
    await(() -> bytes.get() == messages * size);
  }

  @Test
  void itIsToldEverythingInOrderAndTheEndLastAndOnce() throws Exception {
    ScriptedPeer peer = openBlocked(builder().build());
    peer.sendHex("810179" + "890131" + "81017a" + "880203e8");
    assertThat(peer.readFrame().hex()).isEqualTo("8a 31");
    assertThat(peer.readFrame().hex()).isEqualTo("88 03e8");
    peer.close();

    blocked.go.countDown();

    for (String event : new String[] {"text x", "text y", "ping 1", "text z", "close 1000 clean"}) {
      assertThat(blocked.next()).isEqualTo(event);
    }
    awaitEndOfLoops();
    assertThat(blocked.nextIfAny()).isNull();
  }

  @Test
  void theLoopDoesNotEndWhileItIsBeingCalled() throws Exception {
    openBlocked(builder().build()).reset();
    // A connection that comes and goes later shows that the one before has ended.
    WebSocketClient sharing = builder().build();
    server.open(sharing, handler).peer().close();
    assertThat(handler.next()).isEqualTo("open");
    assertThat(handler.next()).isEqualTo("close 1006");
    await(() -> !threads.get(1).isAlive());

    assertThat(threads.get(0).isAlive()).isTrue();

    blocked.go.countDown();
    awaitEndOfLoops();
  }

  @Test
  void anExecutorThatRejectsACallCostsTheConnection1013() throws Exception {
    assertTryAgainLater(
        () -> {
          throw new RejectedExecutionException("no more");
        });
  }

  @Test
  void anExecutorWithoutMemoryForAThreadCostsTheConnection1013() throws Exception {
    assertTryAgainLater(
        () -> {
          throw new OutOfMemoryError("unable to create native thread");
        });
  }

  private void assertTryAgainLater(Runnable refusal) throws Exception {
    CompletableFuture<Void> firstCalls = new CompletableFuture<>();
    Executor once =
        new Executor() {
          private int calls;

          @Override
          public void execute(Runnable work) {
            if (++calls == 2) {
              refusal.run();
            }
            ScriptedServer.inThread(
                () -> {
                  work.run();
                  firstCalls.complete(null);
                });
          }
        };
    ScriptedPeer peer = server.open(builder().executor(once).build(), handler).peer();
    assertThat(handler.next()).isEqualTo("open");
    ScriptedServer.get(firstCalls);

    peer.sendHex("810178");

    assertThat(peer.readFrame().hex()).startsWith("88 03f5");
    peer.close();
    assertThat(handler.next()).isEqualTo("close 1013 try again later");
    awaitEndOfLoops();
    assertThat(handler.nextIfAny()).isNull();
  }

  @Test
  void onWritableWaitsForTheEndOfACallThatSends() throws Exception {
    CompletableFuture<Integer> sent = new CompletableFuture<>();
    RecordingHandler filling =
        new RecordingHandler() {
          @Override
          public void onText(WebSocketSession session, String text) {
            int count = 1;
            while (session.sendBinary(ByteBuffer.allocate(10_000)) == SendStatus.SENT) {
              count++;
            }
            sent.complete(count);
            awaitWritten(session);
            // onWritable is owed now.
            session.sendText("more");
            awaitWritten(session);
            record("all written");
          }
        };
    ScriptedPeer peer = server.open(builder().build(), filling, "810178").peer();

    int count = ScriptedServer.get(sent);
    for (int i = 0; i < count; i++) {
      peer.readFrame();
    }

    assertThat(filling.next()).isEqualTo("open");
    assertThat(filling.next()).isEqualTo("all written");
    assertThat(filling.next()).isEqualTo("writable");
  }
}
