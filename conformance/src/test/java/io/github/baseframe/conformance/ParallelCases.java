package io.github.baseframe.conformance;

import io.github.baseframe.conformance.cases.CaseCatalogue;
import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.engine.CaseResult;
import io.github.baseframe.protocol.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** All cases, several at a time: a test for each, which waits for its result. */
final class ParallelCases {

  private static final int AT_A_TIME = 16;

  /** Far more than all cases together take; reached only if something hangs. */
  private static final int MINUTES = 30;

  /** Gets the verdict of one case. */
  interface Runner {
    CaseResult run(ConformanceCase conformanceCase) throws Exception;
  }

  private ParallelCases() {}

  static Stream<DynamicTest> tests(Role subject, Runner runner) {
    return tests(subject, each -> true, runner);
  }

  /** The cases of sections 12 and 13 only. */
  static Stream<DynamicTest> compressionTests(Role subject, Runner runner) {
    return tests(subject, each -> !each.compression().isEmpty(), runner);
  }

  private static Stream<DynamicTest> tests(
      Role subject, Predicate<ConformanceCase> wanted, Runner runner) {
    ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
    List<DynamicTest> tests = new ArrayList<>();
    for (ConformanceCase each :
        CaseCatalogue.forSubject(subject).stream().filter(wanted).toList()) {
      Future<CaseResult> result = threads.submit(() -> runner.run(each));
      tests.add(
          DynamicTest.dynamicTest(
              each.toString(),
              () -> ExpectedResults.assertAsExpected(result.get(MINUTES, TimeUnit.MINUTES))));
    }
    threads.shutdown();
    return tests.stream();
  }
}
