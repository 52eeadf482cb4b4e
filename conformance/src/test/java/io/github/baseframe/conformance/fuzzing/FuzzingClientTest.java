package io.github.baseframe.conformance.fuzzing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.conformance.cases.Behavior;
import io.github.baseframe.conformance.cases.CaseCatalogue;
import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.engine.CaseResult;
import io.github.baseframe.conformance.engine.CloseBehavior;
import io.github.baseframe.conformance.engine.EchoSubjectServer;
import io.github.baseframe.conformance.engine.WireLog;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.server.WebSocketServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FuzzingClientTest {

  private static final ConformanceCase CASE = CaseCatalogue.find("1.1.1");

  @Test
  void aRefusedHandshakeIsAFailure() throws IOException {
    try (WebSocketServer server =
        WebSocketServer.builder().port(0).route("/", new WebSocketHandler() {}).start()) {
      assertNotOpened(server.port(), "/other", "status 404");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', the connection ended",
    "'HTTP/1.1 101 X', the connection ended",
    "'HTTP/1.1 101 X\r\nbad head\r\n\r\n', white space",
    "'HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n', Sec-WebSocket-Accept"
  })
  void aWrongAnswerIsAFailure(String answer, String explanation) throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> server = CompletableFuture.runAsync(() -> answer(listener, answer));

      WireLog log = assertNotOpened(listener.getLocalPort(), "/", explanation).wireLog();
      assertThat(log.heads().get(0).lines()).startsWith("GET / HTTP/1.1\\r\\n");
      assertThat(log.heads().get(log.heads().size() - 1).length())
          .isEqualTo(answer.isEmpty() ? log.heads().get(0).length() : answer.length());
      server.join();
    }
  }

  private static void answer(ServerSocket listener, String answer) {
    try (Socket socket = listener.accept()) {
      socket.getOutputStream().write(answer.getBytes(US_ASCII));
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static CaseResult assertNotOpened(int port, String path, String explanation)
      throws IOException {
    CaseResult result = new FuzzingClient("ws://127.0.0.1:" + port + path).run(CASE);

    assertThat(result.explanation()).contains("opening handshake failed", explanation);
    assertThat(result.behavior()).isEqualTo(Behavior.FAILED);
    assertThat(result.closeBehavior()).isEqualTo(CloseBehavior.FAILED);
    return result;
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 103 Early Hints", "HTTP/1.1 100 Continue"})
  void interimResponsesArePassedOverUpToALimit(String startLine) throws IOException {
    String head = startLine + "\r\n\r\n";
    try (EchoSubjectServer server = new EchoSubjectServer(head.repeat(8))) {
      CaseResult result = runRight(server);
      assertThat(result.behavior()).as(result.explanation()).isEqualTo(Behavior.OK);
      assertThat(result.wireLog().heads().get(1).lines())
          .contains(startLine + "\\r\\n", "HTTP/1.1 101 Switching Protocols\\r\\n");
    }
    try (EchoSubjectServer server = new EchoSubjectServer(head.repeat(9))) {
      CaseResult result = runRight(server);
      assertThat(result.explanation()).contains("opening handshake failed", "too many interim");
      assertThat(result.behavior()).isEqualTo(Behavior.FAILED);
    }
  }

  private static CaseResult runRight(EchoSubjectServer server) throws IOException {
    return new FuzzingClient(server.urls().get("RIGHT")).run(CASE);
  }

  @Test
  void aServerThatSendsInterimResponsesPassesAllCases() throws Exception {
    // Those of section 9 are the same again at length; the opening ones are tested in memory.
    List<ConformanceCase> cases =
        CaseCatalogue.forSubject(Role.SERVER).stream()
            .filter(each -> each.handshake() == null && each.compression().isEmpty())
            .filter(each -> !each.id().startsWith("9."))
            .toList();
    String heads = "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n";
    try (EchoSubjectServer server = new EchoSubjectServer(heads)) {
      FuzzingClient client = new FuzzingClient(server.urls().get("RIGHT"));

      assertThat(new FuzzingRun(client, result -> {}).run(cases, 8))
          .allSatisfy(
              result ->
                  assertThat(result.behavior())
                      .as("%s: %s", result.conformanceCase(), result.explanation())
                      .isIn(Behavior.OK, Behavior.INFORMATIONAL));
    }
  }

  @Test
  void aServerThatIsNotThereIsAnException() throws IOException {
    int port;
    try (ServerSocket closedSoon = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closedSoon.getLocalPort();
    }
    FuzzingClient client = new FuzzingClient("ws://127.0.0.1:" + port);

    assertThatThrownBy(() -> client.run(CASE)).isInstanceOf(IOException.class);
  }

  @Test
  void onlyWebSocketUrisAreTaken() {
    assertThatThrownBy(() -> new FuzzingClient("http://127.0.0.1"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
