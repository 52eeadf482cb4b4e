package io.github.baseframe.conformance.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The head of a server's answer, and what is wrong with it. Independent of the protocol module.
 *
 * @param version such as {@code HTTP/1.1}
 * @param status three digits
 * @param fields by their names in lower case
 */
record ResponseHead(String version, int status, Map<String, List<String>> fields) {

  /** Reads a head without its empty line; null if it is none. */
  static ResponseHead parse(String head) {
    String[] lines = head.split("\r\n", -1);
    if (!lines[0].matches("HTTP/1\\.[01] [0-9]{3}( .*)?")) {
      return null;
    }
    Map<String, List<String>> fields = new HashMap<>();
    for (String line : Arrays.asList(lines).subList(1, lines.length)) {
      if (!line.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+:[^\\x00\\r\\n]*")) {
        return null;
      }
      int colon = line.indexOf(':');
      fields
          .computeIfAbsent(
              line.substring(0, colon).toLowerCase(Locale.ROOT), n -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    return new ResponseHead(
        lines[0].substring(0, 8), Integer.parseInt(lines[0], 9, 12, 10), fields);
  }

  /** Whether another response follows (RFC 9110 15.2), which 101 rules out. */
  boolean isInterim() {
    return status < 200 && status != 101;
  }

  private List<String> all(String name) {
    return fields.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  /** Whether a list has an element, in any case of its letters. */
  private boolean has(String name, String element) {
    return all(name).stream()
        .flatMap(value -> Arrays.stream(value.split(",")))
        .anyMatch(each -> each.strip().equalsIgnoreCase(element));
  }

  /** Whether a field has this element, both given as one line. */
  boolean has(String line) {
    String[] nameAndElement = line.split(": *", 2);
    return has(nameAndElement[0], nameAndElement[1]);
  }

  /**
   * RFC 6455 4.1, what a client checks; null if all is well. The value of Accept may be null: any.
   */
  String faultOf101(String accept, List<String> offeredSubprotocols) {
    if (!version.equals("HTTP/1.1")) {
      return "a 101 in HTTP/1.0 (4.2.2)";
    }
    if (all("Upgrade").size() != 1 || !has("Upgrade", "websocket")) {
      return "a 101 whose Upgrade does not say websocket (4.2.2)";
    }
    if (!has("Connection", "Upgrade")) {
      return "a 101 whose Connection does not say Upgrade (4.2.2)";
    }
    if (accept != null && !all("Sec-WebSocket-Accept").equals(List.of(accept))) {
      return "a 101 with a wrong Sec-WebSocket-Accept or none (4.2.2)";
    }
    if (!all("Sec-WebSocket-Extensions").isEmpty()) {
      return "a 101 with an extension that was not offered (4.2.2, 9.1)";
    }
    List<String> subprotocols = all("Sec-WebSocket-Protocol");
    if (subprotocols.size() > 1 || !offeredSubprotocols.containsAll(subprotocols)) {
      return "a 101 with a subprotocol that was not offered (4.2.2)";
    }
    return null;
  }
}
