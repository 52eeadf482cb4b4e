package io.github.baseframe.testkit;

import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.atomic.AtomicLongArray;
import javax.net.ssl.SSLException;

/**
 * Counts operations, and lets those fail that a {@link FaultPlan} names. One of these is shared by
 * all that is to fail together, such as everything below a server; the plan may be changed at any
 * time. For any thread.
 *
 * <pre>{@code
 * Faults faults = new Faults();
 * SelectorProvider channels = new FaultySelectorProvider(faults);
 * faults.follow(FaultPlan.once(Fault.READ, 3));
 * }</pre>
 */
public final class Faults {

  private static final int KINDS = Fault.values().length;

  /** A plan, and what has happened under it. */
  private record Run(
      FaultPlan plan, boolean errors, AtomicLongArray operations, AtomicLongArray struck) {

    Run(FaultPlan plan, boolean errors) {
      this(plan, errors, new AtomicLongArray(KINDS), new AtomicLongArray(KINDS));
    }
  }

  private volatile Run run = new Run(FaultPlan.none(), false);

  /** Makes faults of which none strikes yet. */
  public Faults() {}

  /**
   * Follows a plan from now on, and counts from 0. What fails throws what the JDK throws there, an
   * {@link IOException} mostly.
   *
   * @param plan which operations fail
   */
  public void follow(FaultPlan plan) {
    run = new Run(plan, false);
  }

  /**
   * The same, but what fails throws an {@link OutOfMemoryError}, as channels do as well when there
   * is no memory outside of the heap.
   *
   * @param plan which operations fail
   */
  public void followWithErrors(FaultPlan plan) {
    run = new Run(plan, true);
  }

  /**
   * Returns how many operations of a kind there were under this plan.
   *
   * @param fault the kind
   * @return those that failed included
   */
  public long operations(Fault fault) {
    return run.operations().get(fault.ordinal());
  }

  /**
   * Returns how many operations of a kind failed under this plan.
   *
   * @param fault the kind
   * @return 0 or more
   */
  public long struck(Fault fault) {
    return run.struck().get(fault.ordinal());
  }

  /**
   * Returns how many operations failed under this plan.
   *
   * @return of all kinds together
   */
  public long struck() {
    Run current = run;
    long sum = 0;
    for (int kind = 0; kind < KINDS; kind++) {
      sum += current.struck().get(kind);
    }
    return sum;
  }

  /**
   * Counts an operation.
   *
   * @param fault its kind
   * @return whether it is to fail
   */
  public boolean strikes(Fault fault) {
    return strikes(run, fault);
  }

  private static boolean strikes(Run run, Fault fault) {
    int kind = fault.ordinal();
    boolean strikes = run.plan().strikes(fault, run.operations().incrementAndGet(kind));
    if (strikes) {
      run.struck().incrementAndGet(kind);
    }
    return strikes;
  }

  /**
   * Counts an operation, and lets it fail by throwing if that is its turn.
   *
   * @param fault its kind
   * @throws IOException if it is to fail
   */
  public void check(Fault fault) throws IOException {
    Run current = run;
    if (!strikes(current, fault)) {
      return;
    }
    if (current.errors() || fault == Fault.ALLOCATE) {
      throw new OutOfMemoryError(text(fault));
    }
    throw switch (fault) {
      case CONNECT -> new ConnectException(text(fault));
      case TLS -> new SSLException(text(fault));
      default -> new IOException(text(fault));
    };
  }

  /**
   * The same, where nothing is declared.
   *
   * @param fault its kind
   * @throws IllegalStateException if it is to fail
   */
  public void checkUndeclared(Fault fault) {
    try {
      check(fault);
    } catch (IOException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static String text(Fault fault) {
    return "ordered fault: " + fault;
  }
}
