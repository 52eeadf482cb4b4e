package io.github.baseframe.nio.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.nio.testing.LogCapture;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OncePerMinuteTest {

  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final Log log = new Log("io.github.baseframe.test");
  private volatile long now;

  @ParameterizedTest
  @ValueSource(longs = {0, -5, Long.MAX_VALUE - 7})
  void withinAMinuteOnlyTheFirstIsTold(long origin) {
    now = origin;
    OncePerMinute full = new OncePerMinute(log, () -> now);
    try (LogCapture captured = new LogCapture()) {
      full.warning("full");
      now = origin + MINUTE - 1;
      full.warning("full");

      assertThat(captured.lines()).containsExactly("full");
    }
  }

  @Test
  void theNextLineSaysHowManyWereLeftOut() {
    OncePerMinute full = new OncePerMinute(log, () -> now);
    try (LogCapture captured = new LogCapture()) {
      full.warning("full");
      full.warning("full");
      full.warning("full", new IOException("left out too"));
      now = MINUTE;
      full.warning("full", new IOException("no room"));
      now = 2 * MINUTE;
      full.warning("full");

      assertThat(captured.lines())
          .containsExactly(
              "full",
              "full (and 2 more times since the last line of this): java.io.IOException: no room",
              "full");
    }
  }

  @Test
  void eventsDoNotHideEachOther() {
    OncePerMinute full = new OncePerMinute(log, () -> now);
    OncePerMinute failing = new OncePerMinute(log, () -> now);
    try (LogCapture captured = new LogCapture()) {
      full.warning("full");
      failing.warning("failing");

      assertThat(captured.lines()).containsExactly("full", "failing");
    }
  }

  @Test
  void ofManyThreadsOneTellsAndAllAreCounted() throws InterruptedException {
    OncePerMinute full = new OncePerMinute(log, () -> now);
    int threads = 4;
    int times = 1000;
    try (LogCapture captured = new LogCapture()) {
      CountDownLatch done = new CountDownLatch(threads);
      for (int i = 0; i < threads; i++) {
        Runnable repeat =
            () -> {
              for (int n = 0; n < times; n++) {
                full.warning("full");
              }
              done.countDown();
            };
        new Thread(repeat).start();
      }
      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
      now = MINUTE;
      full.warning("full");

      assertThat(captured.lines())
          .containsExactly("full", "full (and 3999 more times since the last line of this)");
    }
  }
}
