package io.github.baseframe.testkit;

import java.util.Set;

/**
 * Which operations fail. A function of the kind of an operation and its number alone, so that the
 * same plan strikes the same operations each time. For any thread.
 */
@FunctionalInterface
public interface FaultPlan {

  /**
   * Says whether an operation fails.
   *
   * @param fault what would go wrong
   * @param number 1 for the first operation of this kind
   * @return whether it does
   */
  boolean strikes(Fault fault, long number);

  /**
   * Nothing fails.
   *
   * @return a plan
   */
  static FaultPlan none() {
    return (fault, number) -> false;
  }

  /**
   * One operation fails, and none behind it.
   *
   * @param struck its kind
   * @param number 1 for the first of that kind
   * @return a plan
   */
  static FaultPlan once(Fault struck, long number) {
    return (fault, at) -> fault == struck && at == number;
  }

  /**
   * Every k-th operation of a kind fails.
   *
   * @param struck the kind
   * @param k at least 1, which means all
   * @return a plan
   */
  static FaultPlan every(Fault struck, long k) {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, not " + k);
    }
    return (fault, number) -> fault == struck && number % k == 0;
  }

  /**
   * Operations of some kinds fail at random.
   *
   * @param seed the same seed strikes the same operations
   * @param rate from 0, for none, to 1, for all
   * @param kinds those that fail
   * @return a plan
   */
  static FaultPlan random(long seed, double rate, Set<Fault> kinds) {
    Set<Fault> struck = Set.copyOf(kinds);
    return (fault, number) ->
        struck.contains(fault) && Mixing.unit(seed, fault.ordinal(), number) < rate;
  }

  /**
   * An operation fails if either plan says so.
   *
   * @param other another plan
   * @return a plan
   */
  default FaultPlan or(FaultPlan other) {
    return (fault, number) -> strikes(fault, number) || other.strikes(fault, number);
  }
}
