package io.github.baseframe.conformance;

import io.github.baseframe.conformance.cases.CaseCatalogue;
import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.fuzzing.CaseSelection;
import io.github.baseframe.conformance.fuzzing.SpecFile;
import io.github.baseframe.conformance.report.Expectations;
import io.github.baseframe.protocol.Role;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What both fuzzers can be told: which cases, and where the report goes. */
final class CaseOptions {

  /** What the Autobahn test suite has as well, and every client for it can run. */
  static final List<String> ORIGINAL =
      CaseCatalogue.original().stream().map(ConformanceCase::id).toList();

  @Option(
      names = "--cases",
      split = ",",
      paramLabel = "PATTERN",
      description =
          "What to run, such as 1.*,6.4.* (default: all for servers; for clients what the Autobahn"
              + " test suite has as well)")
  private List<String> cases;

  @Option(
      names = "--exclude",
      split = ",",
      paramLabel = "PATTERN",
      description = "What not to run of it, such as 9.*")
  private List<String> exclude;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Where to write index.html, index.json, junit.xml and a page for each case")
  private Path report;

  @Option(
      names = "--spec",
      paramLabel = "FILE",
      description = "JSON as the Autobahn test suite reads it; other options win over it")
  private Path spec;

  private SpecFile specFile;

  /** Reads the file of {@code --spec}; null if there is none. */
  SpecFile spec() throws BadInput {
    if (spec != null && specFile == null) {
      try {
        specFile = SpecFile.read(spec);
      } catch (IOException e) {
        throw new BadInput(spec + ": " + Failures.describe(e), e);
      }
    }
    return specFile;
  }

  /**
   * Which cases are to be run.
   *
   * @param subject the role of whom is tested
   * @param otherwise if nothing is said of it
   */
  CaseSelection selection(Role subject, List<String> otherwise) throws BadInput {
    SpecFile file = spec();
    List<String> included = otherwise;
    if (cases != null) {
      included = known(subject, cases, "--cases");
    } else if (file != null) {
      // Who wrote that for the original meant its cases.
      included =
          file.cases().equals(List.of("*"))
              ? ORIGINAL
              : known(subject, file.cases(), spec + ": cases");
    }
    List<String> excluded = List.of();
    if (exclude != null) {
      excluded = known(subject, exclude, "--exclude");
    } else if (file != null) {
      // Who leaves out what there is not loses nothing; on a command line it is a mistake.
      excluded = file.excludeCases();
    }
    Map<String, List<String>> excludedForAgents =
        file == null ? Map.of() : file.excludeAgentCases();
    CaseSelection selection = CaseSelection.of(subject, included, excluded, excludedForAgents);
    if (selection.cases().isEmpty()) {
      String where = exclude == null ? spec + ": exclude-cases" : "--exclude";
      throw new BadInput(where + ": no case is left");
    }
    return selection;
  }

  private static List<String> known(Role subject, List<String> patterns, String where)
      throws BadInput {
    for (String each : patterns) {
      if (!CaseSelection.isKnown(subject, each)) {
        String whom = subject == Role.SERVER ? "servers" : "clients";
        throw new BadInput(where + ": there is no case " + each + " for " + whom);
      }
    }
    return patterns;
  }

  /** The folder for the report, which exists and takes files; null if there is to be none. */
  Path reportDirectory() throws BadInput {
    SpecFile fromFile = spec();
    boolean inFile = report == null && fromFile != null && fromFile.outdir() != null;
    if (report == null && !inFile) {
      return null;
    }
    String where = inFile ? spec + ": outdir" : "--report";
    String name = inFile ? fromFile.outdir() : report.toString();
    try {
      Path directory = Path.of(name);
      Files.createDirectories(directory);
      Files.delete(Files.createTempFile(directory, "writable", null));
      return directory;
    } catch (FileAlreadyExistsException e) {
      throw new BadInput(where + ": " + name + " is not a directory", e);
    } catch (IOException e) {
      throw new BadInput(where + ": " + name + " cannot be written: " + Failures.describe(e), e);
    } catch (InvalidPathException e) {
      throw new BadInput(where + ": " + e.getMessage(), e);
    }
  }

  static Expectations expectations(Path file) throws BadInput {
    if (file == null) {
      return Expectations.ALL_OK;
    }
    try {
      return Expectations.read(file);
    } catch (IOException e) {
      throw new BadInput(file + ": " + Failures.describe(e), e);
    }
  }
}
