package io.github.baseframe.conformance.fuzzing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.conformance.cases.Behavior;
import io.github.baseframe.conformance.cases.CaseCatalogue;
import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.engine.CaseResult;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.handshake.HandshakeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The control addresses, as the JDK's client sees them. */
class FuzzingServerTest {

  private static final List<ConformanceCase> CASES =
      Stream.of("1.1.2", "3.1").map(CaseCatalogue::find).toList();

  private FuzzingServer server;

  @BeforeEach
  void start() throws IOException {
    server = FuzzingServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), CASES);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  /** Connects, echoes text, and returns all that was received when the connection has ended. */
  private String visit(String resource) throws Exception {
    Visit visit = new Visit();
    HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + resource), visit)
        .get(10, TimeUnit.SECONDS);
    return visit.received.get(10, TimeUnit.SECONDS);
  }

  @Test
  void itSaysHowManyCasesThereAre() throws Exception {
    assertThat(visit("/getCaseCount")).isEqualTo("2");
  }

  @Test
  void itSaysWhatACaseIs() throws Exception {
    assertThat(visit("/getCaseInfo?case=2"))
        .isEqualTo("{\"id\":\"3.1\",\"description\":\"a text message with RSV3\"}");
  }

  @Test
  void itRunsACaseAndSaysItsVerdict() throws Exception {
    visit("/runCase?case=1&agent=the+J%44K");

    assertThat(visit("/getCaseStatus?agent=the%20JDK&case=1")).isEqualTo("{\"behavior\":\"OK\"}");
  }

  @Test
  void aCaseMayBeNamedByItsNumber() throws Exception {
    visit("/runCase?casetuple=1.1.2&agent=a");

    assertThat(visit("/getCaseInfo?casetuple=3.1")).contains("\"id\":\"3.1\"");
    assertThat(visit("/getCaseStatus?casetuple=1.1.2&agent=a")).isEqualTo("{\"behavior\":\"OK\"}");
  }

  @Test
  void whoIsSparedACaseGetsTheEndOfTheConnectionAndNoVerdict() throws Exception {
    CaseSelection selection =
        CaseSelection.of(
            Role.CLIENT, List.of("1.1.2"), List.of(), Map.of("spared*", List.of("1.*")));
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server.close();
    server = FuzzingServer.start(address, selection, agent -> {});

    assertThat(visit("/runCase?case=1&agent=spared1")).isEmpty();
    assertThat(visit("/getCaseStatus?case=1&agent=spared1"))
        .isEqualTo("{\"behavior\":\"MISSING\"}");
    assertThat(server.results()).isEmpty();
  }

  @Test
  void theListenerIsToldWhenReportsAreWanted() throws Exception {
    CompletableFuture<String> told = new CompletableFuture<>();
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server.close();
    server = FuzzingServer.start(address, CaseSelection.of(CASES), told::complete);

    visit("/updateReports?agent=a+b");
    assertThat(told).isCompletedWithValue("a b");
  }

  @ParameterizedTest
  @CsvSource({
    "Host: a, ''",
    "Sec-WebSocket-Version: 13, ''",
    "Sec-WebSocket-Version: 13, Sec-WebSocket-Version: 8",
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==, ''",
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==, Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=",
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==, Sec-WebSocket-Key: AAAA"
  })
  void aClientIsBlamedForAWrongRequest(String line, String wrong) throws Exception {
    String request =
        String.join(
            "\r\n",
            "GET /runCase?case=1&agent=broken HTTP/1.1",
            "Host: a",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
            "Sec-WebSocket-Version: 13",
            "",
            "");
    String broken = request.replace(line + "\r\n", wrong.isEmpty() ? "" : wrong + "\r\n");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(broken.getBytes(US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
          .startsWith("HTTP/1.1 4");
    }

    CaseResult result = server.result("broken", CASES.get(0));

    assertThat(result.behavior()).isEqualTo(Behavior.FAILED);
    assertThat(result.explanation()).startsWith("The client's request was refused: ");
  }

  @Test
  void reportsAreConfirmedByTheEndOfTheConnection() throws Exception {
    assertThat(visit("/updateReports?agent=a")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/nonsense, 404",
    "/getCaseInfo, 400",
    "/getCaseInfo?case=0, 400",
    "/getCaseInfo?case=3, 400",
    "/getCaseInfo?case=x, 400",
    "/runCase?case=1, 400",
    "/runCase?agent=a, 400",
    "/runCase?casetuple=1.1.1&agent=a, 400",
    "/getCaseInfo?casetuple=nonsense, 400",
    "/getCaseStatus?case=1&agent, 400",
    "/updateReports, 400",
    "/runCase?case=1&agent=%zz, 400"
  })
  void whatMakesNoSenseIsRefused(String address, int status) {
    String[] pathAndQuery = address.split("\\?", 2);
    ControlAddresses addresses =
        new ControlAddresses(CaseSelection.of(CASES), new Results(), agent -> {});

    assertThatThrownBy(
            () ->
                addresses.find(pathAndQuery[0], pathAndQuery.length == 2 ? pathAndQuery[1] : null))
        .isInstanceOfSatisfying(
            HandshakeException.class, e -> assertThat(e.status()).isEqualTo(status));
  }

  @Test
  void namesOfAgentsHaveAnEnd() {
    ControlAddresses addresses =
        new ControlAddresses(CaseSelection.of(CASES), new Results(), agent -> {});

    assertThatThrownBy(() -> addresses.find("/runCase", "case=1&agent=" + "a".repeat(257)))
        .isInstanceOfSatisfying(
            HandshakeException.class, e -> assertThat(e.status()).isEqualTo(400));
  }

  @Test
  void refusalsReachTheClient() {
    assertThatThrownBy(() -> visit("/nonsense")).rootCause().hasMessageContaining("404");
  }

  private static final class Visit implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();
    private final CompletableFuture<String> received = new CompletableFuture<>();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      webSocket.request(1);
      return webSocket.sendText(data, last);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
      received.complete(text.toString());
      return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      received.completeExceptionally(error);
    }
  }
}
