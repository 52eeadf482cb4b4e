package io.github.baseframe.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The short form of a soak, from the command line to the verdict. */
class SoakCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int soak(String options) {
    return ConformanceMain.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(("soak " + options).split(" "));
  }

  @Test
  void tenSecondsWithFiftyClientsLoseNothingAndPass() {
    int status =
        soak(
            "--minutes 0.17 --connections 50 --churn 100 --hostile 30 --message-interval 100"
                + " --sample-interval 2");

    List<String> lines = out.toString().lines().toList();
    assertThat(lines.get(lines.size() - 1)).as(out + " " + err).isEqualTo("PASSED");
    assertThat(status).isZero();
    assertThat(lines).filteredOn(line -> line.endsWith(" | none |")).hasSizeBetween(2, 5);
  }

  @Test
  void aServerInTheSameProcessWillDo() {
    assertThat(
            soak(
                "--in-process --minutes 0.03 --connections 3 --message-interval 50"
                    + " --sample-interval 1"))
        .as(out + " " + err)
        .isZero();
  }

  @Test
  void aServerThatDoesNotStartIsOneLineAndExit1() {
    assertThat(soak("--jvm-options --no-such-option --minutes 1")).isEqualTo(1);
    assertThat(err.toString().lines()).containsExactly("soak: the server's process is gone");
  }
}
