package io.github.baseframe.conformance.original;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.baseframe.conformance.cases.Behavior;
import io.github.baseframe.conformance.engine.CaseResult;
import io.github.baseframe.conformance.engine.CloseBehavior;

/** What is compared of a result, in the words of {@code index.json}. */
record Verdict(String behavior, String closeBehavior) {

  static final Verdict OK = new Verdict("OK", "OK");
  static final Verdict INFORMATIONAL = new Verdict("INFORMATIONAL", "INFORMATIONAL");

  /** For a case that the suite has not recorded. */
  static final Verdict MISSING = new Verdict("MISSING", "MISSING");

  static Verdict of(JsonNode result) {
    return new Verdict(result.get("behavior").asText(), result.get("behaviorClose").asText());
  }

  static Verdict of(CaseResult result) {
    Behavior behavior = result.behavior();
    CloseBehavior closeBehavior = result.closeBehavior();
    return new Verdict(behavior.name().replace('_', '-'), closeBehavior.name().replace('_', ' '));
  }

  /** Whether there is nothing to blame. */
  boolean passes() {
    return equals(OK) || equals(INFORMATIONAL);
  }

  @Override
  public String toString() {
    return behavior + " / " + closeBehavior;
  }
}
