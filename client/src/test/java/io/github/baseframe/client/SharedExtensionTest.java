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
  private final WebSocketClient client = builder().extension(this::newNegotiator).build();

  /** Offers an extension that no answer agrees to. */
  private class TestNegotiator implements ExtensionNegotiator {
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
  }

  private ExtensionNegotiator newNegotiator() {
    made.incrementAndGet();
    return new TestNegotiator();
  }

  @Test
  void connectionsShareItAndTheLastOneGivesItBack() throws Exception {
    assertThat(made).hasValue(0);
    ScriptedServer.Opened first = server.open(client, handler);
    assertThat(handler.next()).isEqualTo("open");
    ScriptedServer.Opened second = server.open(client, handler);
    assertThat(handler.next()).isEqualTo("open");
    assertThat(made).hasValue(1);

    first.peer().close();
    assertThat(handler.next()).isEqualTo("close 1006");
    assertThat(closed).hasValue(0);
    second.peer().reset();
    awaitEndOfLoops();
    assertThat(closed).hasValue(1);
  }

  @Test
  void afterTheLastConnectionThereMayBeAFirstOneAgain() throws Exception {
    for (int round = 1; round <= 3; round++) {
      server.open(client, handler).peer().close();
      awaitEndOfLoops();
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
    awaitEndOfLoops();
    assertThat(closed).hasValue(1);

    CompletableFuture<?> connecting = ScriptedServer.connect(client, server.uri(), handler);
    ScriptedPeer peer = server.accept();
    peer.send(
        ScriptedPeer.response(peer.readHead(), "Sec-WebSocket-Extensions: x-test; surprise\r\n"));
    assertThatThrownBy(() -> ScriptedServer.get(connecting))
        .cause()
        .hasMessageContaining("extension");
    awaitEndOfLoops();
    assertThat(closed).hasValue(2).hasValue(made.get());
  }

  @Test
  void oneThatCannotBeMadeCostsTheConnectionOnly() throws Exception {
    WebSocketClient unlucky =
        builder()
            .extension(
                () -> {
                  throw new IllegalStateException("no extension");
                })
            .build();

    assertThatThrownBy(() -> unlucky.connect(server.uri(), handler))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no extension");
    awaitEndOfLoops();
  }

  @Test
  void oneThatFailsWhenTheConnectionIsToBeginCostsTheConnectionOnly() throws Exception {
    Extension agreed = new Extension("x-test", List.of());
    ExtensionNegotiator failing =
        new TestNegotiator() {
          @Override
          public Agreement verify(List<Extension> answer) {
            return new Agreement(
                agreed,
                () -> {
                  throw new IllegalStateException("no transform");
                });
          }
        };
    CompletableFuture<?> connecting =
        ScriptedServer.connect(builder().extension(() -> failing).build(), server.uri(), handler);
    ScriptedPeer peer = server.accept();
    peer.send(ScriptedPeer.response(peer.readHead(), "Sec-WebSocket-Extensions: x-test\r\n"));

    assertThatThrownBy(() -> ScriptedServer.get(connecting))
        .cause()
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no transform");
    awaitEndOfLoops();
    assertThat(closed).hasValue(1);
  }

  @Test
  void oneThatCannotSayWhatItOffersIsGivenBack() throws Exception {
    ExtensionNegotiator silent =
        new TestNegotiator() {
          @Override
          public List<Extension> offers() {
            throw new IllegalStateException("no offers");
          }
        };
    WebSocketClient unlucky = builder().extension(() -> silent).build();

    assertThatThrownBy(() -> unlucky.connect(server.uri(), handler)).hasMessage("no offers");
    awaitEndOfLoops();
    assertThat(closed).hasValue(1);
  }
}
