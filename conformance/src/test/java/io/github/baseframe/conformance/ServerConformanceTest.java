package io.github.baseframe.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.client.WebSocketClient;
import io.github.baseframe.conformance.fuzzing.FuzzingClient;
import io.github.baseframe.conformance.testee.TesteeServer;
import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.protocol.deflate.PerMessageDeflate;
import io.github.baseframe.server.WebSocketServer;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** All cases against the server, over sockets. */
class ServerConformanceTest {

  private static WebSocketServer server;
  private static WebSocketServer takingOver;

  @BeforeAll
  static void start() throws IOException {
    server = TesteeServer.start("127.0.0.1", 0);
    takingOver =
        TesteeServer.start(
            "127.0.0.1",
            0,
            PerMessageDeflate.defaults(Role.SERVER)
                .withContextTakeover(true, true)
                .withMinMessageBytes(0));
  }

  @AfterAll
  static void stop() {
    server.close();
    takingOver.close();
  }

  @TestFactory
  Stream<DynamicTest> overSockets() {
    return ParallelCases.tests(Role.SERVER, fuzzingClient(server)::run);
  }

  /** By default the server takes no context over. */
  @TestFactory
  Stream<DynamicTest> overSocketsWithContextTakeover() {
    return ParallelCases.compressionTests(Role.SERVER, fuzzingClient(takingOver)::run);
  }

  @Test
  void theOneTakesContextOverAndTheOtherDoesNot() throws Exception {
    assertThat(agreedOn(server))
        .isEqualTo("permessage-deflate; server_no_context_takeover; client_no_context_takeover");
    assertThat(agreedOn(takingOver)).isEqualTo("permessage-deflate");
  }

  private static String agreedOn(WebSocketServer subject) throws Exception {
    CompletableFuture<String> extensions = new CompletableFuture<>();
    WebSocketHandler handler =
        new WebSocketHandler() {
          @Override
          public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
            extensions.complete(handshake.header("Sec-WebSocket-Extensions"));
          }
        };
    WebSocketClient.builder()
        .build()
        .connect("ws://127.0.0.1:" + subject.port() + "/", handler)
        .close();
    return extensions.get(10, TimeUnit.SECONDS);
  }

  private static FuzzingClient fuzzingClient(WebSocketServer subject) {
    return new FuzzingClient("ws://127.0.0.1:" + subject.port() + "/");
  }
}
