package io.github.baseframe.nio.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

  private static final int MIB = 1 << 20;

  private final MemoryBudget budget = new MemoryBudget(8 * MIB, 2, new Log("io.github.baseframe"));
  private final MemoryShare first = new MemoryShare(budget);
  private final MemoryShare second = new MemoryShare(budget);

  @Test
  void memoryIsShortAboveThreeQuartersPressedAboveSevenEighthsAndExhaustedAboveAll() {
    first.take(6 * MIB);
    assertThat(first.isShort()).isFalse();

    second.take(MIB);
    assertThat(first.isShort()).isTrue();
    assertThat(budget.isPressed()).isFalse();

    second.take(MIB);
    assertThat(budget.isPressed()).isTrue();
    assertThat(first.isExhausted()).isFalse();

    second.take(MIB);
    assertThat(first.isExhausted()).isTrue();

    first.give(6 * MIB);
    assertThat(second.isShort()).isFalse();
  }

  @Test
  void smallChangesStayWithTheLoop() {
    first.take(MemoryBudget.STEP_BYTES - 1);
    assertThat(budget.heldBytes()).isZero();

    first.take(1);
    assertThat(budget.heldBytes()).isEqualTo(MemoryBudget.STEP_BYTES);

    first.give(MemoryBudget.STEP_BYTES);
    assertThat(budget.heldBytes()).isZero();
    assertThat(first.heldBytes()).isZero();
  }

  @Test
  void underPressureALoopComesDownToItsPartOfThreeQuarters() {
    first.take(5 * MIB);
    second.take(2 * MIB);
    assertThat(first.excessBytes()).isZero();

    second.take(MIB);

    assertThat(first.excessBytes()).isEqualTo(2 * MIB);
    assertThat(second.excessBytes()).isZero();
  }

  @Test
  void whoKeepsMemoryShortForTenSecondsIsPressedDownToFiveEighths() {
    AtomicLong now = new AtomicLong(5);
    MemoryBudget watched = new MemoryBudget(8 * MIB, 1, new Log("io.github.baseframe"), now::get);
    MemoryShare only = new MemoryShare(watched);
    only.take(6 * MIB + MIB / 2);
    now.addAndGet(MemoryBudget.MAX_SHORT_NANOS);
    assertThat(only.excessBytes()).isLessThanOrEqualTo(0);

    now.addAndGet(10);
    assertThat(only.excessBytes()).isEqualTo(MIB + MIB / 2);

    only.give(MIB);
    assertThat(only.excessBytes()).isLessThanOrEqualTo(0);
    only.take(MIB);
    assertThat(only.excessBytes()).isLessThanOrEqualTo(0);
  }

  @Test
  void whereThePressureBeginsAllLoopsAreWokenOnce() {
    AtomicInteger woken = new AtomicInteger();
    first.onPressure(woken::incrementAndGet);
    second.onPressure(woken::incrementAndGet);

    first.take(7 * MIB);
    assertThat(woken).hasValue(0);

    second.addOnItsWay(1);
    assertThat(woken).hasValue(2);

    second.addOnItsWay(1);
    assertThat(woken).hasValue(2);
  }

  @Test
  void withoutALimitNothingIsEverShort() {
    MemoryShare share = new MemoryShare(MemoryBudget.unlimited(new Log("io.github.baseframe")));

    share.take(1L << 50);

    assertThat(share.isShort()).isFalse();
    assertThat(share.excessBytes()).isZero();
  }
}
