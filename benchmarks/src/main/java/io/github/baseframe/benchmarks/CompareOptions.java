package io.github.baseframe.benchmarks;

import io.github.baseframe.benchmarks.load.Scenario;
import io.github.baseframe.benchmarks.report.Comparison;
import io.github.baseframe.benchmarks.report.Environment;
import io.github.baseframe.benchmarks.report.TextReport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What the commands that compare have in common. */
final class CompareOptions {

  /** In less, too few messages come back for a median. */
  private static final int MIN_SLICE_MILLIS = 10;

  @Option(
      names = "--jar",
      paramLabel = "NAME=JAR[:JAR...]",
      description =
          "Measure another build of Baseframe as well, under this name: the jars come first in the"
              + " class path of its process; may be given several times")
  private List<Build> builds = List.of();

  @Option(
      names = "--slice",
      paramLabel = "MILLIS",
      description =
          "Let all of a scenario run, and measure them in turn, so long each, until each has had"
              + " its seconds: tells smaller differences where other work uses the machine")
  private Integer sliceMillis;

  @Mixin private RunOptions options;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  /** Lists who takes part: these, and other builds of one of them. */
  <T> List<Entrant<T>> entrants(List<T> kinds, T baseframe) {
    try {
      return Entrant.all(kinds, baseframe, builds);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** Checks the options, and says under which conditions is measured. */
  Conditions conditions() throws IOException {
    if (sliceMillis != null && (sliceMillis < MIN_SLICE_MILLIS || options.wantsDetails())) {
      throw new ParameterException(
          spec.commandLine(),
          "--slice takes " + MIN_SLICE_MILLIS + " ms or more, and goes without --details");
    }
    return options.conditions();
  }

  /** Measures, reports, and returns the exit code. */
  <T> int compare(
      Bench<T> bench, List<Entrant<T>> entrants, List<Scenario> scenarios, Comparison comparison)
      throws IOException {
    Duration slice = sliceMillis == null ? null : Duration.ofMillis(sliceMillis);
    Environment environment =
        new SideBySide<>(bench, entrants, comparison, slice, spec.commandLine().getErr())
            .run(options.rounds(), scenarios);
    spec.commandLine().getOut().print(TextReport.of(environment, comparison));
    spec.commandLine().getOut().flush();
    options.writeJson(comparison, environment);
    comparison.failures().forEach(spec.commandLine().getErr()::println);
    return comparison.failures().isEmpty() ? 0 : 1;
  }
}
