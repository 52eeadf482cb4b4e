package io.github.baseframe.conformance.cases;

import java.util.List;

/**
 * How a connection has to end.
 *
 * @param startedByTester whether the tester is to start it; else the subject is to fail the
 *     connection
 * @param startedByEither whether it does not matter who starts it
 * @param codes what the subject's Close frame may carry; an empty one is always fine
 * @param clean whether both Close frames are needed, and the end of the transport in time
 * @param codeDecides whether another code than these spoils the whole case, because the case is
 *     about it
 */
public record Closing(
    boolean startedByTester,
    boolean startedByEither,
    List<Integer> codes,
    boolean clean,
    boolean codeDecides) {}
