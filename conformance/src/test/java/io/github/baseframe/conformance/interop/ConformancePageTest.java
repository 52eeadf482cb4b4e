package io.github.baseframe.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.conformance.cases.Behavior;
import io.github.baseframe.conformance.cases.CaseCatalogue;
import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.engine.CaseResult;
import io.github.baseframe.conformance.fuzzing.FuzzingClient;
import io.github.baseframe.conformance.fuzzing.FuzzingServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of docs/conformance.md, taken from the page as it stands. */
class ConformancePageTest {

  private static final Path PAGE = Path.of("..", "docs", "conformance.md");
  private static final Path WS = Path.of("src/test/node/node_modules/ws/wrapper.mjs");
  private static final long START_SECONDS = 40;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final List<ConformanceCase> CASES =
      List.of(
          CaseCatalogue.find("1.1.6"), CaseCatalogue.find("1.2.6"), CaseCatalogue.find("7.1.1"));

  /**
   * A message in two frames, a binary one, and the end. Small ones: of large messages that come
   * together with the response of the opening handshake the JDK's client garbles one in 200, on JDK
   * 17 as on 25.
   */
  private static final List<ConformanceCase> CASES_FOR_JDK =
      List.of(CaseCatalogue.find("5.3"), CaseCatalogue.find("1.2.5"), CaseCatalogue.find("7.1.1"));

  @TempDir private Path directory;

  /** Writes a program of the page to a file; it is known by its language and what is in it. */
  private String program(String language, String content, String name) throws IOException {
    Pattern block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL);
    List<String> found =
        block
            .matcher(Files.readString(PAGE))
            .results()
            .map((MatchResult match) -> match.group(1))
            .filter(program -> program.contains(content))
            .toList();
    assertThat(found).hasSize(1);
    return Files.writeString(directory.resolve(name), found.get(0)).toString();
  }

  private static List<String> java(String program, String... arguments) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path");
    return command(List.of(java, "-cp", classPath, program), arguments);
  }

  private static List<String> node(String program, String... arguments) throws IOException {
    NodeScripts.requireNode();
    String code = Files.readString(Path.of(program));
    Files.writeString(Path.of(program), code.replace("'ws';", "'" + WS.toUri() + "';"));
    return command(List.of("node", program), arguments);
  }

  private static List<String> command(List<String> program, String... arguments) {
    return Stream.concat(program.stream(), List.of(arguments).stream()).toList();
  }

  @Test
  void theServerInJavaPasses() throws Exception {
    String program = program("java", "class Echo", "Echo.java");
    int port = usePortOfItsOwn(program);
    assertServerPasses(java(program), port);
  }

  @Test
  void theServerInJavaScriptPasses() throws Exception {
    String program = program("js", "WebSocketServer", "echo.mjs");
    int port = usePortOfItsOwn(program);
    assertServerPasses(node(program), port);
  }

  @Test
  void theClientInJavaPasses() throws Exception {
    String program = program("java", "class Testee", "Testee.java");
    assertClientPasses("jdk", CASES_FOR_JDK, url -> java(program, url));
  }

  @Test
  void theClientInJavaScriptPasses() throws Exception {
    String program = program("js", "function visit", "testee.mjs");
    assertClientPasses("ws", CASES, url -> node(program, url));
  }

  private static int usePortOfItsOwn(String program) throws IOException {
    int port;
    try (ServerSocket closedSoon = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closedSoon.getLocalPort();
    }
    String code = Files.readString(Path.of(program));
    assertThat(code).contains("8080");
    Files.writeString(Path.of(program), code.replace("8080", "" + port));
    return port;
  }

  private static void assertServerPasses(List<String> command, int port) throws Exception {
    FuzzingClient client = new FuzzingClient("ws://127.0.0.1:" + port + "/");
    ChildProcess server = ChildProcess.start(command);
    try {
      for (ConformanceCase each : CASES) {
        assertPassed(runOnceItListens(client, each));
      }
    } finally {
      server.close();
    }
  }

  private static CaseResult runOnceItListens(FuzzingClient client, ConformanceCase conformanceCase)
      throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (true) {
      try {
        return client.run(conformanceCase);
      } catch (ConnectException e) {
        assertThat(System.nanoTime()).as("the server does not listen").isLessThan(deadline);
        // Leaves the processor to the server, which is just starting.
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  /** Makes the command that runs a client. */
  private interface Command {
    List<String> at(String url) throws IOException;
  }

  private static void assertClientPasses(String agent, List<ConformanceCase> cases, Command command)
      throws Exception {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (FuzzingServer server = FuzzingServer.start(address, cases);
        ChildProcess client = ChildProcess.start(command.at("ws://127.0.0.1:" + server.port()))) {
      assertThat(client.line(START_SECONDS)).as("it ends, and has nothing to say").isNull();
      assertThat(client.exitStatus()).as(client.errors()).isZero();
      for (ConformanceCase each : cases) {
        assertPassed(server.result(agent, each));
      }
    }
  }

  private static void assertPassed(CaseResult result) {
    assertThat(result.behavior()).as(result.explanation()).isEqualTo(Behavior.OK);
  }
}
