package io.github.baseframe.nio.websocket;

import io.github.baseframe.nio.loop.EventLoop;

/** What the WebSocket conversations of one event loop share. */
public final class WebSocketLoop {

  private final EventLoop loop;
  private final PendingBroadcasts broadcasts;

  /** Null where nobody looks. */
  private final ConversationObserver observer;

  /**
   * Makes it for a loop.
   *
   * @param loop runs everything that shares this
   */
  public WebSocketLoop(EventLoop loop) {
    this(loop, null);
  }

  /**
   * Makes it for a loop whose conversations are looked at.
   *
   * @param loop runs everything that shares this
   * @param observer is told what becomes of the conversations; null for nobody
   */
  public WebSocketLoop(EventLoop loop, ConversationObserver observer) {
    this.loop = loop;
    this.observer = observer;
    this.broadcasts = new PendingBroadcasts(loop);
  }

  /**
   * Returns the loop.
   *
   * @return always the same
   */
  public EventLoop loop() {
    return loop;
  }

  /** Who looks at the conversations, or null. */
  ConversationObserver observer() {
    return observer;
  }

  /** What was broadcast to connections of this loop and not given to them yet. */
  PendingBroadcasts broadcasts() {
    return broadcasts;
  }
}
