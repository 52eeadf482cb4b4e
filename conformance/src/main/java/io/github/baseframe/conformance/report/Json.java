package io.github.baseframe.conformance.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.github.baseframe.conformance.engine.CaseResult;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files for programs, in the original's shape: sorted keys, three spaces. */
final class Json {

  private static final ObjectWriter WRITER =
      new ObjectMapper()
          .writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("   ", "\n")));

  private Json() {}

  /** All verdicts, by agent and case. */
  static byte[] index(List<AgentResults> agents) {
    Map<String, Object> index = new TreeMap<>();
    for (AgentResults agent : agents) {
      Map<String, Object> verdicts = new TreeMap<>();
      agent.byId().forEach((id, result) -> verdicts.put(id, verdict(agent, result)));
      index.put(agent.agent(), verdicts);
    }
    return bytes(index);
  }

  private static Map<String, Object> verdict(AgentResults agent, CaseResult result) {
    Map<String, Object> verdict = new TreeMap<>();
    verdict.put("behavior", Words.of(result.behavior()));
    verdict.put("behaviorClose", Words.of(result.closeBehavior()));
    verdict.put("duration", result.duration().toMillis());
    verdict.put("remoteCloseCode", result.remoteCloseCode());
    verdict.put("reportfile", agent.fileOf(result.conformanceCase(), ".json"));
    return verdict;
  }

  /** One verdict, and what led to it. */
  static byte[] ofCase(AgentResults agent, CaseResult result) {
    Map<String, Object> report = verdict(agent, result);
    report.remove("reportfile");
    report.put("agent", agent.agent());
    report.put("id", result.conformanceCase().id());
    report.put("description", result.conformanceCase().sends());
    report.put("expectation", result.conformanceCase().expects());
    report.put("sections", result.conformanceCase().sections());
    report.put("result", result.explanation());
    report.put("wirelog", result.wireLog().toString().lines().toList());
    return bytes(report);
  }

  private static byte[] bytes(Map<String, Object> object) {
    try {
      // By way of a string: half a surrogate pair becomes a question mark instead of an error.
      return WRITER.writeValueAsString(object).getBytes(UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps and strings that are no JSON", e);
    }
  }
}
