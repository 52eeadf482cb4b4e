package io.github.baseframe.benchmarks.attack;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/** One attack upon a server that was started for it, beside a good client. */
public final class AttackRun {

  private static final Duration WARM_UP = Duration.ofSeconds(1);

  /** How long attackers may take to come; the length of the attack counts from then. */
  private static final Duration ADVANCE = Duration.ofSeconds(10);

  /** How long the server may take to close what the attackers have left. */
  private static final Duration AFTERMATH = Duration.ofSeconds(10);

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final double NANOS_PER_MILLI = 1e6;

  private AttackRun() {}

  /**
   * Starts a server, attacks it, and looks at what remains.
   *
   * @param settings how
   * @param kind who attacks
   * @return what was seen
   * @throws IOException if the server does not start, or this program itself fails
   */
  public static AttackResult run(AttackSettings settings, Kind kind) throws IOException {
    try (AttackedServer server = AttackedServer.start(settings, kind);
        GoodClient good = new GoodClient(server.address(), kind.tls())) {
      waitFor(WARM_UP, () -> !server.isAlive());
      return attack(settings, kind, server, good);
    }
  }

  private static AttackResult attack(
      AttackSettings settings, Kind kind, AttackedServer server, GoodClient good)
      throws IOException {
    AttackedServer.Memory before = server.memory();
    int count = kind.attackers(settings.attackers());
    good.take();
    Attackers attackers = new Attackers(kind, server.address(), count);
    GoodClient.Figures figures;
    try (attackers) {
      waitFor(ADVANCE, () -> !server.isAlive() || attackers.opened() >= count);
      waitFor(settings.length(), () -> !server.isAlive());
      figures = good.take();
    }
    waitFor(AFTERMATH, () -> !server.isAlive() || noMoreThan(before, server.descriptors()));
    boolean answers = server.isAlive() && GoodClient.answers(server.address(), kind.tls());
    long logLines = server.logLines();
    AttackedServer.Memory after = server.memory();
    OptionalLong residentMost = server.mostResidentBytes();
    boolean alive = server.isAlive();
    long disconnects = figures.disconnects() + good.take().disconnects();
    Histogram latencies = figures.latencies();
    return new AttackResult(
        kind.toString(),
        count,
        alive,
        answers,
        server.end(),
        latencies.getValueAtPercentile(50) / NANOS_PER_MILLI,
        latencies.getValueAtPercentile(99) / NANOS_PER_MILLI,
        latencies.getMaxValue() / NANOS_PER_MILLI,
        disconnects,
        attackers.opened(),
        attackers.losses(),
        before.liveHeapBytes(),
        after.liveHeapBytes(),
        residentMost,
        after.residentBytes(),
        before.descriptors(),
        after.descriptors(),
        logLines);
  }

  private static boolean noMoreThan(AttackedServer.Memory before, OptionalLong descriptors) {
    return descriptors.orElse(0) <= before.descriptors().orElse(Long.MAX_VALUE);
  }

  private static void waitFor(Duration most, BooleanSupplier end) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < most.toNanos() && !end.getAsBoolean()) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
