package io.github.baseframe.nio.transport;

import io.github.baseframe.nio.loop.EventLoop;
import io.github.baseframe.protocol.tls.TlsBuffers;
import java.util.concurrent.RejectedExecutionException;

/** What the TLS connections of one event loop share. Belongs to its thread. */
public final class TlsLoop {

  private final EventLoop loop;
  private final TlsTerms terms;
  private final TlsBuffers buffers = new TlsBuffers();
  private final Handshakes handshakes;
  private final StepsOnLoop steps;

  /**
   * Makes the buffers of a loop.
   *
   * @param loop on whose thread everything happens
   * @param terms how much it may cost
   */
  public TlsLoop(EventLoop loop, TlsTerms terms) {
    this.loop = loop;
    this.terms = terms;
    this.handshakes = new Handshakes(loop, terms.maxHandshakes(), terms.patienceNanos());
    this.steps = new StepsOnLoop(loop, terms.maxStepsATurn());
  }

  EventLoop loop() {
    return loop;
  }

  TlsTerms terms() {
    return terms;
  }

  TlsBuffers buffers() {
    return buffers;
  }

  Handshakes handshakes() {
    return handshakes;
  }

  /** Computes a step of a handshake: on the executor, or on the loop where that takes no more. */
  void compute(Runnable step) {
    if (terms.executor() == null) {
      steps.add(step);
      return;
    }
    try {
      terms.executor().execute(step);
    } catch (RejectedExecutionException e) {
      steps.add(step);
    }
  }
}
