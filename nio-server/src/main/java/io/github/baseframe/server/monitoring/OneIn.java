package io.github.baseframe.server.monitoring;

import io.github.baseframe.protocol.WebSocketSession;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** Chooses the first connection and every so many behind it. For any thread. */
final class OneIn implements Predicate<WebSocketSession> {

  private final int n;
  private final AtomicLong seen = new AtomicLong();

  OneIn(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("one in " + n + " connections cannot be chosen");
    }
    this.n = n;
  }

  @Override
  public boolean test(WebSocketSession session) {
    return seen.getAndIncrement() % n == 0;
  }
}
