package io.github.baseframe.nio.websocket;

import io.github.baseframe.nio.loop.EventLoop;
import io.github.baseframe.nio.loop.Settled;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.message.OutboundQueue;
import io.github.baseframe.protocol.message.PreparedMessages;
import java.util.ArrayList;
import java.util.List;

/**
 * What was broadcast in a turn of an event loop. As long as it goes to the same receivers it is
 * collected, up to what is written at once, and then each receiver in turn is given all of it in a
 * row and written to: its state and the buffer that it is lent are then in the caches.
 *
 * <p>Belongs to the thread of its loop.
 */
final class PendingBroadcasts implements Settled {

  /** Who is given what was broadcast. */
  interface Receiver {

    /** Sends and writes all of these messages, for which room was taken. */
    void deliver(PreparedMessages messages);
  }

  private final EventLoop loop;
  private final List<PreparedMessage> messages = new ArrayList<>();

  /** All of them, once the first receiver is given them. */
  private PreparedMessages row;

  private long bytes;
  private List<? extends Receiver> receivers = List.of();

  /** Those before this index have been given all messages. */
  private int next;

  PendingBroadcasts(EventLoop loop) {
    this.loop = loop;
  }

  /**
   * Takes a message for which room is taken in the queues of its receivers.
   *
   * @param message what they are sent
   * @param sessions the receivers, all of this loop; not changed any more
   */
  void add(PreparedMessage message, List<? extends Receiver> sessions) {
    boolean full = bytes + message.payloadBytes() > OutboundQueue.MAX_COLLECTED_BYTES;
    if (full || !receivers.equals(sessions)) {
      deliver();
      receivers = sessions;
      loop.settleLater(this);
    }
    messages.add(message);
    bytes += message.payloadBytes();
  }

  @Override
  public void settle() {
    deliver();
  }

  /** One of the receivers has failed, or there is no memory: the others go on. */
  @Override
  public void onFailure(Throwable error) {
    loop.log().repeatedWarning("A broadcast failed", error);
    loop.settleLater(this);
  }

  /**
   * Gives all receivers what is pending for them. If one of them fails and its handler sends
   * something, that ends up here again: the inner call goes on where the outer one is, and so
   * nothing overtakes what is pending.
   */
  void deliver() {
    while (next < receivers.size()) {
      if (row == null) {
        row = new PreparedMessages(messages);
      }
      receivers.get(next++).deliver(row);
    }
    receivers = List.of();
    next = 0;
    messages.clear();
    row = null;
    bytes = 0;
  }
}
