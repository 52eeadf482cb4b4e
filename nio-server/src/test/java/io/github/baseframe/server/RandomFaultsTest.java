package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.nio.testing.TestKeys;
import io.github.baseframe.server.FaultyServer.Setup;
import io.github.baseframe.testkit.Fault;
import io.github.baseframe.testkit.FaultPlan;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many lives, several at a time, below which operations of all kinds fail at random. */
class RandomFaultsTest {

  /** How many for each rate; {@code -Dlives} says otherwise. */
  private static final int LIVES = Integer.getInteger("lives", 2000);

  private static final int AT_A_TIME = 8;

  /** After so many all must be as it was before. */
  private static final int LIVES_A_ROUND = 250;

  /** A loop pauses for a while after each failure of its selector. */
  private static final double SELECTOR_SHARE = 0.1;

  /** Whatever fails how often: an operator who reads more would learn nothing more. */
  private static final int MOST_LINES = 10;

  private static final Set<Fault> SELECTOR = EnumSet.of(Fault.SELECT);
  private static final Set<Fault> ALL_OTHERS = EnumSet.complementOf(EnumSet.of(Fault.SELECT));

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.05, 0.2})
  void whateverFailsHowOftenEachLifeEndsOnceAndNothingIsLeft(double rate) throws Exception {
    SSLContext context = new TestKeys().context();
    List<Setup> setups = OrderedFaultsTest.setups().toList();
    Tally tally = new Tally();
    ExecutorService peers = Executors.newFixedThreadPool(AT_A_TIME);
    try {
      for (Setup setup : setups) {
        try (FaultyServer server = new FaultyServer(setup, context)) {
          int lives = LIVES / setups.size();
          for (int from = 0; from < lives; from += LIVES_A_ROUND) {
            follow(server, from, rate);
            play(server, peers, from, Math.min(lives, from + LIVES_A_ROUND), tally);
            tally.struck += server.settle("life " + from + " of " + setup, MOST_LINES);
          }
        }
      }
    } finally {
      peers.shutdown();
    }
    assertThat(tally.lives).isEqualTo(LIVES / setups.size() * setups.size());
    assertThat(tally.struck).isGreaterThan((long) (tally.lives * rate));
    System.Logger log = System.getLogger(RandomFaultsTest.class.getName());
    log.log(System.Logger.Level.DEBUG, "rate " + rate + ": " + tally);
  }

  /** In every other round channels are out of memory instead. */
  private static void follow(FaultyServer server, int seed, double rate) {
    FaultPlan plan =
        FaultPlan.random(seed, rate, ALL_OTHERS)
            .or(FaultPlan.random(seed, rate * SELECTOR_SHARE, SELECTOR));
    if (seed / LIVES_A_ROUND % 2 == 0) {
      server.faults().follow(plan);
    } else {
      server.faults().followWithErrors(plan);
    }
  }

  private static void play(
      FaultyServer server, ExecutorService peers, int from, int to, Tally tally)
      throws InterruptedException, ExecutionException {
    List<Future<Boolean>> lives = new ArrayList<>();
    Random random = new Random(from);
    Scenario[] scenarios = Scenario.values();
    for (int life = from; life < to; life++) {
      Scenario scenario = scenarios[random.nextInt(scenarios.length)];
      lives.add(peers.submit(() -> server.plays(scenario)));
    }
    for (Future<Boolean> life : lives) {
      tally.lives++;
      tally.finished += life.get() ? 1 : 0;
    }
  }

  /** What has happened. */
  private static final class Tally {
    private int lives;
    private int finished;
    private long struck;

    @Override
    public String toString() {
      return lives + " lives, " + finished + " to their end, " + struck + " operations failed";
    }
  }
}
