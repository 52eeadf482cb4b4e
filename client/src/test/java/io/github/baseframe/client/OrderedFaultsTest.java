package io.github.baseframe.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.client.FaultyClient.Scenario;
import io.github.baseframe.client.FaultyClient.Setup;
import io.github.baseframe.testkit.Fault;
import io.github.baseframe.testkit.FaultPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each operation below a client fails once, in each of its ways, in each kind of life. */
class OrderedFaultsTest {

  /** Of so many operations of a kind each life is sure to have fewer. */
  private static final int MANY = 1000;

  /** One fault says so in no more lines than that. */
  private static final int MOST_LINES = 3;

  private static final boolean ALL = "all".equals(System.getProperty("faults"));

  static SSLContext context;

  @BeforeAll
  static void makeKeys() throws Exception {
    context = TestTls.newContext();
  }

  /** Each of TLS or not, compression or not, and where handlers are called, with each other. */
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
      try (FaultyClient client = new FaultyClient(setup, context)) {
        for (Scenario scenario : Scenario.values()) {
          sweep(client, fault, scenario, errors);
        }
      } catch (AssertionError e) {
        failures.add(e.getMessage());
      }
    }
    return failures;
  }

  static void sweep(FaultyClient client, Fault fault, Scenario scenario, boolean errors) {
    for (int number = 1; number < MANY; number++) {
      FaultPlan plan = FaultPlan.once(fault, number);
      if (errors) {
        client.faults().followWithErrors(plan);
      } else {
        client.faults().follow(plan);
      }
      String what = (errors ? "error at " : "") + fault + " " + number + " of " + scenario;
      boolean finished = plays(client, scenario, what);
      if (client.settle(what, MOST_LINES) == 0) {
        assertThat(finished).as(scenario + " where nothing fails").isTrue();
        return;
      }
    }
    throw new AssertionError("there is no end of " + fault + " in " + scenario);
  }

  private static boolean plays(FaultyClient client, Scenario scenario, String what) {
    try {
      return client.plays(scenario);
    } catch (AssertionError e) {
      throw new AssertionError(what + ": " + e.getMessage() + " (" + client.told() + ")", e);
    }
  }

  @ParameterizedTest
  @MethodSource("setups")
  void oneByteAtATimeMakesNoDifference(Setup setup) throws Exception {
    try (FaultyClient client = new FaultyClient(setup, context)) {
      for (Scenario scenario : Scenario.values()) {
        client.faults().follow(FaultPlan.every(Fault.SHORT_WRITE, 1));
        assertThat(client.plays(scenario)).as(scenario + " written").isTrue();
        client.faults().follow(FaultPlan.every(Fault.SHORT_READ, 1));
        assertThat(client.plays(scenario)).as(scenario + " read").isTrue();
        client.settle("short operations of " + scenario, 0);
      }
    }
  }
}
