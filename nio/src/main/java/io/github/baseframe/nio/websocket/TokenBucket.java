package io.github.baseframe.nio.websocket;

import java.util.concurrent.TimeUnit;

/**
 * A bucket that fills steadily up to a limit. What is taken out of it may be more than is in it; it
 * has to fill up again from there. For one thread.
 */
final class TokenBucket {

  private final double tokensPerNano;
  private final long most;
  private double tokens;
  private long filledAt;

  /**
   * Makes a full bucket.
   *
   * @param perSecond how many tokens come in a second, at least 1
   * @param most how many it holds
   * @param now nanoseconds
   */
  TokenBucket(long perSecond, long most, long now) {
    this.tokensPerNano = (double) perSecond / TimeUnit.SECONDS.toNanos(1);
    this.most = most;
    this.tokens = most;
    this.filledAt = now;
  }

  /**
   * Takes tokens.
   *
   * @param count how many
   * @param now nanoseconds
   * @return whether there were as many
   */
  boolean take(long count, long now) {
    tokens = Math.min(most, tokens + (now - filledAt) * tokensPerNano) - count;
    filledAt = now;
    return tokens >= 0;
  }

  /**
   * Says when there is a token again.
   *
   * @return nanoseconds, from the time of the latest {@link #take}; 0 if there is one
   */
  long nanosToNext() {
    return tokens >= 1 ? 0 : (long) Math.ceil((1 - tokens) / tokensPerNano);
  }
}
