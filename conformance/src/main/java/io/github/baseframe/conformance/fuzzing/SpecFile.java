package io.github.baseframe.conformance.fuzzing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The file by which the Autobahn test suite is told what to do. Keys that mean nothing here are
 * ignored, such as {@code options}.
 *
 * @param url where a fuzzing server listens; null if it does not say
 * @param servers whom a fuzzing client tests; empty if it does not say
 * @param outdir where the report goes; null if it does not say
 * @param cases patterns of what to run; {@code *} if it does not say
 * @param excludeCases patterns of what not to run of it
 * @param excludeAgentCases patterns of cases by patterns of agents
 */
public record SpecFile(
    String url,
    List<Server> servers,
    String outdir,
    List<String> cases,
    List<String> excludeCases,
    Map<String, List<String>> excludeAgentCases) {

  private static final String DEFAULT_AGENT = "UnknownServer";

  /**
   * A server under test.
   *
   * @param agent what the report calls it
   * @param url where it echoes
   */
  public record Server(String agent, String url) {}

  /**
   * Reads a file.
   *
   * @param file JSON
   * @return what it says
   * @throws IOException if it cannot be read or makes no sense; the message says where
   */
  public static SpecFile read(Path file) throws IOException {
    JsonNode root;
    try {
      root = new ObjectMapper().readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new IOException(
          "line " + e.getLocation().getLineNr() + ": no JSON: " + e.getOriginalMessage(), e);
    }
    if (!root.isObject()) {
      throw new IOException("no JSON object");
    }
    Map<String, List<String>> excludeAgentCases = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> each :
        typed(root, "exclude-agent-cases", JsonNode::isObject, "an object").properties()) {
      String where = "exclude-agent-cases." + each.getKey();
      excludeAgentCases.put(each.getKey(), strings(each.getValue(), where));
    }
    List<String> cases = strings(root.path("cases"), "cases");
    return new SpecFile(
        string(root, "url", "url", null),
        servers(root),
        string(root, "outdir", "outdir", null),
        cases.isEmpty() ? List.of("*") : cases,
        strings(root.path("exclude-cases"), "exclude-cases"),
        excludeAgentCases);
  }

  private static List<Server> servers(JsonNode root) throws IOException {
    List<Server> servers = new ArrayList<>();
    for (JsonNode each : typed(root, "servers", JsonNode::isArray, "an array")) {
      String where = "servers[" + servers.size() + "].";
      String agent = string(each, "agent", where + "agent", DEFAULT_AGENT);
      String url = string(each, "url", where + "url", null);
      if (url == null) {
        throw new IOException(where + "url is missing");
      }
      servers.add(new Server(agent, url));
    }
    return servers;
  }

  private static JsonNode typed(JsonNode object, String key, Predicate<JsonNode> type, String name)
      throws IOException {
    JsonNode value = object.path(key);
    if (!value.isMissingNode() && !value.isNull() && !type.test(value)) {
      throw new IOException(key + " is not " + name);
    }
    return value;
  }

  private static String string(JsonNode object, String key, String where, String otherwise)
      throws IOException {
    JsonNode value = object.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.isTextual()) {
      throw new IOException(where + " is not a string");
    }
    return value.textValue();
  }

  private static List<String> strings(JsonNode array, String where) throws IOException {
    List<String> strings = new ArrayList<>();
    if (array.isMissingNode() || array.isNull()) {
      return strings;
    }
    boolean valid = array.isArray();
    for (JsonNode each : array) {
      valid &= each.isTextual();
      strings.add(each.textValue());
    }
    if (!valid) {
      throw new IOException(where + " is not an array of strings");
    }
    return strings;
  }
}
