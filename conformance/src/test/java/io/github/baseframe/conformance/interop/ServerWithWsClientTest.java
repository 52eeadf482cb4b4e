package io.github.baseframe.conformance.interop;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Our server with the client of the npm library ws: {@code ws-client.mjs}. */
class ServerWithWsClientTest {
  private BaseframeServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = new BaseframeServer();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @TestFactory
  Stream<DynamicTest> rules() throws IOException {
    return NodeScripts.rules("ws-client.mjs", server.uri(""));
  }
}
