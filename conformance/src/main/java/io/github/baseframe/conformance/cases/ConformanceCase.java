package io.github.baseframe.conformance.cases;

import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One numbered case: a script for the tester, and what the subject has to do. Both roles play the
 * same script, save where a case is for servers or for clients only. The subject is an echo: it
 * sends every message back as it came.
 *
 * @param id such as {@code 6.4.1}; below 20 the numbers are those of the Autobahn test suite
 * @param sends what the tester does, in words
 * @param expects what the subject is to do, in words
 * @param sections what the case is about: a bare number is a section of RFC 6455; others are named
 *     in full, such as {@code RFC 9112 5.1} or an advisory {@code CVE-2020-13935}
 * @param broken the rule that the tester breaks to see whether the subject enforces it, by the role
 *     of the subject; empty where it breaks none
 * @param subjects the roles of the subjects that it is for
 * @param handshake the opening handshake, or null if it is an ordinary one
 * @param compression what the tester asks of the subject's compression, the preferred request
 *     first; empty for a case without compression
 * @param script what the tester does
 * @param outcomes which events lead to which verdict, each with alternatives; whatever is not
 *     listed is {@link Behavior#FAILED}
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
    Map<Role, Rule> broken,
    Set<Role> subjects,
    Handshake handshake,
    List<CompressionRequest> compression,
    List<Step> script,
    Map<Behavior, List<List<Event>>> outcomes,
    Closing closing,
    boolean informational,
    Duration deadline) {

  /**
   * Returns what is expected before anything else that is as good.
   *
   * @return the first alternative of {@link Behavior#OK}
   */
  public List<Event> strictEvents() {
    return outcomes.get(Behavior.OK).get(0);
  }

  /** Number and what is sent, as one line. */
  @Override
  public String toString() {
    return id + " " + sends;
  }
}
