package io.github.baseframe.conformance.report;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Gives each agent the name that its files begin with: letters, digits and underscores, whatever
 * the agent calls itself. Two agents never share one.
 */
final class FileNames {

  /** With the rest of a file's name far below what file systems take. */
  private static final int MAX_CHARACTERS = 100;

  private final Set<String> taken = new HashSet<>();

  /** The name of the next agent. */
  String next(String agent) {
    String cleaned = clean(agent);
    String name = cleaned;
    for (int i = 2; !taken.add(name); i++) {
      name = cleaned + "_" + i;
    }
    return name;
  }

  private static String clean(String agent) {
    String cleaned =
        agent.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", " ").strip().replace(' ', '_');
    if (cleaned.isEmpty()) {
      return "agent";
    }
    return cleaned.substring(0, Math.min(cleaned.length(), MAX_CHARACTERS));
  }

  /** What the file of a case is called, but for its ending. */
  static String ofCase(String agentName, String id) {
    return agentName + "_case_" + id.replace('.', '_');
  }
}
