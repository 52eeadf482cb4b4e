package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.nio.testing.TestKeys;
import io.github.baseframe.server.FaultyServer.Setup;
import io.github.baseframe.testkit.Fault;
import io.github.baseframe.testkit.FaultPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each operation below a server fails once, in each of its ways, in each kind of life. */
class OrderedFaultsTest {

  /** Of so many operations of a kind each life is sure to have fewer. */
  private static final int MANY = 1000;

  /** One fault says so in no more lines than that. */
  private static final int MOST_LINES = 3;

  private static final boolean ALL = "all".equals(System.getProperty("faults"));

  static SSLContext context;

  @BeforeAll
  static void makeKeys() throws Exception {
    context = new TestKeys().context();
  }

  /** Each of TLS or not, compression or not, and where handlers answer, with each of the others. */
  static Stream<Setup> setups() {
    return Stream.of(
        new Setup(false, false, false),
        new Setup(false, true, true),
        new Setup(true, true, false),
        new Setup(true, false, true));
  }

  /** Half of them, so that both of these tests have each way to be set up; {@code -Dfaults=all}. */
  static Stream<Setup> someSetups() {
    return setups().filter(setup -> ALL || setup.secure() == setup.compressed());
  }

  static Stream<Setup> otherSetups() {
    return setups().filter(setup -> ALL || setup.secure() != setup.compressed());
  }

  @ParameterizedTest
  @MethodSource("someSetups")
  void anyOperationMayFailAndNothingIsLeftOfItsConnection(Setup setup) throws Exception {
    assertThat(failures(setup, false)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("otherSetups")
  void anyOperationMayFindNoMemoryAndNothingIsLeftOfItsConnection(Setup setup) throws Exception {
    assertThat(failures(setup, true)).isEmpty();
  }

  /** Returns what is not as it should be, after all kinds of faults in all kinds of lives. */
  static List<String> failures(Setup setup, boolean errors) throws Exception {
    List<String> failures = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      try (FaultyServer server = new FaultyServer(setup, context)) {
        for (Scenario scenario : Scenario.values()) {
          sweep(server, fault, scenario, errors);
        }
      } catch (AssertionError e) {
        failures.add(e.getMessage());
      }
    }
    return failures;
  }

  static void sweep(FaultyServer server, Fault fault, Scenario scenario, boolean errors)
      throws Exception {
    for (int number = 1; number < MANY; number++) {
      FaultPlan plan = FaultPlan.once(fault, number);
      if (errors) {
        server.faults().followWithErrors(plan);
      } else {
        server.faults().follow(plan);
      }
      String what = (errors ? "error at " : "") + fault + " " + number + " of " + scenario;
      boolean finished = plays(server, scenario, what);
      if (server.settle(what, MOST_LINES) == 0) {
        assertThat(finished).as(scenario + " where nothing fails").isTrue();
        return;
      }
    }
    throw new AssertionError("there is no end of " + fault + " in " + scenario);
  }

  private static boolean plays(FaultyServer server, Scenario scenario, String what)
      throws Exception {
    try {
      return server.plays(scenario);
    } catch (AssertionError e) {
      throw new AssertionError(what + ": " + e.getMessage() + " (" + server.told() + ")", e);
    }
  }

  @ParameterizedTest
  @MethodSource("setups")
  void oneByteAtATimeMakesNoDifference(Setup setup) throws Exception {
    try (FaultyServer server = new FaultyServer(setup, context)) {
      for (Scenario scenario : Scenario.values()) {
        server.faults().follow(FaultPlan.every(Fault.SHORT_WRITE, 1));
        assertThat(server.plays(scenario)).as(scenario + " written").isTrue();
        server.faults().follow(FaultPlan.every(Fault.SHORT_READ, 1));
        assertThat(server.plays(scenario)).as(scenario + " read").isTrue();
        server.settle("short operations of " + scenario, 0);
      }
    }
  }
}
