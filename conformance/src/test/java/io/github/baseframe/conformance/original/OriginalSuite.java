package io.github.baseframe.conformance.original;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.baseframe.conformance.cases.CaseCatalogue;
import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.interop.ChildProcess;
import io.github.baseframe.conformance.testee.TesteeClient;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Autobahn test suite 0.5.6 on Jython. It hangs for some faults of its subjects, its exit
 * status says nothing and a case that it could not judge is just not in its report; so the time is
 * limited and what counts is the report.
 */
final class OriginalSuite {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration REPORTS_LIMIT = Duration.ofMinutes(1);
  private static final Path FOLDER = Path.of(System.getProperty("autobahn.folder", "target"));
  private static final Path LAUNCHER = Path.of("src/test/jython/wstest.py");
  private static final List<String> PATTERNS =
      List.of(System.getProperty("autobahn.cases", "*").split(","));

  private final Path reports;
  private final Duration limit;
  private final long deadline;

  private OriginalSuite(String name, int subjects) throws IOException {
    limit = Duration.ofMinutes(Long.getLong("autobahn.minutes", 10)).multipliedBy(subjects);
    deadline = System.nanoTime() + limit.toNanos();
    reports = FOLDER.resolve("reports-" + name);
    Files.createDirectories(reports);
    Files.deleteIfExists(reports.resolve("index.json"));
  }

  /** The cases that are to run, as the property {@code autobahn.cases} says. */
  static List<ConformanceCase> selectedCases() {
    // The release that Maven Central has is older than the cases about compression.
    return CaseCatalogue.original().stream()
        .filter(each -> each.compression().isEmpty())
        .filter(each -> PATTERNS.stream().anyMatch(pattern -> matches(pattern, each.id())))
        .toList();
  }

  private static boolean matches(String pattern, String id) {
    return pattern.endsWith("*")
        ? id.startsWith(pattern.substring(0, pattern.length() - 1))
        : id.equals(pattern);
  }

  /**
   * Tests servers one after the other, in the time that one may take for each.
   *
   * @param name a name for the folder of the reports
   * @param urls where the servers echo, by their names
   * @return the verdicts by case, by the names of the servers
   */
  static Map<String, Map<String, Verdict>> testServers(String name, Map<String, String> urls)
      throws IOException {
    return new OriginalSuite(name, urls.size()).testServers(urls);
  }

  private Map<String, Map<String, Verdict>> testServers(Map<String, String> urls)
      throws IOException {
    List<Map<String, Object>> servers = new ArrayList<>();
    urls.forEach((agent, url) -> servers.add(Map.of("agent", agent, "url", url)));
    try (ChildProcess suite = start("fuzzingclient", Map.of("servers", servers))) {
      awaitEnd(suite);
    }
    return verdicts();
  }

  /** Tests the client program; returns the verdicts by case. */
  static Map<String, Verdict> testClient(String mainClass, String... arguments) throws Exception {
    return new OriginalSuite("client", 1).testTheClient(mainClass, arguments);
  }

  private Map<String, Verdict> testTheClient(String mainClass, String... arguments)
      throws Exception {
    String url = "ws://127.0.0.1:" + freePort();
    int webPort = freePort();
    try (ChildProcess suite = start("fuzzingserver", Map.of("url", url, "webport", webPort))) {
      awaitLine(suite, "listening on port " + webPort);
      String[] all = Arrays.copyOf(arguments, arguments.length + 2);
      all[arguments.length] = "--url";
      all[arguments.length + 1] = url;
      try (ChildProcess client = ChildProcess.startJava(mainClass, all)) {
        awaitEnd(client);
        assertThat(client.exitStatus()).as(client.errors()).isZero();
      }
      // It may learn of the end of the last case only after the client has asked for reports.
      new TesteeClient(url, "again", REPORTS_LIMIT).updateReports();
    }
    return verdicts().values().iterator().next();
  }

  private ChildProcess start(String mode, Map<String, Object> more) throws IOException {
    Map<String, Object> spec = new LinkedHashMap<>(more);
    // Otherwise it would drop the connection instead of failing it, and miss faults.
    spec.put("options", Map.of("failByDrop", false));
    spec.put("outdir", reports.toString());
    spec.put("cases", PATTERNS);
    spec.put("exclude-cases", List.of());
    spec.put("exclude-agent-cases", Map.of());
    File specFile = reports.resolve(mode + ".json").toFile();
    JSON.writerWithDefaultPrettyPrinter().writeValue(specFile, spec);
    return ChildProcess.start(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-jar",
            FOLDER.resolve("jython.jar").toString(),
            LAUNCHER.toString(),
            FOLDER.resolve("suite").toString(),
            "-m",
            mode,
            "-s",
            specFile.toString()));
  }

  private void awaitEnd(ChildProcess process) {
    awaitLine(process, null);
  }

  /** Waits for a line of output; for null, the end of it. */
  private void awaitLine(ChildProcess process, String awaited) {
    String line = "";
    try {
      while (line != null && !line.equals(awaited)) {
        long remaining = Duration.ofNanos(deadline - System.nanoTime()).toSeconds();
        String next = process.line(remaining);
        if (next == null && awaited != null) {
          throw new AssertionError("it ended behind: " + line);
        }
        line = next;
      }
    } catch (AssertionError e) {
      process.close();
      throw new AssertionError("after " + limit + " it still was at: " + line, e);
    }
  }

  private Map<String, Map<String, Verdict>> verdicts() throws IOException {
    Map<String, Map<String, Verdict>> verdicts = new TreeMap<>();
    JsonNode index = JSON.readTree(reports.resolve("index.json").toFile());
    index
        .properties()
        .forEach(
            agent ->
                verdicts.put(
                    agent.getKey(),
                    agent.getValue().properties().stream()
                        .collect(
                            toMap(Map.Entry::getKey, result -> Verdict.of(result.getValue())))));
    return verdicts;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
