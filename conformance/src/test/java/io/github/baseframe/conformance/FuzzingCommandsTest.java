package io.github.baseframe.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.baseframe.conformance.testee.TesteeServer;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.server.WebSocketServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The fuzzers as programs: what they print, what they write, how they exit. */
class FuzzingCommandsTest {

  private static final Pattern LISTENING = Pattern.compile("listening on (ws://127.0.0.1:\\d+)/\n");

  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine program = ConformanceMain.commandLine();
    program.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return program.execute(arguments);
  }

  private void assertOneLine(String line) {
    assertThat(err.toString().lines()).hasSize(1).allMatch(each -> each.contains(line));
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket closedSoon = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return closedSoon.getLocalPort();
    }
  }

  /** Breaks one rule: text comes back as binary. */
  private static WebSocketServer startBroken() throws IOException {
    WebSocketHandler broken =
        new WebSocketHandler() {
          @Override
          public void onUtf8Text(WebSocketSession session, ByteBuffer utf8) {
            session.sendBinary(utf8);
          }
        };
    return WebSocketServer.builder().port(0).route("/", broken).start();
  }

  private static String url(WebSocketServer server) {
    return "ws://127.0.0.1:" + server.port() + "/";
  }

  @Test
  void aRightServerIsOneLineAndExit0() throws Exception {
    try (WebSocketServer server = TesteeServer.start("127.0.0.1", 0)) {
      int status =
          run(
              "fuzzing-client",
              "--url",
              url(server),
              "--agent",
              "Right",
              "--cases",
              "1.1.*,7.13.*",
              "--exclude",
              "1.1.8",
              "--parallel",
              "4");

      assertThat(err).hasToString("");
      assertThat(out.toString()).matches("Right: 9 cases in \\d+\\.\\d s: 7 OK, 2 INFORMATIONAL\n");
      assertThat(status).isZero();
    }
  }

  @Test
  void aBrokenServerIsToldAndReportedAndExit1() throws Exception {
    Path report = directory.resolve("report");
    try (WebSocketServer server = startBroken()) {
      int status =
          run(
              "fuzzing-client",
              "--url",
              url(server),
              "--agent",
              "<b>\u001b[2J",
              "--cases",
              "1.1.2,2.2",
              "--report",
              report.toString());

      assertThat(status).isEqualTo(1);
      assertThat(out.toString())
          .contains("<b>?[2J: 2 cases", "1 OK, 1 FAILED", "  1.1.2 FAILED")
          .contains("(expected OK): ", "was binary", "report: ")
          .doesNotContain("2.2", "\u001b");
    }
    JsonNode index = new ObjectMapper().readTree(report.resolve("index.json").toFile());
    JsonNode verdict = index.get("<b>\u001b[2J").get("1.1.2");
    assertThat(verdict.get("behavior").textValue()).isEqualTo("FAILED");
    assertThat(report.resolve(verdict.get("reportfile").textValue())).exists();
    assertThat(report.resolve("index.html")).content().contains("&lt;b&gt;").doesNotContain("<b>");
    assertThat(report.resolve("junit.xml")).content().contains("failures=\"1\"");
    assertThat(report.resolve("b___2j_case_1_1_2.html"))
        .content()
        .contains("TEXT FIN masked", "82 7d 2a 2a", "section-5.6")
        .containsPattern("<code>81 fd( [0-9a-f]{2}){68} \\.\\.\\.</code>")
        .contains(
            "GET / HTTP/1.1\\r\\n\nHost: 127.0.0.1:", "HTTP/1.1 101 Switching Protocols\\r\\n")
        .contains("<code>47 45 54 20 2f 20");
  }

  @Test
  void whatIsExpectedIsNoFailure() throws Exception {
    Path expected = write("expected.txt", "1.1.2 FAILED\n");
    try (WebSocketServer server = startBroken()) {
      String[] arguments = {
        "fuzzing-client",
        "--url",
        url(server),
        "--agent",
        "a",
        "--cases",
        "1.1.2",
        "--expect",
        expected.toString()
      };
      assertThat(run(arguments)).isZero();
      arguments[6] = "1.1.3";
      assertThat(run(arguments)).isEqualTo(1);
    }
  }

  @Test
  void theSpecOfTheOriginalTestsItsServersInTurn() throws Exception {
    Path report = directory.resolve("out");
    String gone = "ws://127.0.0.1:" + unusedPort();
    try (WebSocketServer server = TesteeServer.start("127.0.0.1", 0)) {
      String spec =
          """
          {"options": {"failByDrop": false}, "outdir": "%s",
           "servers": [{"agent": "gone", "url": "%s"}, {"agent": "ours", "url": "%s"}],
           "cases": ["2.*"], "exclude-cases": ["2.1*", "98.*"],
           "exclude-agent-cases": {"our*": ["2.2"]}}
          """
              .formatted(report, gone, url(server));
      int status = run("fuzzing-client", "--spec", write("spec.json", spec).toString());

      assertOneLine(gone + ": ");
      assertThat(out.toString()).startsWith("ours: 7 cases");
      assertThat(status).isEqualTo(1);
    }
    JsonNode index = new ObjectMapper().readTree(report.resolve("index.json").toFile());
    assertThat(index.get("ours").fieldNames())
        .toIterable()
        .containsExactly("2.3", "2.4", "2.5", "2.6", "2.7", "2.8", "2.9");
    assertThat(index.get("gone")).isEmpty();
  }

  @Test
  void aServerThatIsNotThereIsOneLineAndExit1() throws Exception {
    String address = "127.0.0.1:" + unusedPort();
    String url = "ws://" + address + "/echo";

    assertThat(run("fuzzing-client", "--url", url, "--agent", "a")).isEqualTo(1);
    assertOneLine(url + ": cannot connect to " + address + ": Connection refused");
    assertThat(out).hasToString("");
  }

  @Test
  void aServerThatDiesFailsTheRemainingCases() throws Exception {
    ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    CompletableFuture<Void> dies = CompletableFuture.runAsync(() -> acceptOne(listener));
    String url = "ws://127.0.0.1:" + listener.getLocalPort();

    assertThat(run("fuzzing-client", "--url", url, "--agent", "a", "--cases", "1.1.*"))
        .isEqualTo(1);
    dies.join();
    assertThat(out.toString())
        .contains("a: 8 cases", "8 FAILED", "opening handshake failed", "The server was gone.");
  }

  private static void acceptOne(ServerSocket listener) {
    try (listener) {
      listener.accept().close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--cases 1.1.1 --exclude 1.*, --exclude: no case is left",
    "--cases 1.1.1;99.*, --cases: there is no case 99.*",
    "--exclude 1.1, --exclude: there is no case 1.1",
    "--report FILE, FILE is not a directory",
    "--report FILE/below, FILE",
    "--expect FILE, 'FILE: line 1: number and verdict'",
    "--expect NONE, NONE: there is no such file",
    "--spec FILE, 'FILE: line 1: no JSON'",
    "--spec NONE, NONE: there is no such file",
    "--spec SPEC, SPEC: cases: there is no case 77.1"
  })
  void badInputIsOneLineAndExit2(String options, String message) throws Exception {
    String file = write("file", "nonsense").toString();
    String spec = write("spec", "{\"cases\": [\"77.1\"]}").toString();
    String none = directory.resolve("none").toString();
    String[] arguments =
        ("fuzzing-client --url ws://127.0.0.1:1 --agent a " + options)
            .replace("FILE", file)
            .replace("NONE", none)
            .replace("SPEC", spec)
            .replace(";", ",")
            .split(" ");

    assertThat(run(arguments)).isEqualTo(2);
    assertOneLine(message.replace("FILE", file).replace("NONE", none).replace("SPEC", spec));
  }

  @Test
  void anAddressThatIsNoWebSocketUriIsOneLineAndExit2() {
    assertThat(run("fuzzing-client", "--url", "http://127.0.0.1", "--agent", "a")).isEqualTo(2);
    assertOneLine("--url: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fuzzing-client",
        "fuzzing-client --url ws://127.0.0.1",
        "fuzzing-client --agent a",
        "fuzzing-client --url ws://127.0.0.1 --agent a --parallel 0",
        "fuzzing-client --url ws://127.0.0.1 --agent a --parallel 257",
        "fuzzing-client --url ws://127.0.0.1 --agent a --parallel x",
        "fuzzing-server --port 65536",
        "fuzzing-server --port x",
        "testee-server --port -1",
        "testee-server --nonsense"
      })
  void wrongUseIsExplainedAndExit2(String arguments) {
    assertThat(run(arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains("Usage: baseframe-conformance");
    assertThat(out).hasToString("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fuzzing-server", "testee-server"})
  void aPortInUseIsOneLineAndExit1(String command) throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());

      assertThat(run(command, "--port", port)).isEqualTo(1);
      assertOneLine("Address already in use");
    }
  }

  /** A program that serves, until the test ends it. */
  private static final class Serving implements AutoCloseable {
    private final StringWriter out = new StringWriter();
    private final CompletableFuture<Integer> status = new CompletableFuture<>();
    private final Thread thread;

    Serving(String... arguments) {
      CommandLine program = ConformanceMain.commandLine().setOut(new PrintWriter(out, true));
      thread = new Thread(() -> status.complete(program.execute(arguments)), arguments[0]);
      thread.start();
    }

    String awaitUrl() {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (System.nanoTime() < deadline && !status.isDone()) {
        Matcher matcher = LISTENING.matcher(out.toString());
        if (matcher.find()) {
          return matcher.group(1);
        }
        Thread.onSpinWait();
      }
      throw new AssertionError("it does not listen: " + out);
    }

    int end() throws Exception {
      thread.interrupt();
      return status.get(10, TimeUnit.SECONDS);
    }

    /** Waits as well: a report is written at the end. */
    @Override
    public void close() {
      thread.interrupt();
      status.join();
    }
  }

  @Test
  void fuzzingServerAndTesteeClientWriteAndServeAReport() throws Exception {
    Path report = directory.resolve("report");
    try (Serving server =
        new Serving(
            "fuzzing-server",
            "--port",
            "0",
            "--cases",
            "1.1.1,2.2",
            "--report",
            report.toString())) {
      String url = server.awaitUrl();
      assertThat(run("testee-client", "--url", url, "--agent", "<i>")).isZero();

      assertThat(server.out.toString()).contains("<i>: 2 cases: 2 OK\n");
      JsonNode index = new ObjectMapper().readTree(report.resolve("index.json").toFile());
      assertThat(index.get("<i>").fieldNames()).toIterable().containsExactly("1.1.1", "2.2");
      HttpResponse<String> page =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(url.replace("ws:", "http:") + "/")).build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(page.body()).isEqualTo(Files.readString(report.resolve("index.html")));
      assertThat(server.end()).isZero();
    }
  }

  @Test
  void fuzzingServerTakesTheSpecOfTheOriginal() throws Exception {
    Path spec =
        write(
            "spec.json",
            """
            {"url": "ws://127.0.0.1:%d", "outdir": "%s", "cases": ["1.1.1", "2.*"],
             "exclude-cases": ["2.1*"], "exclude-agent-cases": {"spared": ["2.*"]}, "webport": 8080}
            """
                .formatted(unusedPort(), directory.resolve("out")));
    try (Serving server = new Serving("fuzzing-server", "--spec", spec.toString())) {
      assertThat(run("testee-client", "--url", server.awaitUrl(), "--agent", "spared")).isZero();

      assertThat(out.toString()).contains("ran 9 cases");
      assertThat(server.out.toString()).contains("spared: 1 cases: 1 OK\n");
      assertThat(directory.resolve("out").resolve("index.html")).exists();
    }
  }

  @Test
  void testeeServerEchoes() throws Exception {
    try (Serving server = new Serving("testee-server", "--port", "0")) {
      String[] arguments = {
        "fuzzing-client", "--url", server.awaitUrl(), "--agent", "ours", "--cases", "1.2.*,9.2.6"
      };
      assertThat(run(arguments)).isZero();
      assertThat(server.end()).isZero();
    }
  }
}
