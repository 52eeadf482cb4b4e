package io.github.baseframe.nio.websocket;

import io.github.baseframe.nio.loop.EventLoop;
import io.github.baseframe.nio.loop.MemoryShare;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.protocol.message.Admission;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends one message to many sessions. Takes room in the queue of each, and hands it, with those who
 * have room, to their loops: with one task for each loop, save for the one that this is called on.
 */
public final class Broadcast {

  private final PreparedMessage message;
  private final Map<WebSocketLoop, List<Session>> receivers = new HashMap<>();

  /** The loop of the latest receiver, and all on it: mostly the next is on the same. */
  private WebSocketLoop latestLoop;

  private List<Session> onLatestLoop;

  private Broadcast(PreparedMessage message) {
    this.message = message;
  }

  /**
   * Sends to all, from any thread.
   *
   * @param sessions the receivers, of any driver
   * @param message what they are sent
   * @return how many of them took it
   */
  public static int send(Collection<? extends WebSocketSession> sessions, PreparedMessage message) {
    Broadcast broadcast = new Broadcast(message);
    int taken = 0;
    try {
      for (WebSocketSession session : sessions) {
        if (Session.isTaken(broadcast.sendTo(session))) {
          taken++;
        }
      }
    } finally {
      // Also where the collection or somebody else's session throws: their room is taken.
      broadcast.receivers.forEach(broadcast::handOver);
    }
    return taken;
  }

  private SendStatus sendTo(WebSocketSession session) {
    if (!(session instanceof Session own)) {
      return session.send(message);
    }
    SendStatus status = own.reserveBroadcast(message);
    if (Session.isTaken(status)) {
      receiversOn(own.shared()).add(own);
    }
    return status;
  }

  private List<Session> receiversOn(WebSocketLoop shared) {
    if (shared != latestLoop) {
      latestLoop = shared;
      onLatestLoop = receivers.computeIfAbsent(shared, first -> new ArrayList<>());
    }
    return onLatestLoop;
  }

  private void handOver(WebSocketLoop shared, List<Session> sessions) {
    EventLoop loop = shared.loop();
    if (loop.isCurrentThread()) {
      shared.broadcasts().add(message, sessions);
      return;
    }
    long cost = MemoryShare.costOf(message.payloadBytes()) + Admission.OVERHEAD_BYTES;
    loop.memory().addOnItsWay(cost);
    loop.execute(
        () -> {
          loop.memory().addOnItsWay(-cost);
          sessions.forEach(session -> session.onBroadcast(message));
          shared.broadcasts().add(message, sessions);
        });
  }
}
