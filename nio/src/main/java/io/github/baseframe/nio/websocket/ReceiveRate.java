package io.github.baseframe.nio.websocket;

/**
 * How fast the peer of one connection may send, by token buckets.
 *
 * @param messagesPerSecond how many messages and pings; 0 for any number
 * @param messageBurst how many of them at once
 * @param bytesPerSecond how many bytes; 0 for any number
 * @param byteBurst how many of them at once
 */
public record ReceiveRate(
    long messagesPerSecond, long messageBurst, long bytesPerSecond, long byteBurst) {

  /** As fast as it can. */
  public static final ReceiveRate UNLIMITED = new ReceiveRate(0, 0, 0, 0);
}
