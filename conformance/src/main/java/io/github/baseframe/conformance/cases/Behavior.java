package io.github.baseframe.conformance.cases;

/** What a case says of a subject, the best verdict first. */
public enum Behavior {
  /** As RFC 6455 wants it. */
  OK,
  /** Allowed, though not the best that the RFC hopes for. */
  NON_STRICT,
  /** The RFC does not say; the report shows what the subject does. */
  INFORMATIONAL,
  /** The subject does not have what the case is about, such as an extension. */
  UNIMPLEMENTED,
  /** Against the RFC. */
  FAILED
}
