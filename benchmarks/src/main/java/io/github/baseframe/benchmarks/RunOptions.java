package io.github.baseframe.benchmarks;

import io.github.baseframe.benchmarks.report.Comparison;
import io.github.baseframe.benchmarks.report.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options that all measuring commands share. */
final class RunOptions {

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "4",
      description = "Length of each run, decimals allowed (default: ${DEFAULT-VALUE})")
  private double seconds;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      defaultValue = "4",
      description = "Seconds of load before each run (default: ${DEFAULT-VALUE})")
  private double warmUp;

  private int rounds;

  @Option(
      names = "--no-pinning",
      description = "Do not keep what is measured and its load on different cores")
  private boolean notPinned;

  @Option(
      names = "--details",
      paramLabel = "DIR",
      description =
          "Write there a flame graph for each run, and for idle connections a class histogram;"
              + " the profiler itself costs a little time")
  private Path details;

  @Option(names = "--json", paramLabel = "FILE", description = "Write all figures there as well")
  private Path json;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often (default: ${DEFAULT-VALUE})")
  private void rounds(int number) {
    if (number < 1) {
      throw new ParameterException(spec.commandLine(), "--rounds takes 1 or more");
    }
    rounds = number;
  }

  int rounds() {
    return rounds;
  }

  void writeJson(Comparison comparison, Environment environment) throws IOException {
    if (json != null) {
      comparison.writeJson(environment, json);
    }
  }

  boolean wantsDetails() {
    return details != null;
  }

  /** Under which is measured; from now on the load generator has its core. */
  Conditions conditions() throws IOException {
    if (details != null) {
      Files.createDirectories(details);
    }
    Cores cores = notPinned ? Cores.notPinned() : Cores.pinGenerator();
    return new Conditions(duration(warmUp), duration(seconds), cores, details);
  }

  private static Duration duration(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1e3));
  }
}
