package io.github.baseframe.conformance;

import io.github.baseframe.conformance.fuzzing.FuzzingClient;
import io.github.baseframe.conformance.testee.TesteeServer;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.server.WebSocketServer;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** All cases against the server, over sockets. */
class ServerConformanceTest {

  private static WebSocketServer server;

  @BeforeAll
  static void start() throws IOException {
    server = TesteeServer.start("127.0.0.1", 0);
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
}
