package io.github.baseframe.conformance.engine;

import io.github.baseframe.conformance.cases.Event;
import io.github.baseframe.conformance.cases.Payload;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the events of a case.
 *
 * <p>A pong counts only as the answer to a ping: RFC 6455 5.5.3 lets an endpoint send one at any
 * time. The answer to an empty ping looks just like that, so it counts only if the case waits for
 * it. An endpoint may also answer just the latest of several pings, so a pong answers all pings
 * before its own as well.
 */
final class Recorder {

  /** So much more than expected is kept; it is wrong already. */
  private static final int MAX_SURPLUS = 16;

  private final List<Event> expected;
  private final List<Event> events = new ArrayList<>();
  private final List<Event> unanswered = new ArrayList<>();

  Recorder(List<Event> expected) {
    this.expected = expected;
  }

  void pingSent(Payload payload) {
    Event answer = new Event.Pong(payload);
    if (payload.length() > 0 || expected.contains(answer)) {
      unanswered.add(answer);
    }
  }

  void pongReceived(Payload payload) {
    int answered = unanswered.indexOf(new Event.Pong(payload)) + 1;
    List<Event> answers = unanswered.subList(0, answered);
    events.addAll(answers);
    answers.clear();
  }

  void add(Event event) {
    if (events.size() < expected.size() + MAX_SURPLUS) {
      events.add(event);
    }
  }

  /** Takes the latest event back; null if there is none. */
  Event removeLatest() {
    return events.isEmpty() ? null : events.remove(events.size() - 1);
  }

  List<Event> events() {
    return events;
  }

  /** Whether as much has happened as is expected, right or wrong. */
  boolean isComplete() {
    return events.size() >= expected.size();
  }
}
