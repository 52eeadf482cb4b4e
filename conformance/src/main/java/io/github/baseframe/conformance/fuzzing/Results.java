package io.github.baseframe.conformance.fuzzing;

import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.engine.CaseResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The latest verdict for each client and case. For any thread. */
final class Results {

  /** Names are free to choose, so there must be an end to them. */
  static final int MAX_AGENTS = 64;

  private static final Duration END_TIMEOUT = Duration.ofSeconds(10);

  private final Map<String, Map<String, CaseResult>> results = new LinkedHashMap<>();

  /** How many cases are being played, by the name of the client. */
  private final Map<String, Integer> running = new HashMap<>();

  /** Whether a client with this name is known, or there is room for one more. */
  synchronized boolean hasRoomFor(String agent) {
    return results.containsKey(agent) || results.size() < MAX_AGENTS;
  }

  synchronized void begin(String agent) {
    running.merge(agent, 1, Integer::sum);
  }

  synchronized void end(String agent) {
    running.computeIfPresent(agent, (unused, count) -> count == 1 ? null : count - 1);
    notifyAll();
  }

  /**
   * Waits until a client plays no case, in bounded time: it may see the end of a connection, and go
   * on to the next, before its last case was judged.
   */
  synchronized void awaitEnd(String agent) throws InterruptedException {
    long deadline = System.nanoTime() + END_TIMEOUT.toNanos();
    long remaining = END_TIMEOUT.toMillis();
    while (running.containsKey(agent) && remaining > 0) {
      wait(remaining);
      remaining = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
    }
  }

  synchronized void put(String agent, CaseResult result) {
    if (hasRoomFor(agent)) {
      results
          .computeIfAbsent(agent, unused -> new HashMap<>())
          .put(result.conformanceCase().id(), result);
      notifyAll();
    }
  }

  /** Waits for a verdict as long as the case may take; null if none comes. */
  synchronized CaseResult await(String agent, ConformanceCase conformanceCase)
      throws InterruptedException {
    String id = conformanceCase.id();
    long deadline = System.nanoTime() + conformanceCase.deadline().toNanos();
    long remaining = conformanceCase.deadline().toMillis();
    while (find(agent, id) == null && remaining > 0) {
      wait(remaining);
      remaining = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
    }
    return find(agent, id);
  }

  private CaseResult find(String agent, String id) {
    return results.getOrDefault(agent, Map.of()).get(id);
  }

  /** A copy of all, in the order in which the clients came. */
  synchronized Map<String, List<CaseResult>> all() {
    Map<String, List<CaseResult>> copy = new LinkedHashMap<>();
    results.forEach((agent, verdicts) -> copy.put(agent, new ArrayList<>(verdicts.values())));
    return copy;
  }
}
