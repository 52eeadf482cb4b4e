package io.github.baseframe.benchmarks;

import io.github.baseframe.benchmarks.attack.AttackReport;
import io.github.baseframe.benchmarks.attack.AttackResult;
import io.github.baseframe.benchmarks.attack.AttackRun;
import io.github.baseframe.benchmarks.attack.AttackSettings;
import io.github.baseframe.benchmarks.attack.Kind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code attack}: what becomes of a server, and of a good client, beside many bad ones. */
@Command(
    name = "attack",
    description = {
      "Attacks Baseframe's server program, started anew for each kind of attackers, beside a",
      "good client. Exits with 1 if a server did not survive, or the good client lost its",
      "connection"
    },
    mixinStandardHelpOptions = true)
final class AttackCommand implements Callable<Integer> {

  @Option(
      names = "--kind",
      split = ",",
      paramLabel = "KIND",
      description = "Who attacks, one after another: ${COMPLETION-CANDIDATES} (default: all)",
      completionCandidates = Kinds.class)
  private List<Kind> kinds = List.of(Kind.values());

  @Option(
      names = "--attackers",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many, where the kind does not say (default: ${DEFAULT-VALUE})")
  private int attackers;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Length of each attack, decimals allowed (default: ${DEFAULT-VALUE})")
  private double seconds;

  @Option(
      names = "--server",
      paramLabel = "JAR",
      description =
          "Another build: a jar or class path with the server program (default: this one)")
  private String classPath = System.getProperty("java.class.path");

  @Option(
      names = "--jvm-options",
      split = ",",
      paramLabel = "OPTION",
      defaultValue = "-Xmx256m",
      description = "For the server's JVM, such as -Xmx64m,-XX:+UseSerialGC (${DEFAULT-VALUE})")
  private List<String> jvmOptions;

  @Option(
      names = "--server-options",
      split = ",",
      paramLabel = "OPTION",
      description = "For the server, such as --loops,2")
  private List<String> serverOptions = List.of();

  @Option(
      names = "--logs",
      paramLabel = "DIR",
      description = "Where the logs of the servers are kept (default: nowhere)")
  private Path logs;

  @Option(names = "--json", paramLabel = "FILE", description = "Write all figures there as well")
  private Path json;

  @Spec private CommandSpec spec;

  /** The names that users know. */
  private static final class Kinds extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Kinds() {
      for (Kind kind : Kind.values()) {
        add(kind.toString());
      }
    }
  }

  @Override
  public Integer call() throws IOException {
    if (logs != null) {
      return attackAll(Files.createDirectories(logs));
    }
    Path directory = Files.createTempDirectory("attack");
    try {
      return attackAll(directory);
    } finally {
      delete(directory);
    }
  }

  private int attackAll(Path directory) throws IOException {
    AttackSettings settings =
        new AttackSettings(
            classPath,
            jvmOptions,
            serverOptions,
            attackers,
            Duration.ofMillis(Math.round(seconds * 1e3)),
            directory);
    PrintWriter out = spec.commandLine().getOut();
    out.println(AttackReport.head());
    out.flush();
    List<AttackResult> results = new ArrayList<>();
    for (Kind kind : kinds) {
      AttackResult result = AttackRun.run(settings, kind);
      results.add(result);
      out.println(AttackReport.row(result));
      out.flush();
    }
    if (json != null) {
      AttackReport.writeJson(results, json);
    }
    return results.stream().allMatch(AttackResult::survived) ? 0 : 1;
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
