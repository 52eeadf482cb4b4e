package io.github.baseframe.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.conformance.cases.CaseCatalogue;
import io.github.baseframe.conformance.engine.CaseResult;
import io.github.baseframe.conformance.engine.WireLog;
import io.github.baseframe.conformance.report.Expectations;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final StringWriter out = new StringWriter();

  private static CaseResult failure() {
    return CaseResult.notOpened(
        CaseCatalogue.find("1.1.1"), "Bell \u0007 and newline \n.", new WireLog());
  }

  private Progress progress(boolean terminal, String agent) {
    return new Progress(new PrintWriter(out), terminal, agent, 2);
  }

  @Test
  void aTerminalShowsCountsAndTimeLeftOnOneLineThatIsWrittenOver() {
    Progress progress = progress(true, "a");
    progress.add(failure());
    progress.add(failure());

    assertThat(out.toString())
        .matches(
            "\r1 of 2 cases: 1 FAILED; about \\d+ s left\u001b\\[K"
                + "\r2 of 2 cases: 2 FAILED; about 0 s left\u001b\\[K");
  }

  @Test
  void elsewhereOnlyTheEndIsTold() {
    Progress progress = progress(false, "a");
    progress.add(failure());
    assertThat(out).hasToString("");

    assertThat(progress.finish(List.of(failure()), Expectations.ALL_OK)).isFalse();
    assertThat(out.toString().lines()).hasSize(2);
  }

  @Test
  void nothingThatPeersSayReachesTheTerminalUnchanged() {
    Progress progress = progress(false, "a\u001b[2J\n\u202e");
    progress.finish(List.of(failure()), Expectations.ALL_OK);

    assertThat(out.toString())
        .startsWith("a?[2J??: 0 cases")
        .contains("Bell ? and newline ?.")
        .doesNotContain("\u0007", "\u001b", "\u202e");
  }
}
