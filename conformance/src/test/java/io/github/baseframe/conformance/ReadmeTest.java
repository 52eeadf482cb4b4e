package io.github.baseframe.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The code in README.md, taken from the page as it stands. */
class ReadmeTest {

  private static final Path README = Path.of("..", "README.md");
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern CLASS_NAME = Pattern.compile("public class (\\w+)");

  @TempDir Path directory;

  @BeforeEach
  void compile() throws Exception {
    List<String> examples =
        JAVA.matcher(Files.readString(README)).results().map(match -> match.group(1)).toList();
    assertThat(examples).hasSize(2);
    for (String example : examples) {
      // The one line that a test has to change: it must not need a port of its own.
      compile(example.replace(".port(8080)", ".port(Integer.getInteger(\"port\"))"));
    }
  }

  @Test
  @Timeout(60)
  void theClientOfTheReadmeTalksToItsServer() throws Exception {
    int port = freePort();
    Process server = java("-Dport=" + port, "Shout");
    try {
      awaitListening(port, server);
      Process client = java("Greet", "ws://127.0.0.1:" + port + "/shout");
      assertThat(client.waitFor(20, TimeUnit.SECONDS)).as("the client ends by itself").isTrue();
      assertThat(new String(client.getInputStream().readAllBytes())).isEqualTo("HELLO\n");
      assertThat(client.exitValue()).isZero();
    } finally {
      server.destroyForcibly();
    }
  }

  private void compile(String code) throws Exception {
    MatchResult name = CLASS_NAME.matcher(code).results().findFirst().orElseThrow();
    Path source = Files.writeString(directory.resolve(name.group(1) + ".java"), code);
    String classPath = System.getProperty("java.class.path");
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", classPath, "-d", directory.toString(), source.toString());
    assertThat(result).as("exit code of javac").isZero();
  }

  private Process java(String... arguments) throws Exception {
    String classPath = directory + ":" + System.getProperty("java.class.path");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Tries to connect until the server answers; refused attempts take no time worth mentioning. */
  private static void awaitListening(int port, Process server) {
    while (server.isAlive()) {
      try {
        new Socket("127.0.0.1", port).close();
        return;
      } catch (IOException e) {
        Thread.onSpinWait();
      }
    }
    throw new AssertionError("the server of the README ended with " + server.exitValue());
  }
}
