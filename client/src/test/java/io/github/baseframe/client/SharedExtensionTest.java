package io.github.baseframe.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.protocol.handshake.Extension;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A client holds what its connections share as long as there are connections, and no longer. */
class SharedExtensionTest extends ScriptedTest {
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final WebSocketClient client = builder().extensions(this::newNegotiator).build();

  private ExtensionNegotiator newNegotiator() {
    made.incrementAndGet();
    return new ExtensionNegotiator() {
      @Override
      public Agreement accept(List<Extension> offers) {
        throw new AssertionError("this is a client");
      }

      @Override
      public List<Extension> offers() {
        return List.of(new Extension("x-test", List.of()));
      }

      @Override
      public Agreement verify(List<Extension> answer) {
        return null;
      }

      @Override
      public void close() {
        closed.incrementAndGet();
      }
    };
  }

  @Test
  void connectionsShareItAndTheLastOneGivesItBack() throws Exception {
    assertThat(made).hasValue(0);
    ScriptedServer.Opened first = server.open(client, handler);
    ScriptedServer.Opened second = server.open(client, handler);
    assertThat(made).hasValue(1);

    first.peer().close();
    await(() -> threads.stream().filter(Thread::isAlive).count() == 2);
    assertThat(closed).hasValue(0);
    second.peer().reset();
    awaitEndOfThreads();
    assertThat(closed).hasValue(1);
  }

  @Test
  void afterTheLastConnectionThereMayBeAFirstOneAgain() throws Exception {
    for (int round = 1; round <= 3; round++) {
      server.open(client, handler).peer().close();
      awaitEndOfThreads();
      assertThat(made).hasValue(round);
      assertThat(closed).hasValue(round);
    }
  }

  @Test
  void aConnectionThatFailsToOpenGivesItBack() throws Exception {
    int unusedPort;
    try (ServerSocket gone = new ServerSocket(0)) {
      unusedPort = gone.getLocalPort();
    }
    assertThatThrownBy(() -> client.connect("ws://127.0.0.1:" + unusedPort + "/", handler))
        .isInstanceOf(IOException.class);
    assertThat(closed).hasValue(1);

    CompletableFuture<?> connecting = ScriptedServer.connect(client, server.uri(), handler);
    ScriptedPeer peer = server.accept();
    peer.send(
        ScriptedPeer.response(peer.readHead(), "Sec-WebSocket-Extensions: x-test; surprise\r\n"));
    assertThatThrownBy(() -> ScriptedServer.get(connecting))
        .cause()
        .hasMessageContaining("extension");
    assertThat(closed).hasValue(2).hasValue(made.get());
  }

  @Test
  void aThreadFactoryThatFailsGivesItBack() throws Exception {
    WebSocketClient unlucky =
        WebSocketClient.builder()
            .extensions(this::newNegotiator)
            .threadFactory(
                task -> {
                  throw new IllegalStateException("no threads");
                })
            .build();
    CompletableFuture<?> connecting = ScriptedServer.connect(unlucky, server.uri(), handler);
    server.accept().agree("");

    assertThatThrownBy(() -> ScriptedServer.get(connecting)).hasMessageContaining("no threads");
    assertThat(closed).hasValue(1);
  }
}
