package io.github.baseframe.nio.websocket;

import io.github.baseframe.nio.loop.EventLoop;
import io.github.baseframe.protocol.WebSocketSession;

/** What tests want to know of a session that applications need not. */
public final class Sessions {

  private Sessions() {}

  /** The loop that serves it. */
  public static EventLoop loopOf(WebSocketSession session) {
    return ((Session) session).shared().loop();
  }
}
