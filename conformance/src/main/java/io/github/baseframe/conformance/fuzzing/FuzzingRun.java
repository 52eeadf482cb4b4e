package io.github.baseframe.conformance.fuzzing;

import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.cases.Step;
import io.github.baseframe.conformance.engine.CaseResult;
import io.github.baseframe.conformance.engine.WireLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Many cases against one server, several at a time. What waits by its script begins first, as that
 * costs nothing but time, then what is large: so nothing long is left for the end.
 */
public final class FuzzingRun {

  /** After as many connections in a row that could not be made, the server is given up. */
  private static final int MAX_REFUSALS = 3;

  private static final Comparator<ConformanceCase> LONGEST_FIRST =
      Comparator.comparingLong(FuzzingRun::pauses)
          .thenComparing(ConformanceCase::deadline)
          .thenComparingLong(FuzzingRun::octets)
          .reversed();

  private final FuzzingClient client;
  private final Consumer<CaseResult> listener;
  private final AtomicInteger refusals = new AtomicInteger();

  /**
   * Prepares a run.
   *
   * @param client knows the server
   * @param listener is told every result, by several threads
   */
  public FuzzingRun(FuzzingClient client, Consumer<CaseResult> listener) {
    this.client = client;
    this.listener = listener;
  }

  /**
   * Runs cases. If the server is there at first and is gone later, the cases that miss it have
   * failed.
   *
   * @param cases the cases, at least one
   * @param parallel how many may run at once, 1 or more
   * @return the verdicts, one for each case, in the order of the cases
   * @throws IOException if the server cannot be reached at all
   * @throws InterruptedException if the thread is interrupted; cases that run go on to their end
   */
  public List<CaseResult> run(List<ConformanceCase> cases, int parallel)
      throws IOException, InterruptedException {
    List<ConformanceCase> waiting = new ArrayList<>(cases);
    waiting.sort(LONGEST_FIRST);
    Map<String, CaseResult> results = new HashMap<>();
    // Alone, and the shortest of all: tells whether anybody is there.
    CaseResult first = client.run(waiting.remove(waiting.size() - 1));
    listener.accept(first);
    results.put(first.conformanceCase().id(), first);
    runAll(waiting, parallel).forEach(each -> results.put(each.conformanceCase().id(), each));
    return cases.stream().map(each -> results.get(each.id())).toList();
  }

  private List<CaseResult> runAll(List<ConformanceCase> cases, int parallel)
      throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(parallel, FuzzingRun::daemon);
    try {
      List<Future<CaseResult>> pending = new ArrayList<>();
      for (ConformanceCase each : cases) {
        pending.add(threads.submit(() -> runOne(each)));
      }
      List<CaseResult> results = new ArrayList<>();
      for (Future<CaseResult> each : pending) {
        results.add(each.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a case broke the tester", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "fuzzing-client");
    thread.setDaemon(true);
    return thread;
  }

  private CaseResult runOne(ConformanceCase conformanceCase) {
    CaseResult result;
    if (refusals.get() >= MAX_REFUSALS) {
      result = CaseResult.notOpened(conformanceCase, "The server was gone.", new WireLog());
    } else {
      try {
        result = client.run(conformanceCase);
        refusals.set(0);
      } catch (IOException e) {
        refusals.incrementAndGet();
        result =
            CaseResult.notOpened(
                conformanceCase,
                "No connection could be made: " + e.getMessage() + ".",
                new WireLog());
      }
    }
    listener.accept(result);
    return result;
  }

  private static long pauses(ConformanceCase conformanceCase) {
    return conformanceCase.script().stream()
        .mapToLong(step -> step instanceof Step.Pause pause ? pause.time().toNanos() : 0)
        .sum();
  }

  private static long octets(ConformanceCase conformanceCase) {
    long octets = 0;
    for (Step step : conformanceCase.script()) {
      if (step instanceof Step.Send send) {
        octets += send.frame().payload().length();
      } else if (step instanceof Step.SendFragmented send) {
        octets += send.message().payload().length();
      } else if (step instanceof Step.SendRepeated send) {
        octets += (long) send.frame().payload().length() * send.count();
      }
    }
    return octets;
  }
}
