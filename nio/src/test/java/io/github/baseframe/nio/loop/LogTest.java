package io.github.baseframe.nio.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.nio.testing.LogCapture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class LogTest {

  private static final String NAME = "io.github.baseframe.logtest";

  private final Log log = new Log(NAME);

  @Test
  void whatHappensOverAndOverIsOneLineOfEachKind() {
    try (LogCapture lines = new LogCapture()) {
      for (int i = 0; i < 1000; i++) {
        log.repeatedWarning("one kind", new IllegalStateException("number " + i));
        log.repeatedWarning("another kind");
      }

      assertThat(lines.lines())
          .containsExactly("one kind: java.lang.IllegalStateException: number 0", "another kind");
    }
  }

  @Test
  void whatAPeerDidWrongIsNotEvenPutIntoWordsUnlessSomebodyReadsIt() {
    AtomicInteger asked = new AtomicInteger();
    try (LogCapture lines = new LogCapture()) {
      log.debug(() -> "asked " + asked.incrementAndGet());
      assertThat(asked.get()).isZero();

      Logger logger = Logger.getLogger(NAME);
      logger.setLevel(Level.FINE);
      log.debug(() -> "forged\nline " + asked.incrementAndGet());
      logger.setLevel(null);

      assertThat(lines.lines()).containsExactly("forged line 1");
    }
  }
}
