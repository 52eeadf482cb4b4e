package io.github.baseframe.benchmarks.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The program works: a few attackers of each kind get to their attack, and a server stands it. */
class AttackTest {

  private static final int ATTACKERS = 20;

  private static AttackResult run(Path directory, Kind kind) throws Exception {
    return AttackRun.run(
        new AttackSettings(
            System.getProperty("java.class.path"),
            List.of("-Xmx256m"),
            List.of("--loops", "1"),
            ATTACKERS,
            Duration.ofSeconds(1),
            directory),
        kind);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.INCLUDE,
      names = {"FRAGMENTS", "BROADCAST", "TLS_KEY_UPDATES"})
  void attackersAreThereAndTheServerAnswersAfterwards(Kind kind, @TempDir Path directory)
      throws Exception {
    AttackResult result = run(directory, kind);

    assertThat(result.alive()).isTrue();
    assertThat(result.answers()).isTrue();
    assertThat(result.exitStatus()).hasValue(0);
    assertThat(result.opened()).isGreaterThanOrEqualTo(ATTACKERS);
    assertThat(result.p50Millis()).isPositive();
    assertThat(result.maxMillis()).isGreaterThanOrEqualTo(result.p99Millis());
    assertThat(result.heapAfter().getAsLong()).isPositive();
  }

  @Test
  void attackersThatResetComeAgain(@TempDir Path directory) throws Exception {
    assertThat(run(directory, Kind.RESET_CHURN).opened()).isGreaterThan(ATTACKERS);
  }

  @Test
  void aServerThatIsGoneOrDumbOrLosesItsGuestHasNotSurvived() {
    assertThat(result(true, true, 0).survived()).isTrue();
    assertThat(result(false, false, 0).survived()).isFalse();
    assertThat(result(true, false, 0).survived()).isFalse();
    assertThat(result(true, true, 1).survived()).isFalse();
  }

  @Test
  void theTableSaysHowAServerEndedAndWhatNobodyTells() {
    assertThat(AttackReport.row(result(false, false, 3)))
        .isEqualTo(
            "| silent | 1,000 | **gone**, exit 1 | 0.5 / 2.0 / 3.0 | 3 | 1,001 / 1"
                + " | 4.0 / – | 64.0 / – | 34 / – | 7 |");
    assertThat(AttackReport.row(result(true, false, 0))).contains("| **dumb** |");
  }

  private static AttackResult result(boolean alive, boolean answers, long disconnects) {
    OptionalLong unknown = OptionalLong.empty();
    return new AttackResult(
        "silent",
        1_000,
        alive,
        answers,
        OptionalLong.of(1),
        0.5,
        2,
        3,
        disconnects,
        1_001,
        1,
        OptionalLong.of(4 << 20),
        unknown,
        OptionalLong.of(64 << 20),
        unknown,
        OptionalLong.of(34),
        unknown,
        7);
  }
}
