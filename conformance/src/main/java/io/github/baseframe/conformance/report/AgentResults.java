package io.github.baseframe.conformance.report;

import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.engine.CaseResult;
import java.util.Map;

/**
 * The verdicts on one agent.
 *
 * @param agent its name, which may be anything
 * @param fileName what its files begin with
 * @param byId the verdicts by the number of their case, in the order of the catalogue
 */
record AgentResults(String agent, String fileName, Map<String, CaseResult> byId) {

  /** What the file of a case is called. */
  String fileOf(ConformanceCase conformanceCase, String ending) {
    return FileNames.ofCase(fileName, conformanceCase.id()) + ending;
  }
}
