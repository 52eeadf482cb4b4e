package io.github.baseframe.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.baseframe.client.WebSocketClient;
import io.github.baseframe.server.WebSocketServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands, from the command line to what they leave behind. */
class CommandsTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter errors = new StringWriter();

  private int execute(String arguments) {
    return BenchmarksMain.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(errors))
        .execute(arguments.split(" "));
  }

  /** Compares two servers, and returns what was written as JSON. */
  private JsonNode compare(String options, Path directory) throws IOException {
    Path json = directory.resolve("figures.json");
    int exitCode =
        execute(
            "compare --servers=baseframe,bare-nio --warmup=0.1 --no-pinning "
                + options
                + " --json="
                + json);
    assertThat(exitCode).isZero();
    return new ObjectMapper().readTree(json.toFile());
  }

  @Test
  void compareWritesMediansAndEachRun(@TempDir Path directory) throws Exception {
    JsonNode document = compare("--scenarios=64b-1 --rounds=1 --seconds=0.2", directory);

    assertThat(document.at("/environment/rounds").asInt()).isEqualTo(1);
    assertThat(document.at("/environment/pinned").isBoolean()).isTrue();
    assertThat(document.at("/runs").size()).isEqualTo(2);
    assertThat(document.at("/runs/0/server").asText()).isEqualTo("baseframe");
    assertThat(document.at("/runs/0/round").asInt()).isEqualTo(1);
    JsonNode bare = document.at("/medians/1");
    assertThat(bare.at("/server").asText()).isEqualTo("bare-nio");
    assertThat(bare.at("/scenario").asText()).isEqualTo("64b-1");
    assertThat(bare.at("/rate").asDouble()).isPositive();
    assertThat(bare.at("/p99").asDouble()).isGreaterThanOrEqualTo(bare.at("/p50").asDouble());
    assertThat(bare.at("/heap_per_connection").isNull()).isTrue();
    assertThat(out.toString()).contains("64b-1: 64 B, 100 connections", "| bare-nio  |    1.00 |");
  }

  @Test
  void compareMeasuresServersInTurnAndEachSliceIsARound(@TempDir Path directory) throws Exception {
    JsonNode document =
        compare("--scenarios=64b-1,fan-out --rounds=2 --seconds=0.1 --slice=50", directory);

    assertThat(document.at("/environment/rounds").asInt()).isEqualTo(4);
    assertThat(document.at("/environment/seconds").asDouble()).isEqualTo(0.05);
    List<String> runs = new ArrayList<>();
    for (JsonNode run : document.at("/runs")) {
      String scenario = run.at("/scenario").asText();
      runs.add(scenario + " " + run.at("/round") + " " + run.at("/server").asText());
      assertThat(run.at("/cpu").asDouble()).isPositive();
      assertThat(run.at("/rss").asDouble()).isPositive();
    }
    assertThat(runs)
        .hasSize(16)
        .startsWith("64b-1 1 baseframe", "64b-1 1 bare-nio", "64b-1 2 baseframe")
        .endsWith("fan-out 4 baseframe", "fan-out 4 bare-nio");
    assertThat(out.toString()).contains("4 rounds of 0.1 s", "| bare-nio  |    1.00 |");
  }

  @Test
  void compareClientsMeasuresInTurnAndPutsAllBesideTheJdk(@TempDir Path directory)
      throws Exception {
    Path json = directory.resolve("figures.json");

    int exitCode =
        execute(
            "compare-clients --clients=bare-nio,jdk --scenarios=64b-1x1,connect --rounds=1"
                + " --warmup=0.1 --seconds=0.1 --slice=50 --no-pinning --jar=again="
                + codeOf(WebSocketClient.class)
                + " --json="
                + json);

    assertThat(exitCode).as(errors.toString()).isZero();
    JsonNode document = new ObjectMapper().readTree(json.toFile());
    List<String> runs = new ArrayList<>();
    for (JsonNode run : document.at("/runs")) {
      runs.add(run.at("/scenario").asText() + " " + run.at("/client").asText());
      assertThat(run.at("/rate").asDouble()).isPositive();
      assertThat(run.at("/cpu").isNumber()).isTrue();
    }
    assertThat(runs)
        .hasSize(9)
        .startsWith("64b-1x1 bare-nio", "64b-1x1 jdk", "64b-1x1 again", "64b-1x1 bare-nio")
        .endsWith("connect bare-nio", "connect jdk", "connect again");
    assertThat(document.at("/medians/1/ratio_to_jdk").asDouble()).isEqualTo(1);
    assertThat(out.toString())
        .contains(
            "64b-1x1: 64 B, 1 connection", "JDK = 1.00, lower is better", "| jdk      |    1.00");
  }

  @Test
  void compareTakesAnotherBuildOfTheServer(@TempDir Path directory) throws Exception {
    JsonNode document =
        compare(
            "--scenarios=64b-1 --rounds=1 --seconds=0.1 --jar=again="
                + codeOf(WebSocketServer.class),
            directory);

    assertThat(document.at("/runs/2/server").asText()).isEqualTo("again");
    assertThat(document.at("/runs/2/rate").asDouble()).isPositive();
  }

  private static Path codeOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  @Test
  void aBuildThatIsMissingOrHasTheNameOfAnotherIsAUsageError(@TempDir Path directory) {
    assertThat(execute("compare --jar=old=" + directory.resolve("old.jar"))).isEqualTo(2);
    assertThat(execute("compare-clients --jar=jdk=" + directory)).isEqualTo(2);
    assertThat(errors.toString()).contains("no such jar: ", "two are called jdk");
  }

  @Test
  void anUnknownClientOrAScenarioOfServersIsAUsageError() {
    assertThat(execute("compare-clients --clients=nobody")).isEqualTo(2);
    assertThat(execute("compare-clients --scenarios=fan-out")).isEqualTo(2);
    assertThat(errors.toString())
        .contains("no client nobody; there are bare-nio, baseframe,")
        .contains("no scenario fan-out; there are 64b-1x1,");
  }

  @Test
  void aSliceThatIsTooShortOrProfiledIsAUsageError() {
    assertThat(execute("compare --slice=9")).isEqualTo(2);
    assertThat(execute("compare --slice=10 --details=x")).isEqualTo(2);
    assertThat(errors.toString()).contains("--slice takes 10 ms or more, and goes without");
  }

  @Test
  void growthWritesAPlotForEachMetric(@TempDir Path directory) throws Exception {
    int exitCode =
        execute(
            "growth --server=bare-nio --most=1 --rounds=2 --seconds=0.1 --warmup=0 --no-pinning"
                + " --out="
                + directory
                + " --json="
                + directory.resolve("figures.json"));

    assertThat(exitCode).isZero();
    assertThat(errors.toString()).contains("round 2, connections 1, bare-nio");
    JsonNode figures = new ObjectMapper().readTree(directory.resolve("figures.json").toFile());
    assertThat(figures.at("/runs/1/round").asInt()).isEqualTo(2);
    assertThat(figures.at("/runs/1/scenario").asText()).isEqualTo("connections-1");
    assertThat(Files.readString(directory.resolve("connections-rate.svg"))).contains("<svg");
    assertThat(directory.resolve("connections-p99.svg")).exists();
  }

  @Test
  void noRoundsIsAUsageError() {
    assertThat(execute("compare --rounds=0")).isEqualTo(2);
    assertThat(errors.toString()).contains("--rounds takes 1 or more");
  }

  @Test
  void aUsageErrorOfGrowthLeavesNoDirectoryBehind(@TempDir Path directory) {
    Path plots = directory.resolve("plots");

    assertThat(execute("growth --rounds=0 --out=" + plots)).isEqualTo(2);
    assertThat(plots).doesNotExist();
  }

  @Test
  void anUnknownServerIsAUsageError() {
    assertThat(execute("compare --servers=nobody")).isEqualTo(2);
    assertThat(errors.toString()).contains("no server nobody; there are bare-nio, baseframe,");
  }

  @Test
  void attackWritesARowForEachKindAndItsFigures(@TempDir Path directory) throws Exception {
    int exitCode =
        execute(
            "attack --kind=nobody,silent --attackers=2 --seconds=0.2 --jvm-options=-Xmx64m,-Xint"
                + " --server-options=--loops,1 --logs="
                + directory
                + " --json="
                + directory.resolve("figures.json"));

    assertThat(exitCode).as(out.toString()).isZero();
    assertThat(out.toString().lines())
        .hasSize(4)
        .anyMatch(row -> row.startsWith("| silent | 2 | alive | "));
    JsonNode figures = new ObjectMapper().readTree(directory.resolve("figures.json").toFile());
    assertThat(figures.at("/1/kind").asText()).isEqualTo("silent");
    assertThat(figures.at("/1/survived").asBoolean()).isTrue();
    assertThat(figures.at("/1/heapAfter").asLong()).isPositive();
    assertThat(directory.resolve("silent.log")).content().contains("listening on ws://");
  }

  @Test
  void anUnknownKindOfAttackersIsAUsageError() {
    assertThat(execute("attack --kind=nice")).isEqualTo(2);
    assertThat(errors.toString()).contains("no kind nice; there are nobody, silent,");
  }
}
