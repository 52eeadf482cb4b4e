package io.github.baseframe.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.conformance.cases.Behavior;
import io.github.baseframe.conformance.cases.CaseCatalogue;
import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.fuzzing.FuzzingServer;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.server.WebSocketServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ConformanceMainTest {

  private static final List<ConformanceCase> SOME_CASES =
      Stream.of("1.1.1", "2.2", "6.3.1", "7.3.3", "9.7.1").map(CaseCatalogue::find).toList();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine program = ConformanceMain.commandLine();
    program.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return program.execute(arguments);
  }

  private int runTesteeClient(String url) {
    return run("testee-client", "--url", url, "--agent", "a b&c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/"})
  void testeeClientRunsAllCasesOfTheServer(String endOfUrl) throws Exception {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (FuzzingServer server = FuzzingServer.start(address, SOME_CASES)) {
      int status = runTesteeClient("ws://127.0.0.1:" + server.port() + endOfUrl);

      assertThat(err).hasToString("");
      assertThat(out.toString().lines()).containsExactly("ran 5 cases as a b&c");
      assertThat(status).isZero();
      for (ConformanceCase each : SOME_CASES) {
        assertThat(server.result("a b&c", each).behavior()).isEqualTo(Behavior.OK);
      }
    }
  }

  @Test
  void aServerThatCannotBeReachedIsOneLineAndExit1() throws IOException {
    int port;
    try (ServerSocket closedSoon = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closedSoon.getLocalPort();
    }
    String url = "ws://127.0.0.1:" + port;

    assertThat(runTesteeClient(url)).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1).allMatch(line -> line.startsWith(url + ": "));
  }

  @Test
  void aServerThatAnswersNothingIsOneLineAndExit1AfterTheHandshakeTimeout() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "ws://127.0.0.1:" + silent.getLocalPort();

      assertThat(run("testee-client", "--url", url, "--agent", "a", "--handshake-timeout", "1"))
          .isEqualTo(1);
      assertThat(err.toString().lines())
          .containsExactly(url + ": the opening handshake took too long");
    }
  }

  @Test
  void aServerThatIsNoFuzzingServerIsOneLineAndExit1() throws IOException {
    try (WebSocketServer server =
        WebSocketServer.builder().port(0).route("/", new WebSocketHandler() {}).start()) {
      String url = "ws://127.0.0.1:" + server.port();

      assertThat(runTesteeClient(url)).isEqualTo(1);
      assertThat(err.toString().lines())
          .containsExactly(url + ": opening handshake failed: the server answered with status 404");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "testee-client",
        "testee-client --url ws://127.0.0.1",
        "testee-client --agent a",
        "testee-client --url http://127.0.0.1 --agent a",
        "testee-client --url ws://127.0.0.1 --agent a --nonsense",
        "testee-client --url ws://127.0.0.1 --agent a --handshake-timeout 0",
        "testee-client --url ws://127.0.0.1 --agent a --handshake-timeout 86401",
        "soak --minutes 0",
        "soak --connections 0",
        "soak --churn -1",
        "soak --hostile -1",
        "soak --message-interval 0",
        "soak --sample-interval 0",
        "nonsense"
      })
  void wrongUseIsExplainedAndExit2(String arguments) {
    int status = run(arguments.isEmpty() ? new String[0] : arguments.split(" "));

    assertThat(status).isEqualTo(2);
    assertThat(err.toString()).contains("Usage: baseframe-conformance");
    assertThat(out).hasToString("");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "fuzzing-client --help",
        "fuzzing-server --help",
        "testee-client --help",
        "testee-server --help",
        "soak --help"
      })
  void helpIsPrintedAndExit0(String arguments) {
    assertThat(run(arguments.split(" "))).isZero();
    assertThat(out.toString()).contains("Usage: baseframe-conformance");
    assertThat(err).hasToString("");
  }
}
