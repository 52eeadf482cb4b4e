package io.github.baseframe.nio.websocket;

import io.github.baseframe.nio.loop.EventLoop;

/** What the WebSocket conversations of one event loop share. */
public final class WebSocketLoop {

  private final EventLoop loop;
  private final PendingBroadcasts broadcasts;

  /**
   * Makes it for a loop.
   *
   * @param loop runs everything that shares this
   */
  public WebSocketLoop(EventLoop loop) {
    this.loop = loop;
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

  /** What was broadcast to connections of this loop and not given to them yet. */
  PendingBroadcasts broadcasts() {
    return broadcasts;
  }
}
