package io.github.baseframe.conformance.report;

import static java.util.Map.entry;

import io.github.baseframe.conformance.cases.Behavior;
import io.github.baseframe.conformance.engine.CaseResult;
import io.github.baseframe.conformance.engine.CloseBehavior;
import java.util.Map;

/**
 * How verdicts and sections are called; in files that programs read, as the original calls them.
 */
public final class Words {

  private static final Map<String, String> SECTIONS =
      Map.ofEntries(
          entry("1", "Framing"),
          entry("2", "Pings and pongs"),
          entry("3", "Reserved bits"),
          entry("4", "Opcodes"),
          entry("5", "Fragmentation"),
          entry("6", "UTF-8"),
          entry("7", "Closing"),
          entry("9", "Limits"),
          entry("10", "Miscellaneous"),
          entry("12", "Compression by sizes"),
          entry("13", "Compression by parameters"),
          entry("20", "Requests"),
          entry("21", "Floods"),
          entry("22", "Races of closes"),
          entry("23", "Segmentation"),
          entry("24", "Responses"),
          entry("25", "Details of frames"));

  private Words() {}

  /**
   * Names a verdict.
   *
   * @param behavior the verdict on what a subject did
   * @return such as {@code NON-STRICT}
   */
  public static String of(Behavior behavior) {
    return behavior.name().replace('_', '-');
  }

  /**
   * Names a verdict.
   *
   * @param behavior the verdict on how a connection ended
   * @return such as {@code WRONG CODE}
   */
  public static String of(CloseBehavior behavior) {
    return behavior.name().replace('_', ' ');
  }

  /**
   * Names both verdicts, or the one if they say the same.
   *
   * @param result what was found
   * @return such as {@code OK, close UNCLEAN}
   */
  public static String of(CaseResult result) {
    String behavior = of(result.behavior());
    String close = of(result.closeBehavior());
    return behavior.equals(close) ? behavior : behavior + ", close " + close;
  }

  /** The first part of a case's number. */
  static String section(String id) {
    int dot = id.indexOf('.');
    return dot < 0 ? id : id.substring(0, dot);
  }

  /** Number and name. */
  static String sectionTitle(String section) {
    return SECTIONS.containsKey(section)
        ? section + " " + SECTIONS.get(section)
        : "Section " + section;
  }

  /**
   * Makes text fit for one line of a terminal, which control characters could play tricks on.
   *
   * @param text from anywhere
   * @return the same with a question mark for each control character
   */
  public static String oneLine(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]", "?");
  }
}
