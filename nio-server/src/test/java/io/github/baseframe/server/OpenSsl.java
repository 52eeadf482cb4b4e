package io.github.baseframe.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** The program openssl, as others use it to make keys and to look at servers. */
final class OpenSsl {

  private OpenSsl() {}

  /** Runs it without any input, and returns what it says; without it the test is skipped. */
  static String run(String... arguments) throws Exception {
    return runWithInput("", arguments);
  }

  static String runWithInput(String input, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      String missing = "openssl is not installed";
      return "true".equals(System.getenv("CI")) ? fail(missing) : abort(missing);
    }
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return output;
  }
}
