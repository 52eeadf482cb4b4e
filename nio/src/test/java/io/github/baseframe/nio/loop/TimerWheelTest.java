package io.github.baseframe.nio.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimerWheelTest {

  private static final long TICK = 10;

  private final List<String> fired = new ArrayList<>();

  private final class Named extends TimerWheel.Timer {
    private final String name;
    private Runnable then = () -> {};

    Named(String name) {
      this.name = name;
    }

    @Override
    protected void onTimeout(long now) {
      fired.add(name + "@" + now);
      then.run();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 12_345, -7, Long.MAX_VALUE - 15, Long.MIN_VALUE})
  void aTimerFiresOnceAtItsDeadlineAndNotBefore(long origin) {
    TimerWheel wheel = new TimerWheel(TICK, 8, origin);
    Named timer = new Named("a");
    wheel.schedule(timer, origin + 30);

    wheel.advance(origin + 29);
    assertThat(fired).isEmpty();
    wheel.advance(origin + 30);
    wheel.advance(origin + 200);

    assertThat(fired).containsExactly("a@" + (origin + 30));
    assertThat(timer.isScheduled()).isFalse();
  }

  @Test
  void aDeadlineBetweenTwoTicksFiresAtTheLaterOne() {
    TimerWheel wheel = new TimerWheel(TICK, 8, 0);
    wheel.schedule(new Named("a"), 31);

    wheel.advance(39);
    assertThat(fired).isEmpty();
    wheel.advance(40);

    assertThat(fired).containsExactly("a@40");
  }

  @Test
  void aDeadlineThatHasPassedFiresAtTheNextTick() {
    TimerWheel wheel = new TimerWheel(TICK, 8, 0);
    wheel.advance(55);
    wheel.schedule(new Named("a"), 20);

    wheel.advance(60);

    assertThat(fired).containsExactly("a@60");
  }

  @Test
  void aDeadlineManyRoundsAwayIsPassedOver() {
    TimerWheel wheel = new TimerWheel(TICK, 8, 0);
    wheel.schedule(new Named("far"), 8 * TICK * 100);
    wheel.schedule(new Named("near"), 8 * TICK);

    for (long now = 0; now < 8 * TICK * 100; now += 7) {
      wheel.advance(now);
    }
    assertThat(fired).containsExactly("near@84");
    wheel.advance(8 * TICK * 100);

    assertThat(fired).containsExactly("near@84", "far@8000");
  }

  @Test
  void aLongPauseFiresEverythingThatIsDueAndNothingElse() {
    TimerWheel wheel = new TimerWheel(TICK, 8, 0);
    wheel.schedule(new Named("a"), 20);
    wheel.schedule(new Named("b"), 500);
    wheel.schedule(new Named("c"), 100_000);

    wheel.advance(1000);

    assertThat(fired).containsExactlyInAnyOrder("a@1000", "b@1000");
  }

  @Test
  void aCancelledTimerDoesNotFire() {
    TimerWheel wheel = new TimerWheel(TICK, 8, 0);
    Named timer = new Named("a");
    wheel.schedule(timer, 30);
    wheel.schedule(new Named("b"), 30);

    wheel.cancel(timer);
    wheel.cancel(timer);
    wheel.advance(100);

    assertThat(fired).containsExactly("b@100");
  }

  @Test
  void aTimerThatIsScheduledAgainFiresAtItsNewDeadlineOnly() {
    TimerWheel wheel = new TimerWheel(TICK, 8, 0);
    Named timer = new Named("a");
    wheel.schedule(timer, 70);
    wheel.schedule(timer, 30);
    wheel.advance(30);
    wheel.schedule(timer, 50);
    wheel.schedule(timer, 90);

    wheel.advance(80);
    assertThat(fired).containsExactly("a@30");
    wheel.advance(90);

    assertThat(fired).containsExactly("a@30", "a@90");
  }

  @Test
  void aTimerMayScheduleItselfAndCancelOthersWhileItFires() {
    TimerWheel wheel = new TimerWheel(TICK, 8, 0);
    Named first = new Named("first");
    Named second = new Named("second");
    first.then =
        () -> {
          wheel.cancel(second);
          wheel.schedule(first, 30 + 8 * TICK);
        };
    wheel.schedule(first, 30);
    wheel.schedule(second, 30);

    wheel.advance(30);
    wheel.advance(30 + 8 * TICK);

    assertThat(fired).containsExactly("first@30", "first@110");
  }

  @Test
  void aTimerThatThrowsKeepsNoOtherFromFiring() {
    TimerWheel wheel = new TimerWheel(TICK, 8, 0);
    Named failing = new Named("failing");
    failing.then =
        () -> {
          throw new IllegalStateException("pretended");
        };
    wheel.schedule(failing, 10);
    wheel.schedule(new Named("same tick"), 10);
    wheel.schedule(new Named("next tick"), 20);
    wheel.schedule(new Named("later"), 70);

    assertThatThrownBy(() -> wheel.advance(20)).hasMessage("pretended");
    assertThat(wheel.nanosToNext(20)).isZero();
    wheel.advance(20);

    assertThat(fired).containsExactly("failing@20", "same tick@20", "next tick@20");
    assertThat(wheel.nanosToNext(20)).isBetween(1L, 50L);
    wheel.advance(70);
    assertThat(fired).last().isEqualTo("later@70");
  }

  @Test
  void itSaysHowLongNothingIsDue() {
    TimerWheel wheel = new TimerWheel(TICK, 8, 0);
    assertThat(wheel.nanosToNext(0)).isEqualTo(TimerWheel.NEVER);

    wheel.schedule(new Named("a"), 35);
    assertThat(wheel.nanosToNext(5)).isEqualTo(35);
    assertThat(wheel.nanosToNext(45)).isZero();
    wheel.advance(45);

    assertThat(wheel.nanosToNext(45)).isEqualTo(TimerWheel.NEVER);
  }

  @Test
  void whoSleepsAsLongAsItSaysMissesNothing() {
    TimerWheel wheel = new TimerWheel(TICK, 8, 0);
    wheel.schedule(new Named("a"), 1000);
    wheel.schedule(new Named("b"), 333);
    long now = 0;
    int turns = 0;
    for (long pause = 0; pause != TimerWheel.NEVER; pause = wheel.nanosToNext(now)) {
      now += pause;
      wheel.advance(now);
      turns++;
    }

    assertThat(fired).containsExactly("b@340", "a@1000");
    assertThat(turns).isLessThanOrEqualTo(1000 / (8 * (int) TICK) + 6);
  }

  @Test
  void manyTimersFireInTheirTickWhateverHappensBetween() {
    Random random = new Random(6455);
    TimerWheel wheel = new TimerWheel(TICK, 16, 0);
    long[] deadlines = new long[500];
    long[] firedAt = new long[500];
    TimerWheel.Timer[] timers = new TimerWheel.Timer[500];
    for (int i = 0; i < timers.length; i++) {
      int index = i;
      timers[i] =
          new TimerWheel.Timer() {
            @Override
            protected void onTimeout(long now) {
              firedAt[index] = now;
            }
          };
    }
    for (long now = 0; now < 3000; now += 1 + random.nextInt(5)) {
      wheel.advance(now);
      int index = random.nextInt(timers.length);
      deadlines[index] = now + random.nextInt(700);
      firedAt[index] = 0;
      wheel.schedule(timers[index], deadlines[index]);
    }
    wheel.advance(2998);

    for (int i = 0; i < timers.length; i++) {
      if (timers[i].isScheduled()) {
        assertThat(deadlines[i]).isGreaterThan(2998 - TICK);
      } else if (deadlines[i] > 0) {
        assertThat(firedAt[i]).isBetween(deadlines[i], deadlines[i] + 2 * TICK + 5);
      }
    }
  }
}
