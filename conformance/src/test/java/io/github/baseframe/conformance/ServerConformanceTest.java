package io.github.baseframe.conformance;

import io.github.baseframe.conformance.fuzzing.FuzzingClient;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.server.WebSocketServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** All cases against the server, over sockets. */
class ServerConformanceTest {

  private static final int MAX_MESSAGE_BYTES = 64 << 20;

  private static WebSocketServer server;

  @BeforeAll
  static void start() throws IOException {
    server =
        WebSocketServer.builder()
            .port(0)
            .limits(
                Limits.DEFAULT
                    .withMaxMessageBytes(MAX_MESSAGE_BYTES)
                    .withMaxQueuedBytes(2L * MAX_MESSAGE_BYTES))
            .overflowPolicy(OverflowPolicy.CLOSE_CONNECTION)
            .route("/", new Echo())
            .start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @TestFactory
  Stream<DynamicTest> overSockets() {
    return ParallelCases.tests(
        Role.SERVER, new FuzzingClient("ws://127.0.0.1:" + server.port() + "/")::run);
  }

  private static final class Echo implements WebSocketHandler {
    @Override
    public void onUtf8Text(WebSocketSession session, ByteBuffer utf8) {
      session.sendUtf8Text(utf8);
    }

    @Override
    public void onBinary(WebSocketSession session, ByteBuffer payload) {
      session.sendBinary(payload);
    }
  }
}
