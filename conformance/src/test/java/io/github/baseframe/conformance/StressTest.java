package io.github.baseframe.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs all tests of jcstress, the classes that are called {@code ...Stress}, in one mode of the
 * virtual machine and for a moment each. {@code docs/fuzzing.md} says how to run them all.
 */
class StressTest {

  private static final int MAX_MINUTES = 5;

  @Test
  void noForbiddenOutcomeIsSeen(@TempDir Path directory) throws Exception {
    Path output = directory.resolve("output");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "org.openjdk.jcstress.Main",
            "-jvmArgs",
            "-XX:-TieredCompilation",
            "-sc",
            "false",
            "-af",
            "NONE",
            "-iters",
            "1",
            "-time",
            "300",
            "-f",
            "1",
            "-fsm",
            "1",
            "-r",
            directory.toString());
    Process jcstress =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(jcstress.waitFor(MAX_MINUTES, TimeUnit.MINUTES)).isTrue();
    } finally {
      jcstress.destroyForcibly();
    }
    assertThat(jcstress.exitValue()).as(Files.readString(output)).isZero();
    assertThat(output).content().contains("All remaining tests: 11 matching");
  }
}
