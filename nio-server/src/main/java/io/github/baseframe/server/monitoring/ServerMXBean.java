package io.github.baseframe.server.monitoring;

import java.util.Map;

/**
 * What JMX shows of a server: the {@link ServerStatistics}, in types that every JMX client knows.
 * Each attribute is read anew.
 */
public interface ServerMXBean {

  /**
   * Returns for how long the server has run.
   *
   * @return milliseconds
   */
  long getUptimeMillis();

  /**
   * Returns how many TCP connections there are now.
   *
   * @return those in their opening handshake included
   */
  long getOpenConnections();

  /**
   * Returns how many TCP connections there were.
   *
   * @return since the start
   */
  long getAcceptedConnections();

  /**
   * Returns how many TLS handshakes both sides agreed to.
   *
   * @return since the start
   */
  long getTlsHandshakesEstablished();

  /**
   * Returns how many connections ended before their TLS handshake did.
   *
   * @return since the start
   */
  long getTlsHandshakesFailed();

  /**
   * Returns how many opening handshakes were answered 101.
   *
   * @return since the start
   */
  long getHandshakesAccepted();

  /**
   * Returns how many requests were refused.
   *
   * @return since the start, by status
   */
  Map<Integer, Long> getRequestsRefused();

  /**
   * Returns how many messages came in whole.
   *
   * @return since the start
   */
  long getMessagesReceived();

  /**
   * Returns how many messages were sent.
   *
   * @return since the start
   */
  long getMessagesSent();

  /**
   * Returns how many bytes came in.
   *
   * @return since the start
   */
  long getBytesReceived();

  /**
   * Returns how many bytes went out.
   *
   * @return since the start
   */
  long getBytesSent();

  /**
   * Returns how many messages found no room in a send queue.
   *
   * @return since the start
   */
  long getMessagesDropped();

  /**
   * Returns how much waits in all send queues now.
   *
   * @return bytes
   */
  long getQueuedBytes();

  /**
   * Returns how much memory all connections hold now.
   *
   * @return bytes
   */
  long getHeldBytes();

  /**
   * Returns how many connections ended.
   *
   * @return since the start, by close code
   */
  Map<String, Long> getCloses();

  /**
   * Returns how often peers broke a rule.
   *
   * @return since the start, by its name
   */
  Map<String, Long> getBrokenRules();

  /**
   * Returns how often other limits were reached.
   *
   * @return since the start, by name
   */
  Map<String, Long> getLimitHits();

  /**
   * Returns how many buffers connections hold now.
   *
   * @return those of all event loops
   */
  long getBuffersLent();

  /**
   * Returns which part of the time each event loop has worked.
   *
   * @return 0 to 1; 0 where that is not measured
   */
  double[] getLoopBusyShares();

  /**
   * Returns the longest turn of each event loop in the last minute or two.
   *
   * @return milliseconds; 0 where that is not measured
   */
  double[] getLoopLongestTurnMillis();
}
