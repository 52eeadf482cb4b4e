package io.github.baseframe.protocol;

/** What became of something that an application sent. */
public enum SendStatus {
  /** Taken, and the transport keeps up: nothing waits longer than until the next write. */
  SENT,
  /**
   * Taken, but the peer reads slower than is sent, so it waits in the queue. A good time to send
   * less until {@link WebSocketHandler#onWritable}.
   */
  QUEUED,
  /** Not taken: the send queue is full ({@link Limits#maxQueuedBytes}); nothing of it is sent. */
  DROPPED,
  /** Not taken: the connection is closing or closed. */
  CLOSED
}
