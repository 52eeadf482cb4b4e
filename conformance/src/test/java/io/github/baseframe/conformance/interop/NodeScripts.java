package io.github.baseframe.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The scripts of {@code src/test/node}, the part of these tests that runs on Node.js. */
final class NodeScripts {
  private static final Path FOLDER = Path.of("src/test/node");
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  /** Scripts have deadlines of their own; this leaves them time to start a browser as well. */
  private static final long RULE_SECONDS = 40;

  private static final JsonMapper JSON = new JsonMapper();

  private NodeScripts() {}

  /** Skips the test where node or its packages are missing; in CI it fails instead. */
  static void requireNode() {
    missingForNode().ifPresent(NodeScripts::skip);
  }

  private static Optional<String> missingForNode() {
    if (!nodeRuns()) {
      return Optional.of("there is no node on this machine");
    }
    if (!Files.isDirectory(FOLDER.resolve("node_modules"))) {
      return Optional.of("node packages are missing: npm ci --prefix conformance/src/test/node");
    }
    return Optional.empty();
  }

  private static Optional<String> missingForChromium() {
    Optional<String> missing = missingForNode();
    return missing.isPresent() || Files.isExecutable(CHROMIUM)
        ? missing
        : Optional.of("there is no browser at " + CHROMIUM);
  }

  static void skip(String whatIsMissing) {
    if ("true".equals(System.getenv("CI"))) {
      fail(whatIsMissing);
    }
    abort(whatIsMissing);
  }

  static ChildProcess start(String script, String... arguments) throws IOException {
    return ChildProcess.start(command(script, arguments));
  }

  private static List<String> command(String script, String... arguments) {
    List<String> command = new ArrayList<>(List.of("node", FOLDER.resolve(script).toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * Runs a script that checks rules, and prints how each went ({@code rules.mjs}).
   *
   * @return a test for each rule, while the script is running; closing the stream ends the script
   */
  static Stream<DynamicTest> rules(String script, String... arguments) throws IOException {
    return rules(missingForNode(), command(script, arguments));
  }

  /** The same for a script that needs Chromium. */
  static Stream<DynamicTest> rulesInChromium(String script, String... arguments)
      throws IOException {
    return rules(missingForChromium(), command(script, arguments));
  }

  /**
   * The same for any program that prints how rules went.
   *
   * @param missing what the program needs and this machine does not have
   */
  static Stream<DynamicTest> rules(Optional<String> missing, List<String> command)
      throws IOException {
    if (missing.isPresent()) {
      return Stream.of(dynamicTest(command.get(1), () -> skip(missing.get())));
    }
    ChildProcess process = ChildProcess.start(command);
    return Stream.concat(
            Stream.generate(() -> process.line(RULE_SECONDS))
                .takeWhile(line -> line != null)
                .map(NodeScripts::rule),
            Stream.of(dynamicTest("and the script came to its end", () -> assertEnded(process))))
        .onClose(process::close);
  }

  static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new AssertionError("not a line of JSON: " + line, e);
    }
  }

  private static DynamicTest rule(String line) {
    JsonNode result = parse(line);
    String rule = result.get("rule").asText();
    return dynamicTest(
        rule,
        () -> {
          if (result.hasNonNull("failure")) {
            fail(rule + ": " + result.get("failure").asText());
          }
        });
  }

  private static void assertEnded(ChildProcess process) throws Exception {
    assertThat(process.errors()).as("stderr of the script").isEmpty();
    assertThat(process.exitStatus()).as("exit status of the script").isZero();
  }

  private static boolean nodeRuns() {
    try (ChildProcess node = ChildProcess.start(List.of("node", "--version"))) {
      return node.exitStatus() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
