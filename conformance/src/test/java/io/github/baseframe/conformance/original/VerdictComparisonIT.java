package io.github.baseframe.conformance.original;

import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.engine.CaseResult;
import io.github.baseframe.conformance.fuzzing.FuzzingClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Compares the verdicts of the Autobahn test suite with ours, server by server and case by case,
 * and writes the differences to {@code target/autobahn/differences.md}. What they come from is
 * explained in {@code docs/conformance.md}; there is nothing here to pass or to fail.
 */
class VerdictComparisonIT {

  private static final Path TABLE =
      Path.of(System.getProperty("autobahn.folder", "target"), "differences.md");
  private static final String[] PEERS = System.getProperty("autobahn.peers", "").split(",");

  /** Most of what takes time is waiting. */
  private static final int CASES_AT_A_TIME = 16;

  private static final int SUITES_AT_A_TIME = 4;

  private final List<ConformanceCase> cases = OriginalSuite.selectedCases();
  private final StringBuilder table = new StringBuilder();

  @Test
  void differencesAreListed() throws Exception {
    try (EchoServers servers = new EchoServers()) {
      for (String peer : PEERS) {
        servers.start(peer);
      }
      Map<String, Map<String, Verdict>> originals = original(servers.urls());
      table.append("| server | cases | right: original | right: ours | different |\n");
      table.append("|---|---|---|---|---|\n");
      StringBuilder details = new StringBuilder();
      for (String name : servers.urls().keySet()) {
        Map<String, CaseResult> ours = ours(servers.urls().get(name));
        compare(name, originals.getOrDefault(name, Map.of()), ours, details);
      }
      table.append("\n| server | original | ours | cases | ours, of the first |\n");
      table.append("|---|---|---|---|---|\n").append(details);
    }
    Files.writeString(TABLE, table);
    System.out.println(table);
  }

  /** Several suites at a time, as each waits most of the time; each takes long to start. */
  private static Map<String, Map<String, Verdict>> original(Map<String, String> urls)
      throws Exception {
    List<Map<String, String>> shares = new ArrayList<>();
    for (int i = 0; i < Math.min(SUITES_AT_A_TIME, urls.size()); i++) {
      shares.add(new LinkedHashMap<>());
    }
    int next = 0;
    for (String name : urls.keySet()) {
      shares.get(next++ % shares.size()).put(name, urls.get(name));
    }
    ExecutorService threads = Executors.newFixedThreadPool(shares.size());
    List<Future<Map<String, Map<String, Verdict>>>> runs = new ArrayList<>();
    for (Map<String, String> share : shares) {
      String name = share.keySet().iterator().next();
      runs.add(threads.submit(() -> OriginalSuite.testServers(name, share)));
    }
    threads.shutdown();
    Map<String, Map<String, Verdict>> verdicts = new LinkedHashMap<>();
    for (int i = 0; i < runs.size(); i++) {
      try {
        verdicts.putAll(runs.get(i).get());
      } catch (ExecutionException e) {
        System.err.println(shares.get(i).keySet() + " have no verdicts: " + e.getCause());
      }
    }
    return verdicts;
  }

  private Map<String, CaseResult> ours(String url) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CASES_AT_A_TIME);
    FuzzingClient tester = new FuzzingClient(url);
    List<Future<CaseResult>> runs = new ArrayList<>();
    for (ConformanceCase each : cases) {
      runs.add(threads.submit(() -> tester.run(each)));
    }
    threads.shutdown();
    Map<String, CaseResult> results = new LinkedHashMap<>();
    for (Future<CaseResult> run : runs) {
      results.put(run.get().conformanceCase().id(), run.get());
    }
    return results;
  }

  private void compare(
      String name,
      Map<String, Verdict> originals,
      Map<String, CaseResult> ours,
      StringBuilder details) {
    Map<List<Verdict>, List<String>> different =
        ours.keySet().stream()
            .filter(id -> !original(originals, id).equals(Verdict.of(ours.get(id))))
            .collect(
                groupingBy(
                    id -> List.of(original(originals, id), Verdict.of(ours.get(id))),
                    LinkedHashMap::new,
                    mapping(id -> id, toList())));
    table.append(
        String.format(
            "| %s | %d | %d | %d | %d |%n",
            name,
            ours.size(),
            originals.values().stream().filter(Verdict::passes).count(),
            ours.values().stream().map(Verdict::of).filter(Verdict::passes).count(),
            different.values().stream().mapToInt(List::size).sum()));
    different.entrySet().stream()
        .sorted(comparingInt(entry -> -entry.getValue().size()))
        .forEach(
            entry ->
                details.append(
                    String.format(
                        "| %s | %s | %s | %s | %s |%n",
                        name,
                        entry.getKey().get(0),
                        entry.getKey().get(1),
                        entry.getValue().stream().collect(joining(" ")),
                        ours.get(entry.getValue().get(0)).explanation())));
  }

  private static Verdict original(Map<String, Verdict> originals, String id) {
    return originals.getOrDefault(id, Verdict.MISSING);
  }
}
