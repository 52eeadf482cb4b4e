package io.github.baseframe.nio.websocket;

import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.protocol.connection.Ending;
import java.util.Optional;

/**
 * Is told what becomes of the WebSocket conversations of an event loop, on its thread. Must not
 * throw.
 */
public interface ConversationObserver {

  /**
   * One has begun.
   *
   * @param session its connection
   * @param name of what is served
   * @return who is shown its frames
   */
  Optional<FrameTrace> opened(WebSocketSession session, String name);

  /**
   * Reading pauses, as the peer does not take what waits for it, or the handler is behind.
   *
   * @param session its connection
   * @param name of what is served
   */
  void readingPaused(WebSocketSession session, String name);

  /**
   * One has ended, and its transport too.
   *
   * @param session its connection
   * @param name of what is served
   * @param life what it was
   */
  void closed(WebSocketSession session, String name, Life life);

  /**
   * What a conversation was.
   *
   * @param ending how it ended
   * @param nanos how long it lasted, in nanoseconds
   * @param messagesReceived how many messages came in whole
   * @param messagesSent how many were sent
   */
  record Life(Ending ending, long nanos, long messagesReceived, long messagesSent) {}
}
