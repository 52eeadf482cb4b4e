package io.github.baseframe.server;

import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.WebSocketSession;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Sessions that are sent the same messages: the members of a room, the subscribers of a topic.
 *
 * <pre>
 *   onOpen:  room.add(session);
 *   onClose: room.remove(session);
 *   anywhere: room.broadcast(PreparedMessage.text("hello"));
 * </pre>
 *
 * <p>It does not remove a session by itself. One that has ended is sent nothing, but is kept in
 * memory until it is removed.
 *
 * <p>Thread-safe. A broadcast goes to the members at the time of its call and holds up nobody who
 * joins or leaves meanwhile.
 */
public final class SessionGroup {

  private final Set<WebSocketSession> members = new LinkedHashSet<>();

  /**
   * The members in a row, or null after a change: a walk through a hash table misses the caches
   * once a member.
   */
  private List<WebSocketSession> snapshot;

  /** Makes a group without members. */
  public SessionGroup() {}

  /**
   * Lets a session join.
   *
   * @param session of any server
   * @return false if it was a member already
   */
  public synchronized boolean add(WebSocketSession session) {
    snapshot = null;
    return members.add(session);
  }

  /**
   * Lets a session leave.
   *
   * @param session need not be a member
   * @return whether it was a member
   */
  public synchronized boolean remove(WebSocketSession session) {
    snapshot = null;
    return members.remove(session);
  }

  /**
   * Returns how many members there are.
   *
   * @return 0 or more
   */
  public synchronized int size() {
    return members.size();
  }

  /**
   * Sends one message to all members, as {@link WebSocketServer#broadcast} does.
   *
   * @param message what they are sent
   * @return how many of them took it
   */
  public int broadcast(PreparedMessage message) {
    return WebSocketServer.broadcast(snapshot(), message);
  }

  private synchronized List<WebSocketSession> snapshot() {
    if (snapshot == null) {
      snapshot = List.copyOf(members);
    }
    return snapshot;
  }
}
