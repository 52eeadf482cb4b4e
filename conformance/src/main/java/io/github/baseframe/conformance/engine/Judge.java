package io.github.baseframe.conformance.engine;

import io.github.baseframe.conformance.cases.Behavior;
import io.github.baseframe.conformance.cases.Closing;
import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.cases.Event;
import io.github.baseframe.protocol.Role;
import java.util.List;

/** Turns what was seen into a verdict. A pure function. */
final class Judge {

  /** The two verdicts and what led to them. */
  record Verdict(Behavior behavior, CloseBehavior closeBehavior, String explanation) {}

  private record Opinion<T>(T is, String why) {}

  private final ConformanceCase conformanceCase;
  private final Closing closing;
  private final Observation seen;

  private Judge(ConformanceCase conformanceCase, Observation seen) {
    this.conformanceCase = conformanceCase;
    this.closing = conformanceCase.closing();
    this.seen = seen;
  }

  static Verdict judge(ConformanceCase conformanceCase, Observation seen) {
    return new Judge(conformanceCase, seen).verdict();
  }

  private Verdict verdict() {
    Opinion<Behavior> events = onEvents();
    Opinion<CloseBehavior> end = onEnd();
    if (conformanceCase.informational()) {
      return new Verdict(
          Behavior.INFORMATIONAL, CloseBehavior.INFORMATIONAL, "Seen: " + seen.events() + ".");
    }
    boolean endDecides =
        end.is == CloseBehavior.WRONG_CODE && closing.codeDecides()
            || end.is == CloseBehavior.FAILED && !closing.startedByTester();
    return new Verdict(
        endDecides ? Behavior.FAILED : events.is, end.is, events.why + " " + end.why);
  }

  private Opinion<Behavior> onEvents() {
    if (seen.violation() != null) {
      return new Opinion<>(Behavior.FAILED, "The subject sent " + seen.violation() + ".");
    }
    List<Event> strict = conformanceCase.strictEvents();
    if (matchesOneOf(Behavior.OK)) {
      return new Opinion<>(Behavior.OK, "As expected.");
    }
    if (matchesOneOf(Behavior.NON_STRICT)) {
      return new Opinion<>(
          Behavior.NON_STRICT, "Allowed, but it could do better. " + difference(strict));
    }
    return new Opinion<>(Behavior.FAILED, difference(strict));
  }

  private boolean matchesOneOf(Behavior behavior) {
    return conformanceCase.outcomes().getOrDefault(behavior, List.of()).stream()
        .anyMatch(this::matches);
  }

  /**
   * Whether the messages are the expected ones in their order, and so are the pongs. How the two
   * mix is up to the subject, as a pong comes as soon as is practical (5.5.2), save where the
   * script took a pause and noted that.
   */
  private boolean matches(List<Event> expected) {
    return withoutPongs(seen.events()).equals(withoutPongs(expected))
        && withoutMessages(seen.events()).equals(withoutMessages(expected));
  }

  private static List<Event> withoutPongs(List<Event> events) {
    return events.stream().filter(event -> !(event instanceof Event.Pong)).toList();
  }

  private static List<Event> withoutMessages(List<Event> events) {
    return events.stream().filter(event -> !(event instanceof Event.Message)).toList();
  }

  private String difference(List<Event> strict) {
    int same = 0;
    int common = Math.min(strict.size(), seen.events().size());
    while (same < common && strict.get(same).equals(seen.events().get(same))) {
      same++;
    }
    return "Event "
        + (same + 1)
        + ": expected "
        + at(strict, same)
        + ", was "
        + at(seen.events(), same)
        + ".";
  }

  private static String at(List<Event> events, int index) {
    return index < events.size() ? events.get(index).toString() : "nothing";
  }

  private Opinion<CloseBehavior> onEnd() {
    if (seen.violation() != null) {
      // Whether the subject would have ended the connection as well, nobody knows.
      return new Opinion<>(
          CloseBehavior.UNCLEAN, "The tester failed the connection because of that (7.1.7).");
    }
    if (seen.events().stream().anyMatch(Event.Refused.class::isInstance)) {
      return new Opinion<>(CloseBehavior.OK, "There was no connection to end.");
    }
    if (seen.closedByTester() != closing.startedByTester() && !closing.startedByEither()) {
      return new Opinion<>(
          CloseBehavior.FAILED,
          closing.startedByTester()
              ? "The subject ended the connection, which was up to the tester."
              : "The subject did not fail the connection.");
    }
    if (closing.clean() && !seen.clean()) {
      return new Opinion<>(
          CloseBehavior.UNCLEAN, "The closing handshake was not completed, or not in time.");
    }
    Integer code = seen.remoteCloseCode();
    if (code != null && !closing.codes().contains(code)) {
      return new Opinion<>(
          CloseBehavior.WRONG_CODE,
          "The subject's Close says " + code + " instead of one of " + closing.codes() + ".");
    }
    boolean testerGaveUp = closing.startedByEither() && seen.closedByTester();
    if (seen.tester() == Role.CLIENT && seen.endedByTester() && !testerGaveUp) {
      return new Opinion<>(
          CloseBehavior.FAILED_BY_CLIENT, "A server should end the transport itself (7.1.1).");
    }
    return new Opinion<>(CloseBehavior.OK, "The connection ended as it should.");
  }
}
