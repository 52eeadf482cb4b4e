package io.github.baseframe.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs all tests of jcstress, the classes that are called {@code ...Stress}, for a moment each.
 * {@code docs/fuzzing.md} says how to run them for long.
 */
class StressTest {

  private static final String QUICK = "-m sanity";

  private static final int MAX_HOURS = 12;

  @Test
  void noForbiddenOutcomeIsSeen(@TempDir Path directory) throws Exception {
    Path output = directory.resolve("output");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.openjdk.jcstress.Main",
                "-r",
                directory.toString()));
    String arguments = System.getProperty("baseframe.stress.arguments", QUICK);
    command.addAll(List.of(arguments.split(" ")));
    Process jcstress =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(jcstress.waitFor(MAX_HOURS, TimeUnit.HOURS)).isTrue();
    } finally {
      jcstress.destroyForcibly();
    }
    assertThat(jcstress.exitValue()).as(Files.readString(output)).isZero();
    assertThat(output).content().contains("All remaining tests: 11 matching");
  }
}
