package io.github.baseframe.conformance.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.baseframe.conformance.cases.Behavior;
import io.github.baseframe.conformance.cases.CaseCatalogue;
import io.github.baseframe.conformance.engine.CaseResult;
import io.github.baseframe.conformance.engine.CloseBehavior;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a subject has to reach at least. A case of which nothing is said has to be OK, and so has
 * its close. A file that says more is one of two:
 *
 * <ul>
 *   <li>lines of a case's number, its verdict and, where it matters, the verdict on its close:
 *       {@code 6.4.1 NON-STRICT}; what follows is ignored, as are empty lines and what begins with
 *       {@code #};
 *   <li>an {@code index.json} of an earlier report: the verdicts on the agent of the same name, or
 *       on its only one.
 * </ul>
 *
 * Informational is as good as OK; then come non-strict, unimplemented and failed. Of closes, a
 * wrong code and a transport that is left open are the least, then come unclean and failed.
 */
public final class Expectations {

  /** Everything is OK. */
  public static final Expectations ALL_OK = new Expectations(Map.of());

  private record Expected(Behavior behavior, CloseBehavior close) {}

  private static final Expected OK = new Expected(Behavior.OK, CloseBehavior.OK);
  private static final String ANY_AGENT = "";

  private final Map<String, Map<String, Expected>> byAgent;

  private Expectations(Map<String, Map<String, Expected>> byAgent) {
    this.byAgent = byAgent;
  }

  /**
   * Reads a file.
   *
   * @param file lines or JSON
   * @return what it says
   * @throws IOException if it cannot be read or understood; the message says where
   */
  public static Expectations read(Path file) throws IOException {
    String text = Files.readString(file);
    try {
      return text.stripLeading().startsWith("{") ? ofJson(text) : ofLines(text);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static Expectations ofLines(String text) {
    Map<String, Expected> byId = new HashMap<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        String[] words = line.split("\\s+");
        String where = "line " + (i + 1);
        require(words.length > 1, where, "number and verdict of a case are expected");
        byId.put(id(words[0], where), expected(words[1], words.length > 2 ? words[2] : "", where));
      }
    }
    return new Expectations(Map.of(ANY_AGENT, byId));
  }

  private static Expectations ofJson(String text) {
    Map<String, Map<String, Expected>> byAgent = new HashMap<>();
    for (Map.Entry<String, JsonNode> agent : parse(text).properties()) {
      Map<String, Expected> byId = new HashMap<>();
      for (Map.Entry<String, JsonNode> entry : agent.getValue().properties()) {
        String where = agent.getKey() + ", " + entry.getKey();
        String behavior = entry.getValue().path("behavior").asText();
        String close = entry.getValue().path("behaviorClose").asText();
        byId.put(id(entry.getKey(), where), expected(behavior, close, where));
      }
      byAgent.put(agent.getKey(), byId);
    }
    if (byAgent.size() == 1) {
      byAgent.put(ANY_AGENT, byAgent.values().iterator().next());
    }
    return new Expectations(byAgent);
  }

  private static JsonNode parse(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "line " + e.getLocation().getLineNr() + ": no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static String id(String id, String where) {
    boolean known = CaseCatalogue.all().stream().anyMatch(each -> each.id().equals(id));
    require(known, where, "there is no case " + id);
    return id;
  }

  private static Expected expected(String behavior, String close, String where) {
    Behavior atLeast = constant(Behavior.class, behavior, where);
    // Who expects no more than a failure cares as little about the end.
    CloseBehavior otherwise = atLeast == Behavior.FAILED ? CloseBehavior.FAILED : CloseBehavior.OK;
    return new Expected(
        atLeast, close.isEmpty() ? otherwise : constant(CloseBehavior.class, close, where));
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String word, String where) {
    try {
      return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_').replace(' ', '_'));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where + ": there is no verdict '" + word + "'", e);
    }
  }

  private static void require(boolean condition, String where, String message) {
    if (!condition) {
      throw new IllegalArgumentException(where + ": " + message);
    }
  }

  /**
   * Tells whether a verdict is no worse than what is expected.
   *
   * @param agent on whom
   * @param result the verdict
   * @return whether it will do
   */
  public boolean isMetBy(String agent, CaseResult result) {
    Expected expected = find(agent, result);
    return rank(result.behavior()) <= rank(expected.behavior)
        && rank(result.closeBehavior()) <= rank(expected.close);
  }

  /**
   * Says what is expected.
   *
   * @param agent of whom
   * @param result the verdict that there is
   * @return such as {@code NON-STRICT, close UNCLEAN}
   */
  public String describe(String agent, CaseResult result) {
    Expected expected = find(agent, result);
    return expected.close == CloseBehavior.OK
        ? Words.of(expected.behavior)
        : Words.of(expected.behavior) + ", close " + Words.of(expected.close);
  }

  private Expected find(String agent, CaseResult result) {
    Map<String, Expected> ofAnyAgent = byAgent.getOrDefault(ANY_AGENT, Map.of());
    return byAgent.getOrDefault(agent, ofAnyAgent).getOrDefault(result.conformanceCase().id(), OK);
  }

  private static int rank(Behavior behavior) {
    return switch (behavior) {
      case OK, INFORMATIONAL -> 0;
      case NON_STRICT -> 1;
      case UNIMPLEMENTED -> 2;
      case FAILED -> 3;
    };
  }

  private static int rank(CloseBehavior behavior) {
    return switch (behavior) {
      case OK, INFORMATIONAL -> 0;
      case WRONG_CODE, FAILED_BY_CLIENT -> 1;
      case UNCLEAN -> 2;
      case FAILED -> 3;
    };
  }
}
