package io.github.baseframe.nio.transport;

import io.github.baseframe.nio.loop.EventLoop;
import io.github.baseframe.nio.loop.TimerWheel;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The TLS handshakes that are under way on one event loop, no more than so many. Who comes then is
 * not read from until one ends, in the order in which they came; and a peer that takes long over
 * its handshake loses it to one who waits, so that those who never end theirs keep nobody out.
 */
final class Handshakes extends TimerWheel.Timer {

  /** One that shakes hands. */
  interface Newcomer {
    /** It has waited, and may begin. Must not begin at once. */
    void mayBegin();

    /** It has taken too long: is closed. */
    void giveUp();
  }

  private final EventLoop loop;
  private final int max;
  private final long patienceNanos;

  /** When each of them has begun, the oldest first. */
  private final Map<Newcomer, Long> underWay = new LinkedHashMap<>();

  private final Set<Newcomer> waiting = new LinkedHashSet<>();

  Handshakes(EventLoop loop, int max, long patienceNanos) {
    this.loop = loop;
    this.max = max;
    this.patienceNanos = patienceNanos;
  }

  /** Says whether a newcomer may begin now; else it waits until it is told that it may. */
  boolean begin(Newcomer newcomer) {
    if (waiting.isEmpty() && underWay.size() < max) {
      underWay.put(newcomer, loop.now());
      return true;
    }
    waiting.add(newcomer);
    giveUpTheSlow();
    return false;
  }

  /** A handshake is over, or one who may have waited has gone. */
  void ended(Newcomer newcomer) {
    waiting.remove(newcomer);
    underWay.remove(newcomer);
    while (underWay.size() < max && !waiting.isEmpty()) {
      Newcomer next = waiting.iterator().next();
      waiting.remove(next);
      underWay.put(next, loop.now());
      next.mayBegin();
    }
  }

  private void giveUpTheSlow() {
    while (!waiting.isEmpty()) {
      Iterator<Map.Entry<Newcomer, Long>> oldestFirst = underWay.entrySet().iterator();
      Map.Entry<Newcomer, Long> oldest = oldestFirst.next();
      long due = oldest.getValue() + patienceNanos;
      if (loop.now() - due < 0) {
        loop.timers().schedule(this, due);
        return;
      }
      oldest.getKey().giveUp();
      ended(oldest.getKey());
    }
  }

  @Override
  protected void onTimeout(long now) {
    giveUpTheSlow();
  }
}
