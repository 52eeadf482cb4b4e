package io.github.baseframe.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys that change under load (RFC 8446 section 4.6.3): both ends owe each other answers. */
class KeyUpdateTest {

  /** In a JVM of its own, as the JDK reads how long a key is good only once. */
  @Test
  @Timeout(60)
  void whenBothEndsSendWithoutPauseEverythingArrives() throws Exception {
    Process load =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                KeyUpdateLoad.class.getName())
            .redirectErrorStream(true)
            .start();
    try {
      assertThat(load.waitFor(50, TimeUnit.SECONDS)).as("it ends").isTrue();
      assertThat(new String(load.getInputStream().readAllBytes(), UTF_8).lines())
          .contains("400 at the client, 400 at the server");
    } finally {
      load.destroyForcibly();
    }
  }
}
