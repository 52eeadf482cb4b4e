package io.github.baseframe.protocol.connection;

import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.TurnBudget;
import io.github.baseframe.protocol.message.Admission;

/**
 * What the connections of one server or client have in common. Immutable.
 *
 * @param limits how much a connection may cost
 * @param overflowPolicy what happens when the send queue is full
 * @param maxOutgoingFrameBytes larger messages are sent in fragments of this many bytes of payload,
 *     at least 1
 * @param turnBudget how much is done in a turn ({@link WebSocketConnection#receiveSome})
 */
public record ConnectionSettings(
    Limits limits, OverflowPolicy overflowPolicy, int maxOutgoingFrameBytes, TurnBudget turnBudget)
    implements Admission.Terms {

  /**
   * The defaults: {@link Limits#DEFAULT}, {@link OverflowPolicy#DROP_MESSAGE}, every message in one
   * frame, {@link TurnBudget#DEFAULT}.
   */
  public static final ConnectionSettings DEFAULT =
      new ConnectionSettings(Limits.DEFAULT, OverflowPolicy.DROP_MESSAGE, Integer.MAX_VALUE);

  /**
   * Checks the numbers.
   *
   * @param limits how much a connection may cost
   * @param overflowPolicy what happens when the send queue is full
   * @param maxOutgoingFrameBytes the most bytes of payload in a frame that is sent
   * @param turnBudget how much is done in a turn
   * @throws IllegalArgumentException if maxOutgoingFrameBytes is less than 1
   */
  public ConnectionSettings {
    if (maxOutgoingFrameBytes < 1) {
      throw new IllegalArgumentException(
          "maxOutgoingFrameBytes must be at least 1, not " + maxOutgoingFrameBytes);
    }
  }

  /**
   * Makes settings with {@link TurnBudget#DEFAULT}.
   *
   * @param limits how much a connection may cost
   * @param overflowPolicy what happens when the send queue is full
   * @param maxOutgoingFrameBytes the most bytes of payload in a frame that is sent
   * @throws IllegalArgumentException if maxOutgoingFrameBytes is less than 1
   */
  public ConnectionSettings(
      Limits limits, OverflowPolicy overflowPolicy, int maxOutgoingFrameBytes) {
    this(limits, overflowPolicy, maxOutgoingFrameBytes, TurnBudget.DEFAULT);
  }

  @Override
  public long maxQueuedBytes() {
    return limits.maxQueuedBytes();
  }
}
