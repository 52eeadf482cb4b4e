package io.github.baseframe.nio.testing;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A handler that keeps books: each session is opened once, then has its messages, and is closed
 * once, with nothing behind that. What it does besides is the subclass's.
 */
public abstract class Ledger implements WebSocketHandler {

  private final Map<WebSocketSession, Boolean> open = new ConcurrentHashMap<>();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final List<String> violations = new CopyOnWriteArrayList<>();

  /** Is sent something. */
  protected abstract void received(WebSocketSession session, ByteBuffer payload, boolean text);

  /** Is open now. */
  protected void begun(WebSocketSession session) {}

  /** Is closed now. */
  protected void ended() {}

  @Override
  public final void onOpen(WebSocketSession session, OpeningHandshake handshake) {
    opened.incrementAndGet();
    if (open.put(session, true) != null) {
      violations.add("opened twice");
    }
    begun(session);
  }

  @Override
  public final void onUtf8Text(WebSocketSession session, ByteBuffer utf8) {
    requireOpen(session, "a text");
    received(session, utf8, true);
  }

  @Override
  public final void onBinary(WebSocketSession session, ByteBuffer payload) {
    requireOpen(session, "a message");
    received(session, payload, false);
  }

  @Override
  public final void onPing(WebSocketSession session, ByteBuffer payload) {
    requireOpen(session, "a ping");
  }

  @Override
  public final void onPong(WebSocketSession session, ByteBuffer payload) {
    requireOpen(session, "a pong");
  }

  @Override
  public final void onWritable(WebSocketSession session) {
    requireOpen(session, "room");
  }

  @Override
  public final void onClose(WebSocketSession session, CloseReason reason, boolean clean) {
    closed.incrementAndGet();
    if (open.remove(session) == null) {
      violations.add("closed without being open: " + reason);
    }
    if (session.isOpen()) {
      violations.add("still open: " + reason);
    }
    ended();
  }

  private void requireOpen(WebSocketSession session, String what) {
    if (!open.containsKey(session)) {
      violations.add(what + " for who is not open");
    }
  }

  /** Returns how many sessions are open. */
  public int openSessions() {
    return open.size();
  }

  /** Returns how many sessions were opened since the beginning. */
  public int opened() {
    return opened.get();
  }

  /** Returns how many sessions were closed since the beginning. */
  public int closed() {
    return closed.get();
  }

  /** Returns what happened that must not. */
  public List<String> violations() {
    return violations;
  }
}
