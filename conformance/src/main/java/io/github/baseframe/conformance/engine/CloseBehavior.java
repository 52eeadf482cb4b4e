package io.github.baseframe.conformance.engine;

/** What a case says of the end of the connection, whatever happened before. */
public enum CloseBehavior {
  /** The right endpoint started it and the other one did its part. */
  OK,
  /** The subject's Close frame has another code than the case allows. */
  WRONG_CODE,
  /** A Close frame is missing, or the transport did not end in time. */
  UNCLEAN,
  /** The subject is a server and left it to the tester to end the transport. */
  FAILED_BY_CLIENT,
  /** The wrong endpoint started it. */
  FAILED,
  /** The case does not say. */
  INFORMATIONAL
}
