package io.github.baseframe.nio.transport;

import io.github.baseframe.nio.loop.EventLoop;
import io.github.baseframe.nio.loop.Settled;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Computes handshakes on the loop, a few steps at the end of each turn: whoever talks already comes
 * first. There are no more steps than handshakes are under way.
 */
final class StepsOnLoop implements Settled {

  private final EventLoop loop;
  private final int maxATurn;
  private final Queue<Runnable> steps = new ArrayDeque<>();

  StepsOnLoop(EventLoop loop, int maxATurn) {
    this.loop = loop;
    this.maxATurn = maxATurn;
  }

  /** A step is to be computed; it throws nothing. */
  void add(Runnable step) {
    if (steps.isEmpty()) {
      loop.settleLater(this);
    }
    steps.add(step);
  }

  @Override
  public void settle() {
    int left = Math.min(maxATurn, steps.size());
    for (int i = 0; i < left; i++) {
      steps.remove().run();
    }
    if (!steps.isEmpty()) {
      loop.settleLater(this);
    }
  }

  @Override
  public void onFailure(Throwable error) {
    loop.settleLater(this);
  }
}
