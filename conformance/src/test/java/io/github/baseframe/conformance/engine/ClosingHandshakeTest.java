package io.github.baseframe.conformance.engine;

import static io.github.baseframe.conformance.engine.ClosingHandshake.NOT_STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClosingHandshakeTest {

  private static final ClosingHandshake STARTED_BY_TESTER = NOT_STARTED.afterCloseSent();
  private static final ClosingHandshake STARTED_BY_SUBJECT = NOT_STARTED.afterCloseReceived();

  @Test
  void itIsStartedByTheFirstClose() {
    assertThat(NOT_STARTED.isCloseSent()).isFalse();
    assertThat(NOT_STARTED.isCloseReceived()).isFalse();
    assertThat(NOT_STARTED.isStartedByTester()).isFalse();

    assertThat(STARTED_BY_TESTER.isCloseSent()).isTrue();
    assertThat(STARTED_BY_TESTER.isCloseReceived()).isFalse();
    assertThat(STARTED_BY_TESTER.isStartedByTester()).isTrue();
    assertThat(STARTED_BY_TESTER.isComplete()).isFalse();

    assertThat(STARTED_BY_SUBJECT.isCloseSent()).isFalse();
    assertThat(STARTED_BY_SUBJECT.isCloseReceived()).isTrue();
    assertThat(STARTED_BY_SUBJECT.isStartedByTester()).isFalse();
    assertThat(STARTED_BY_SUBJECT.isComplete()).isFalse();
  }

  @Test
  void itIsCompleteAfterTheAnswerAndStillHisWhoStartedIt() {
    assertThat(STARTED_BY_TESTER.afterCloseReceived().isComplete()).isTrue();
    assertThat(STARTED_BY_TESTER.afterCloseReceived().isStartedByTester()).isTrue();
    assertThat(STARTED_BY_SUBJECT.afterCloseSent().isComplete()).isTrue();
    assertThat(STARTED_BY_SUBJECT.afterCloseSent().isStartedByTester()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(ClosingHandshake.class)
  void aSecondCloseChangesNothing(ClosingHandshake state) {
    ClosingHandshake sent = state.afterCloseSent();
    ClosingHandshake received = state.afterCloseReceived();

    assertThat(sent.afterCloseSent()).isEqualTo(sent);
    assertThat(received.afterCloseReceived()).isEqualTo(received);
  }
}
