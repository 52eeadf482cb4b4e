package io.github.baseframe.server;

import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.WebSocketSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends one message to many sessions. Finds room in the queue of each, and hands it, with those who
 * have room, to their loops: with one task for each loop, save for the one that this is called on.
 */
final class Broadcast {

  private final PreparedMessage message;
  private final long bytes;
  private final Map<EventLoop, List<ServerSession>> receivers = new HashMap<>();

  /**
   * The loop of the latest receiver, and all on it: mostly the next is on the same, and looking
   * that up is 2 percent of what a broadcast to 1,000 costs, system calls included.
   */
  private EventLoop latestLoop;

  private List<ServerSession> onLatestLoop;

  private Broadcast(PreparedMessage message) {
    this.message = message;
    this.bytes = ServerSession.bytesOf(message);
  }

  /**
   * Sends to all.
   *
   * @param sessions the receivers
   * @param message what they are sent
   * @return how many of them took it
   */
  static int send(Collection<? extends WebSocketSession> sessions, PreparedMessage message) {
    Broadcast broadcast = new Broadcast(message);
    int taken = 0;
    for (WebSocketSession session : sessions) {
      SendStatus status = broadcast.sendTo(session);
      if (status == SendStatus.SENT || status == SendStatus.QUEUED) {
        taken++;
      }
    }
    broadcast.receivers.forEach(broadcast::handOver);
    return taken;
  }

  private SendStatus sendTo(WebSocketSession session) {
    if (!(session instanceof ServerSession own)) {
      return session.send(message);
    }
    SendStatus status = own.reserve(bytes);
    if (status == SendStatus.SENT || status == SendStatus.QUEUED) {
      receiversOn(own.loop()).add(own);
    }
    return status;
  }

  private List<ServerSession> receiversOn(EventLoop loop) {
    if (loop != latestLoop) {
      latestLoop = loop;
      onLatestLoop = receivers.computeIfAbsent(loop, first -> new ArrayList<>());
    }
    return onLatestLoop;
  }

  private void handOver(EventLoop loop, List<ServerSession> sessions) {
    if (loop.isCurrentThread()) {
      loop.broadcasts().add(message, bytes, sessions);
    } else {
      loop.execute(
          () -> {
            sessions.forEach(session -> session.onBroadcast(bytes));
            loop.broadcasts().add(message, bytes, sessions);
          });
    }
  }
}
