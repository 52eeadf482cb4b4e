package io.github.baseframe.conformance.cases;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One numbered case: a script for the tester, and what the subject has to do. Both roles play the
 * same script. The subject is an echo: it sends every message back as it came.
 *
 * @param id such as {@code 6.4.1}; the numbers are those of the Autobahn test suite
 * @param sends what the tester does, in words
 * @param expects what the subject is to do, in words
 * @param sections those of RFC 6455 that the case is about
 * @param script what the tester does
 * @param outcomes which events lead to which verdict; whatever is not listed is {@link
 *     Behavior#FAILED}
 * @param closing how the connection has to end
 * @param informational whether the verdict is {@link Behavior#INFORMATIONAL} whatever happens
 * @param deadline how long the subject may take at most, from the start of the case; a pass never
 *     waits for it
 */
public record ConformanceCase(
    String id,
    String sends,
    String expects,
    List<String> sections,
    List<Step> script,
    Map<Behavior, List<Event>> outcomes,
    Closing closing,
    boolean informational,
    Duration deadline) {

  /** Number and what is sent, as one line. */
  @Override
  public String toString() {
    return id + " " + sends;
  }
}
