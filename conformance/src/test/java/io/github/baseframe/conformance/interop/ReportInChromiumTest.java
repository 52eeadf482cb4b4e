package io.github.baseframe.conformance.interop;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.baseframe.conformance.cases.Behavior;
import io.github.baseframe.conformance.cases.CaseCatalogue;
import io.github.baseframe.conformance.engine.CaseResult;
import io.github.baseframe.conformance.engine.CloseBehavior;
import io.github.baseframe.conformance.engine.WireLog;
import io.github.baseframe.conformance.report.Expectations;
import io.github.baseframe.conformance.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The report in a browser ({@code chromium-report.mjs}): its filter, its pages, on a phone too. */
class ReportInChromiumTest {

  @TempDir private Path directory;

  @TestFactory
  Stream<DynamicTest> theReportCanBeFilteredAndRead() throws IOException {
    Map<String, List<CaseResult>> results = new LinkedHashMap<>();
    results.put("right", List.of(passed("1.1.1"), passed("1.1.2"), passed("2.1")));
    results.put(
        "<i>wrong",
        List.of(
            passed("1.1.1"),
            result("1.1.2", Behavior.FAILED, CloseBehavior.OK),
            result("2.1", Behavior.OK, CloseBehavior.UNCLEAN),
            result("6.4.1", Behavior.NON_STRICT, CloseBehavior.OK)));
    new Report(results, Expectations.ALL_OK).write(directory);
    return NodeScripts.rulesInChromium(
        "chromium-report.mjs", directory.resolve(Report.INDEX).toUri().toString());
  }

  private static CaseResult passed(String id) {
    return result(id, Behavior.OK, CloseBehavior.OK);
  }

  private static CaseResult result(String id, Behavior behavior, CloseBehavior closeBehavior) {
    WireLog wireLog = new WireLog();
    byte[] head = "GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII);
    wireLog.addHead(true, head, 0, head.length);
    return new CaseResult(
        CaseCatalogue.find(id), behavior, closeBehavior, 1000, Duration.ZERO, "So it is.", wireLog);
  }
}
