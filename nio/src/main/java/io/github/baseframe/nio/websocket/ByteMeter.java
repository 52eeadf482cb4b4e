package io.github.baseframe.nio.websocket;

import io.github.baseframe.nio.connection.Connection;
import io.github.baseframe.nio.loop.TimerWheel;

/**
 * Measures how many bytes a peer sends a second, and says when to read no more of them for now.
 * Belongs to the thread of its loop.
 */
final class ByteMeter extends TimerWheel.Timer {

  private final Connection connection;
  private final TokenBucket bucket;
  private boolean exhausted;

  private ByteMeter(Connection connection, TokenBucket bucket) {
    this.connection = connection;
    this.bucket = bucket;
  }

  /** Makes one, or null where there is no limit. */
  static ByteMeter of(ReceiveRate rate, Connection connection) {
    return rate.bytesPerSecond() == 0
        ? null
        : new ByteMeter(
            connection,
            new TokenBucket(rate.bytesPerSecond(), rate.byteBurst(), connection.loop().now()));
  }

  /** Bytes were read. */
  void onBytes(long count) {
    long now = connection.loop().now();
    bucket.take(count, now);
    long wait = bucket.nanosToNext();
    if (wait > 0) {
      exhausted = true;
      connection.loop().timers().schedule(this, now + wait);
    }
  }

  /** Says whether reading is to wait until the connection is told that it has changed. */
  boolean isExhausted() {
    return exhausted;
  }

  @Override
  protected void onTimeout(long now) {
    exhausted = false;
    connection.changed();
  }

  void stop() {
    connection.loop().timers().cancel(this);
  }
}
