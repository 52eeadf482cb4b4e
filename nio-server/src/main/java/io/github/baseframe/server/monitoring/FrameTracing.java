package io.github.baseframe.server.monitoring;

import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.protocol.frame.TracedFrame;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Shows every frame of some connections, as it is on the wire. Immutable.
 *
 * @param connections asked once for each connection, when it opens, whether to show its frames; on
 *     the thread of an event loop
 * @param maxPayloadBytes so much of each payload is shown, in bytes, 0 or more
 * @param frames told of each frame and its connection, on the thread of an event loop; what it
 *     throws harms nobody
 */
public record FrameTracing(
    Predicate<WebSocketSession> connections,
    int maxPayloadBytes,
    BiConsumer<WebSocketSession, TracedFrame> frames) {

  /** How much of a payload is shown if nothing else is said, in bytes. */
  public static final int DEFAULT_MAX_PAYLOAD_BYTES = 64;

  /**
   * Checks the settings.
   *
   * @param connections asked when a connection opens
   * @param maxPayloadBytes so much of each payload is shown
   * @param frames told of each frame
   * @throws IllegalArgumentException if maxPayloadBytes is negative
   */
  public FrameTracing {
    Objects.requireNonNull(connections, "connections");
    Objects.requireNonNull(frames, "frames");
    if (maxPayloadBytes < 0) {
      throw new IllegalArgumentException("maxPayloadBytes must not be negative");
    }
  }

  /**
   * Shows the frames of chosen connections, with {@link #DEFAULT_MAX_PAYLOAD_BYTES} of payload.
   *
   * @param connections such as {@code session -> session.peerAddress().startsWith("192.0.2.7:")}
   * @param frames told of each frame
   * @return settings
   */
  public static FrameTracing of(
      Predicate<WebSocketSession> connections, BiConsumer<WebSocketSession, TracedFrame> frames) {
    return new FrameTracing(connections, DEFAULT_MAX_PAYLOAD_BYTES, frames);
  }

  /**
   * Shows the frames of the first connection and of every so many behind it, with {@link
   * #DEFAULT_MAX_PAYLOAD_BYTES} of payload.
   *
   * @param n 1 for all connections
   * @param frames told of each frame
   * @return settings
   */
  public static FrameTracing oneIn(int n, BiConsumer<WebSocketSession, TracedFrame> frames) {
    return of(new OneIn(n), frames);
  }

  /**
   * The same connections and reader, with another cut.
   *
   * @param bytes so much of each payload is shown
   * @return settings
   */
  public FrameTracing withMaxPayloadBytes(int bytes) {
    return new FrameTracing(connections, bytes, frames);
  }
}
