package io.github.baseframe.conformance.fuzzing;

import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.engine.CaseResult;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The latest verdict for each client and case. For any thread. */
final class Results {

  private record Key(String agent, String id) {}

  private final Map<Key, CaseResult> results = new HashMap<>();

  synchronized void put(String agent, CaseResult result) {
    results.put(new Key(agent, result.conformanceCase().id()), result);
    notifyAll();
  }

  /** Waits for a verdict as long as the case may take; null if none comes. */
  synchronized CaseResult await(String agent, ConformanceCase conformanceCase)
      throws InterruptedException {
    Key key = new Key(agent, conformanceCase.id());
    long deadline = System.nanoTime() + conformanceCase.deadline().toNanos();
    long remaining = conformanceCase.deadline().toMillis();
    while (!results.containsKey(key) && remaining > 0) {
      wait(remaining);
      remaining = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
    }
    return results.get(key);
  }
}
