package io.github.baseframe.conformance.fuzzing;

/** Is told when a client has done what it wanted. Called by several threads. */
@FunctionalInterface
public interface UpdateListener {

  /**
   * A client asks for the reports to be written. It is answered when this returns.
   *
   * @param agent its name
   */
  void onUpdateReports(String agent);
}
