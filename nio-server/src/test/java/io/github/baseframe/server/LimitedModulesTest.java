package io.github.baseframe.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.server.monitoring.Monitoring;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A server on a virtual machine that has {@code java.base} and nothing else. */
class LimitedModulesTest {

  /** The other process. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws IOException {
      Monitoring monitoring = Monitoring.builder().flightRecorder(true).build();
      try (WebSocketServer server =
              WebSocketServer.builder()
                  .port(0)
                  .monitoring(monitoring)
                  .route("/", new EchoHandler())
                  .start();
          RawClient client = RawClient.open(server, "/")) {
        System.out.println(client.sendHex("8181" + "00000000" + "61").readHex(3));
      }
      try {
        Monitoring jmx = Monitoring.builder().jmxName("a:b=c").build();
        WebSocketServer.builder().port(0).monitoring(jmx).start();
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void aServerRunsWithoutFlightRecorderAndSaysSoAndJmxIsRefused() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--limit-modules",
                "java.base",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName())
            .start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);

      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(output).isEqualTo("810161\njmxName needs the module java.management\n");
      assertThat(errors).contains("the module jdk.jfr is not there").doesNotContain("\tat ");
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }
}
