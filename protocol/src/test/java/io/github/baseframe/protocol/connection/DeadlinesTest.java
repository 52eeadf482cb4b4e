package io.github.baseframe.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.connection.Deadlines.Due;
import io.github.baseframe.protocol.connection.Deadlines.Times;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlinesTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long PING_INTERVAL = 30 * SECOND;
  private static final long PONG_TIMEOUT = 10 * SECOND;
  private static final long WRITE_TIMEOUT = 20 * SECOND;

  /** The time may be negative, and pass 0. */
  private static final long START = -15 * SECOND;

  private final Deadlines deadlines =
      new Deadlines(new Times(PING_INTERVAL, PONG_TIMEOUT, WRITE_TIMEOUT));

  private long now = START;

  @BeforeEach
  void listen() {
    deadlines.onListening(now);
  }

  // ---- Keep-alive

  @Test
  void aPingIsDueAfterTheIntervalOfSilence() {
    assertThat(deadlines.next()).isEqualTo(START + PING_INTERVAL);
    assertThat(dueAt(START + PING_INTERVAL - 1)).isEqualTo(Due.NOTHING);
    assertThat(deadlines.isPingWaiting()).isFalse();

    assertThat(dueAt(START + PING_INTERVAL)).isEqualTo(Due.PING);

    assertThat(deadlines.isPingWaiting()).isTrue();
  }

  @Test
  void everyByteOfThePeerPutsThePingOff() {
    now += PING_INTERVAL - 1;
    deadlines.onBytes(now);

    assertThat(deadlines.next()).isEqualTo(now + PING_INTERVAL);
    assertThat(dueAt(now + PING_INTERVAL - 1)).isEqualTo(Due.NOTHING);
  }

  @Test
  void aPingThatIsDueIsToldOnce() {
    now += PING_INTERVAL;
    assertThat(deadlines.due(now)).isEqualTo(Due.PING);

    assertThat(deadlines.due(now)).isEqualTo(Due.NOTHING);
    assertThat(deadlines.next()).isEqualTo(Deadlines.NEVER);
  }

  @Test
  void aPingThatWaitsInTheQueueDoesNotCountAsSilence() {
    now += PING_INTERVAL;
    deadlines.due(now);

    assertThat(dueAt(now + 100 * PONG_TIMEOUT)).isEqualTo(Due.NOTHING);
    assertThat(deadlines.isPingWaiting()).isTrue();
  }

  @Test
  void thePeerHasItsTimeFromTheLeavingOfThePing() {
    pingLeavesAfter(7 * SECOND);

    assertThat(deadlines.isPingWaiting()).isFalse();
    assertThat(deadlines.next()).isEqualTo(now + PONG_TIMEOUT);
    assertThat(dueAt(now + PONG_TIMEOUT - 1)).isEqualTo(Due.NOTHING);
    assertThat(dueAt(now + PONG_TIMEOUT)).isEqualTo(Due.SILENCE);
  }

  @Test
  void anyByteIsASignOfLifeAfterAPing() {
    pingLeavesAfter(SECOND);

    now += PONG_TIMEOUT - 1;
    deadlines.onBytes(now);

    assertThat(dueAt(now + PONG_TIMEOUT)).isEqualTo(Due.NOTHING);
    assertThat(deadlines.next()).isEqualTo(now + PING_INTERVAL);
  }

  @Test
  void aByteThatComesBeforeThePingHasLeftEndsTheWaiting() {
    now += PING_INTERVAL;
    deadlines.due(now);

    deadlines.onBytes(now);

    assertThat(deadlines.isPingWaiting()).isFalse();
    assertThat(deadlines.next()).isEqualTo(now + PING_INTERVAL);
  }

  /** The driver's timers are all late by the pause. */
  @Test
  void aPauseOfTheProcessIsNotThePeersSilence() {
    pingLeavesAfter(SECOND);

    now += 60 * SECOND;
    assertThat(deadlines.due(now)).isEqualTo(Due.PING);
    assertThat(deadlines.isPingWaiting()).isTrue();
    now += SECOND;
    deadlines.onPingWritten(now);

    assertThat(dueAt(now + PONG_TIMEOUT - 1)).isEqualTo(Due.NOTHING);
    assertThat(dueAt(now + PONG_TIMEOUT)).isEqualTo(Due.SILENCE);
  }

  @Test
  void aTimerThatIsALittleLateIsNoPause() {
    pingLeavesAfter(SECOND);

    assertThat(dueAt(now + PONG_TIMEOUT + SECOND)).isEqualTo(Due.SILENCE);
  }

  @Test
  void withAShortTimeForPongsHalfOfItIsAPause() {
    Deadlines hasty = new Deadlines(new Times(10, 10, 0));
    hasty.onListening(0);
    hasty.due(10);
    hasty.onPingWritten(10);

    assertThat(hasty.due(26)).isEqualTo(Due.PING);
    hasty.onPingWritten(26);
    assertThat(hasty.due(41)).isEqualTo(Due.SILENCE);
  }

  @Test
  void aPauseBeforeThePingIsJustAPing() {
    assertThat(dueAt(START + 100 * PING_INTERVAL)).isEqualTo(Due.PING);
  }

  @Test
  void whoDoesNotListenHearsNoSilence() {
    pingLeavesAfter(SECOND);

    deadlines.onNotListening();

    assertThat(deadlines.next()).isEqualTo(Deadlines.NEVER);
    assertThat(dueAt(now + 100 * PING_INTERVAL)).isEqualTo(Due.NOTHING);
  }

  @Test
  void whoListensAgainBeginsAnew() {
    pingLeavesAfter(SECOND);
    deadlines.onNotListening();
    now += 100 * PING_INTERVAL;

    deadlines.onListening(now);

    assertThat(deadlines.next()).isEqualTo(now + PING_INTERVAL);
  }

  @Test
  void whoListensAlreadyDoesNotBeginAnew() {
    deadlines.onListening(START + PING_INTERVAL - 1);

    assertThat(deadlines.next()).isEqualTo(START + PING_INTERVAL);
  }

  @Test
  void nothingIsDueBeforeThePeerIsListenedTo() {
    Deadlines fresh = new Deadlines(new Times(PING_INTERVAL, PONG_TIMEOUT, WRITE_TIMEOUT));

    assertThat(fresh.next()).isEqualTo(Deadlines.NEVER);
    assertThat(fresh.due(Long.MAX_VALUE - 1)).isEqualTo(Due.NOTHING);
  }

  @Test
  void anIntervalOf0IsNoKeepAlive() {
    Deadlines quiet = new Deadlines(new Times(0, PONG_TIMEOUT, WRITE_TIMEOUT));
    quiet.onListening(START);

    assertThat(quiet.next()).isEqualTo(Deadlines.NEVER);
    assertThat(quiet.due(START + 100 * PING_INTERVAL)).isEqualTo(Due.NOTHING);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, Long.MAX_VALUE - 1})
  void aTimeThatIsBeyondAllTimeIsNever(long endless) {
    now = 2;
    Deadlines patient = new Deadlines(new Times(endless, endless, endless));
    patient.onListening(now);
    patient.onBlocked(now);

    assertThat(patient.next()).isEqualTo(Deadlines.NEVER);
    assertThat(patient.due(now + PING_INTERVAL)).isEqualTo(Due.NOTHING);
  }

  // ---- Writing

  @Test
  void whoTakesNothingForTooLongHasStalled() {
    deadlines.onBlocked(now);

    assertThat(deadlines.next()).isEqualTo(now + WRITE_TIMEOUT);
    assertThat(dueAt(now + WRITE_TIMEOUT - 1)).isEqualTo(Due.NOTHING);
    assertThat(dueAt(now + WRITE_TIMEOUT)).isEqualTo(Due.STALLED_WRITE);
  }

  @Test
  void whoTakesSomethingHasItsWholeTimeAgain() {
    deadlines.onBlocked(now);
    now += WRITE_TIMEOUT - 1;
    deadlines.onBytes(now);
    deadlines.onUnblocked();
    deadlines.onBlocked(now);

    assertThat(dueAt(now + WRITE_TIMEOUT - 1)).isEqualTo(Due.NOTHING);
    assertThat(dueAt(now + WRITE_TIMEOUT)).isEqualTo(Due.STALLED_WRITE);
  }

  @Test
  void whoTookAllHasNotStalled() {
    deadlines.onBlocked(now);
    deadlines.onUnblocked();

    assertThat(dueAt(now + WRITE_TIMEOUT)).isEqualTo(Due.NOTHING);
    assertThat(deadlines.next()).isEqualTo(START + PING_INTERVAL);
  }

  @Test
  void aWriteTimeoutOf0IsForEver() {
    Deadlines patient = new Deadlines(new Times(0, PONG_TIMEOUT, 0));
    patient.onBlocked(now);

    assertThat(patient.next()).isEqualTo(Deadlines.NEVER);
    assertThat(patient.due(now + 1000 * WRITE_TIMEOUT)).isEqualTo(Due.NOTHING);
  }

  // ---- Phases

  @Test
  void aPhaseThatLastsTooLongEndsOnce() {
    deadlines.endWithin(now, 5 * SECOND);

    assertThat(deadlines.next()).isEqualTo(now + 5 * SECOND);
    assertThat(dueAt(now + 5 * SECOND - 1)).isEqualTo(Due.NOTHING);
    assertThat(dueAt(now + 5 * SECOND)).isEqualTo(Due.PHASE);
    assertThat(dueAt(now + 5 * SECOND)).isEqualTo(Due.NOTHING);
  }

  @Test
  void aPhaseThatEndedInTimeIsOver() {
    deadlines.endWithin(now, 5 * SECOND);
    deadlines.phaseEnded();

    assertThat(deadlines.next()).isEqualTo(START + PING_INTERVAL);
    assertThat(dueAt(now + 5 * SECOND)).isEqualTo(Due.NOTHING);
  }

  @Test
  void aPhaseIsNotProlonged() {
    deadlines.endWithin(now, 5 * SECOND);
    deadlines.endWithin(now + SECOND, 50 * SECOND);

    assertThat(deadlines.next()).isEqualTo(now + 5 * SECOND);
  }

  @Test
  void theNextPhaseHasATimeOfItsOwn() {
    deadlines.endWithin(now, 5 * SECOND);
    deadlines.phaseEnded();
    now += SECOND;
    deadlines.endWithin(now, 7 * SECOND);

    assertThat(deadlines.next()).isEqualTo(now + 7 * SECOND);
  }

  @Test
  void nobodyIsPingedInAPhase() {
    deadlines.endWithin(now, 10 * PING_INTERVAL);

    assertThat(dueAt(now + 2 * PING_INTERVAL)).isEqualTo(Due.NOTHING);
    assertThat(deadlines.next()).isEqualTo(now + 10 * PING_INTERVAL);
  }

  @Test
  void aWriteMayStallInAPhaseToo() {
    deadlines.endWithin(now, 10 * WRITE_TIMEOUT);
    deadlines.onBlocked(now);

    assertThat(deadlines.next()).isEqualTo(now + WRITE_TIMEOUT);
    assertThat(dueAt(now + WRITE_TIMEOUT)).isEqualTo(Due.STALLED_WRITE);
  }

  private Due dueAt(long time) {
    return deadlines.due(time);
  }

  private void pingLeavesAfter(long nanos) {
    now += PING_INTERVAL;
    assertThat(deadlines.due(now)).isEqualTo(Due.PING);
    now += nanos;
    deadlines.onPingWritten(now);
  }
}
