package io.github.baseframe.conformance.engine;

import io.github.baseframe.conformance.cases.Event;
import io.github.baseframe.protocol.Role;
import java.util.List;

/**
 * What a case has brought to light, ready to be judged.
 *
 * @param tester the role of the tester
 * @param events what happened
 * @param violation what the subject sent that nobody may send, or null
 * @param closedByTester whether the tester started the closing handshake or failed the connection
 * @param clean whether both Close frames were there, and the transport ended in time
 * @param endedByTester whether the tester ended the transport
 * @param remoteCloseCode of the subject's Close frame, or null
 */
record Observation(
    Role tester,
    List<Event> events,
    String violation,
    boolean closedByTester,
    boolean clean,
    boolean endedByTester,
    Integer remoteCloseCode) {}
