package io.github.baseframe.conformance.report;

import io.github.baseframe.conformance.cases.CaseCatalogue;
import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.engine.CaseResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A report as a set of files, each of which is made when it is asked for. It makes no difference
 * whether they are written or served: only these files exist, whatever somebody asks for.
 *
 * <table>
 *   <caption>Files</caption>
 *   <tr><th>name<th>what it is
 *   <tr><td>index.html<td>the matrix of cases and agents
 *   <tr><td>index.json<td>the same for programs, in the original's shape
 *   <tr><td>junit.xml<td>the same for build servers
 *   <tr><td>AGENT_case_1_1_1.html and .json<td>one case with one agent
 * </table>
 *
 * <p>Immutable, for any thread.
 */
public final class Report {

  /** The file to begin with. */
  public static final String INDEX = "index.html";

  private final Map<String, Supplier<byte[]>> files = new LinkedHashMap<>();

  /**
   * Makes a report.
   *
   * @param results the verdicts by the names of agents; which may be anything
   * @param expectations what build servers are to see as a failure
   */
  public Report(Map<String, ? extends Collection<CaseResult>> results, Expectations expectations) {
    List<AgentResults> agents = new ArrayList<>();
    FileNames names = new FileNames();
    results.forEach(
        (agent, verdicts) ->
            agents.add(new AgentResults(agent, names.next(agent), inOrder(verdicts))));
    for (AgentResults agent : agents) {
      for (CaseResult each : agent.byId().values()) {
        ConformanceCase found = each.conformanceCase();
        files.put(agent.fileOf(found, ".html"), () -> CasePage.of(agent, each));
        files.put(agent.fileOf(found, ".json"), () -> Json.ofCase(agent, each));
      }
    }
    files.put("junit.xml", () -> JunitXml.of(agents, expectations));
    files.put("index.json", () -> Json.index(agents));
    files.put(INDEX, () -> IndexPage.of(agents));
  }

  private static Map<String, CaseResult> inOrder(Collection<CaseResult> results) {
    Map<String, CaseResult> found = new LinkedHashMap<>();
    results.forEach(each -> found.put(each.conformanceCase().id(), each));
    Map<String, CaseResult> ordered = new LinkedHashMap<>();
    for (ConformanceCase each : CaseCatalogue.all()) {
      if (found.containsKey(each.id())) {
        ordered.put(each.id(), found.get(each.id()));
      }
    }
    return ordered;
  }

  /**
   * Returns the names of all files.
   *
   * @return plain names, none with a slash
   */
  public Set<String> names() {
    return Set.copyOf(files.keySet());
  }

  /**
   * Makes a file.
   *
   * @param name its name
   * @return what is in it, or null if there is no such file
   */
  public byte[] file(String name) {
    Supplier<byte[]> file = files.get(name);
    return file == null ? null : file.get();
  }

  /**
   * Writes all files, the index last. What is there already is overwritten, what else is there
   * stays.
   *
   * @param directory is made if it is not there
   * @throws IOException if something cannot be written
   */
  public void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    for (Map.Entry<String, Supplier<byte[]>> file : files.entrySet()) {
      Files.write(directory.resolve(file.getKey()), file.getValue().get());
    }
  }
}
