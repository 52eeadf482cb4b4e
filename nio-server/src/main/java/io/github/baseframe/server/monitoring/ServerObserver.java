package io.github.baseframe.server.monitoring;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.Rule;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * Is told what happens at a server, for logs and for monitoring systems of others.
 *
 * <p>Called on the threads of the event loops, and for handlers on an executor on that: it must not
 * block, and it may be called by several threads at once. What it throws harms nobody: it is
 * logged, once a minute at most.
 */
public interface ServerObserver {

  /**
   * A request was answered: an opening handshake was accepted (101) or refused, or a page was asked
   * for.
   *
   * @param request what was asked, and the answer
   */
  default void onRequest(Request request) {}

  /**
   * A WebSocket connection has ended, and its transport too.
   *
   * @param closed what it was
   */
  default void onClosed(Closed closed) {}

  /**
   * A connection is read from no more for now: its peer does not take what waits for it, or its
   * handler is behind.
   *
   * @param backpressure how much waits
   */
  default void onBackpressure(Backpressure backpressure) {}

  /**
   * A handler took longer than {@link Monitoring.Builder#slowHandler} allows, and has returned.
   *
   * @param slow how long
   */
  default void onSlowHandler(SlowHandler slow) {}

  /**
   * A connection was closed without an answer, because of a limit.
   *
   * @param rejected why
   */
  default void onRejected(Rejected rejected) {}

  /**
   * A request and its answer.
   *
   * @param peer address and port
   * @param method such as {@code "GET"}; empty where the head was not understood
   * @param target as the client wrote it; empty where the head was not understood
   * @param minorVersion 1 for HTTP/1.1, 0 for HTTP/1.0
   * @param status of the answer, 101 for an accepted handshake
   * @param bodyBytes of the answer
   * @param brokenRule the rule that the request broke
   * @param duration from the acceptance of the connection to the answer
   */
  record Request(
      SocketAddress peer,
      String method,
      String target,
      int minorVersion,
      int status,
      long bodyBytes,
      Optional<Rule> brokenRule,
      Duration duration) {}

  /**
   * The end of a WebSocket connection.
   *
   * @param peer address and port
   * @param route the path of its route
   * @param reason what {@code onClose} was told
   * @param clean whether Close went both ways (RFC 6455 section 7.1.4)
   * @param brokenRule the rule for which the connection failed
   * @param duration since its opening handshake
   * @param messagesReceived whole messages, not control frames
   * @param messagesSent the same that were sent
   */
  record Closed(
      SocketAddress peer,
      String route,
      CloseReason reason,
      boolean clean,
      Optional<Rule> brokenRule,
      Duration duration,
      long messagesReceived,
      long messagesSent) {}

  /**
   * A connection that is not read from.
   *
   * @param peer address and port
   * @param route the path of its route
   * @param queuedBytes how much waits in its send queue
   */
  record Backpressure(SocketAddress peer, String route, long queuedBytes) {}

  /**
   * A call of a handler that took long.
   *
   * @param peer address and port
   * @param route the path of its route
   * @param call the name of the method that was called
   * @param duration how long it took
   */
  record SlowHandler(SocketAddress peer, String route, String call, Duration duration) {}

  /**
   * A connection that was closed because of a limit.
   *
   * @param peer address and port
   * @param limit the name of the limit
   */
  record Rejected(SocketAddress peer, String limit) {}
}
