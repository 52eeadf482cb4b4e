package io.github.baseframe.protocol.deflate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs the scripts beside the tests on Node.js, which has zlib with windows of all sizes. */
final class Node {

  private Node() {}

  /**
   * Runs a script on a file; without node the test is skipped, in continuous integration it fails.
   *
   * @param directory where the script may be copied to
   * @return what it says
   */
  static String run(Path directory, String script, Path file) throws Exception {
    Path program = directory.resolve(script);
    try (var source = Node.class.getResourceAsStream(script)) {
      Files.copy(source, program);
    }
    Process process;
    try {
      process =
          new ProcessBuilder("node", program.toString(), file.toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      String missing = "node is not installed";
      return "true".equals(System.getenv("CI")) ? fail(missing) : abort(missing);
    }
    byte[] output = process.getInputStream().readAllBytes();
    process.waitFor();
    return new String(output, UTF_8).strip();
  }
}
