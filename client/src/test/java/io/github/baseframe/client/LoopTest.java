package io.github.baseframe.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.WebSocketSession;
import java.io.File;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * The event loop of a client: its thread comes with the first connection and goes after the last.
 */
class LoopTest extends ScriptedTest {

  private void openAndClose(WebSocketClient client) throws Exception {
    server.open(client, handler).peer().close();
    assertThat(handler.next()).isEqualTo("open");
    assertThat(handler.next()).isEqualTo("close 1006");
  }

  @Test
  void itEndsAfterTheLastConnectionAndAnotherStartsWithTheNext() throws Exception {
    WebSocketClient client = builder().build();
    assertThat(threads).isEmpty();

    openAndClose(client);
    awaitEndOfLoops();
    openAndClose(client);
    awaitEndOfLoops();

    assertThat(threads).hasSize(2);
  }

  @Test
  void allConnectionsOfAClientAreOnOneLoopThatStaysUntilTheLastHasEnded() throws Exception {
    WebSocketClient client = builder().build();
    ScriptedPeer last = server.open(client, new RecordingHandler()).peer();
    for (int i = 0; i < 3; i++) {
      openAndClose(client);
    }

    last.sendHex("890131");

    assertThat(last.readFrame().hex()).isEqualTo("8a 31");
    assertThat(threads).hasSize(1);
  }

  @Test
  void clientsThatShareALoopHaveOneThread() throws Exception {
    WebSocketClient owner = builder().build();
    WebSocketClient sharing = builder().shareLoopOf(owner).build();

    ScriptedPeer first = server.open(sharing, handler).peer();
    ScriptedPeer second = server.open(owner, handler).peer();
    first.close();
    second.sendHex("890131");

    assertThat(second.readFrame().hex()).isEqualTo("8a 31");
    assertThat(threads).hasSize(1);
    second.close();
    awaitEndOfLoops();
  }

  @Test
  void manyIdleConnectionsHaveNoThreadButTheLoops() throws Exception {
    int connections = 1000;
    WebSocketClient client = builder().build();
    AtomicInteger open = new AtomicInteger();
    RecordingHandler counting =
        new RecordingHandler() {
          @Override
          public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
            open.incrementAndGet();
          }
        };
    CompletableFuture<Void> agreeing =
        CompletableFuture.runAsync(
            () -> {
              try {
                for (int i = 0; i < connections; i++) {
                  server.accept().agree("");
                }
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            },
            ScriptedServer::inThread);

    for (int i = 0; i < connections; i++) {
      client.connect(server.uri(), counting);
    }
    ScriptedServer.get(agreeing);
    await(() -> open.get() == connections);

    assertThat(threads).hasSize(1);
    await(
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("baseframe-client")));
  }

  @Test
  void connectingOnItsThreadIsRefusedAsItWouldWaitForItself() throws Exception {
    WebSocketClient client = builder().handlersOnLoop().build();
    WebSocketClient sharing = builder().shareLoopOf(client).build();
    RecordingHandler connecting =
        new RecordingHandler() {
          @Override
          public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
            for (WebSocketClient any : new WebSocketClient[] {client, sharing}) {
              assertThatThrownBy(() -> any.connect(server.uri(), this))
                  .isInstanceOf(IllegalStateException.class);
            }
            record("refused");
          }
        };

    server.open(client, connecting);

    assertThat(connecting.next()).isEqualTo("refused");
  }

  @Test
  void aHandlerOnTheExecutorMayConnect() throws Exception {
    WebSocketClient client = builder().build();
    RecordingHandler connecting =
        new RecordingHandler() {
          @Override
          public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
            try {
              client.connect(server.uri(), handler);
            } catch (IOException e) {
              record(e.toString());
            }
          }
        };
    server.open(client, connecting);
    server.accept().agree("");

    assertThat(handler.next()).isEqualTo("open");
    assertThat(connecting.nextIfAny()).isNull();
  }

  @Test
  void itsThreadKeepsTheJvmAliveUnlessSetOtherwise() throws Exception {
    RecordingHandler naming =
        new RecordingHandler() {
          @Override
          public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
            Thread thread = Thread.currentThread();
            record(thread.getName() + (thread.isDaemon() ? " daemon" : ""));
          }
        };

    server.open(WebSocketClient.builder().handlersOnLoop().build(), naming);
    assertThat(naming.next()).isEqualTo("baseframe-client");
    server.open(WebSocketClient.builder().build(), naming);
    assertThat(naming.next()).isEqualTo("baseframe-client handler daemon");
  }

  @Test
  void aThreadFactoryThatMakesNoThreadCostsTheConnectionOnly() {
    WebSocketClient client = WebSocketClient.builder().threadFactory(task -> null).build();

    assertThatThrownBy(() -> client.connect(server.uri(), handler))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the thread factory made no thread");
    assertThat(handler.nextIfAny()).isNull();
  }

  @Test
  void aThreadThatCannotBeStartedCostsTheConnectionOnly() throws Exception {
    AtomicInteger made = new AtomicInteger();
    WebSocketClient client =
        WebSocketClient.builder()
            .threadFactory(
                task -> {
                  Thread thread =
                      made.incrementAndGet() > 1
                          ? new Thread(task)
                          : new Thread() {
                            @Override
                            public void start() {
                              throw new OutOfMemoryError("unable to create native thread");
                            }
                          };
                  thread.setDaemon(true);
                  return thread;
                })
            .build();

    assertThatThrownBy(() -> client.connect(server.uri(), handler))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(handler.nextIfAny()).isNull();

    openAndClose(client);
  }

  @Test
  void aThreadThatCannotBeStartedLeavesNoFileOpen() {
    File openFiles = new File("/proc/self/fd");
    assumeTrue(openFiles.isDirectory(), "only Linux tells which files are open");
    int attempts = 200;
    WebSocketClient client =
        WebSocketClient.builder()
            .readBufferBytes(1)
            .threadFactory(
                task ->
                    new Thread() {
                      @Override
                      public void start() {
                        throw new OutOfMemoryError("unable to create native thread");
                      }
                    })
            .build();
    int before = openFiles.list().length;

    for (int i = 0; i < attempts; i++) {
      assertThatThrownBy(() -> client.connect(server.uri(), handler))
          .isInstanceOf(OutOfMemoryError.class);
    }

    assertThat(openFiles.list().length).isLessThan(before + attempts);
  }
}
