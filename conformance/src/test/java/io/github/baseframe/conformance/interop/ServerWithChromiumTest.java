package io.github.baseframe.conformance.interop;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Our server with a browser: its {@code WebSocket} interface ({@code chromium-websocket.mjs}), and
 * the chat page of the server program ({@code chromium-chat.mjs}).
 */
class ServerWithChromiumTest {
  private final Deque<ServerProgram> programs = new ArrayDeque<>();
  private BaseframeServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = new BaseframeServer();
  }

  @AfterEach
  void stopServers() {
    programs.forEach(ServerProgram::close);
    server.close();
  }

  @TestFactory
  Stream<DynamicTest> theInterfaceBehavesAsTheStandardSays() throws IOException {
    ServerProgram small = startProgram("--max-message", "1000", "--origins", "any");
    ServerProgram doomed = startProgram("--origins", "any");
    return NodeScripts.rulesInChromium(
        "chromium-websocket.mjs",
        server.uri(""),
        small.pid(),
        small.uri("/echo"),
        doomed.pid(),
        doomed.uri("/echo"));
  }

  @TestFactory
  Stream<DynamicTest> twoTabsChat() throws IOException {
    ServerProgram program = startProgram();
    return NodeScripts.rulesInChromium(
        "chromium-chat.mjs", program.uri("/").replace("ws:", "http:"), program.pid());
  }

  private ServerProgram startProgram(String... flags) throws IOException {
    ServerProgram program = new ServerProgram(flags);
    programs.add(program);
    return program;
  }
}
