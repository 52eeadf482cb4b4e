package io.github.baseframe.conformance.fuzzing;

import io.github.baseframe.conformance.cases.CaseCatalogue;
import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.protocol.Role;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which cases are run. Cases are named by their number or by a pattern, in which {@code *} stands
 * for anything: as in the original, a pattern with one needs to match no more than the beginning of
 * a number, so that {@code 7.1*} means 7.13.1 as well, which {@code 7.1.*} does not. What an agent
 * is spared is named by patterns for all of its name and all of the number.
 */
public final class CaseSelection {

  private record Exclusion(Predicate<String> agent, List<Predicate<String>> cases) {}

  private final List<ConformanceCase> cases;
  private final List<Exclusion> exclusions;

  private CaseSelection(List<ConformanceCase> cases, List<Exclusion> exclusions) {
    this.cases = List.copyOf(cases);
    this.exclusions = exclusions;
  }

  /**
   * Selects these cases for all agents.
   *
   * @param cases the cases, in this order
   * @return the selection
   */
  public static CaseSelection of(List<ConformanceCase> cases) {
    return new CaseSelection(cases, List.of());
  }

  /**
   * Selects by patterns.
   *
   * @param subject the role of whom is tested: not every case is for both
   * @param included what to run
   * @param excluded what not to run of it
   * @param excludedForAgents patterns of cases, by the pattern of the agents that are spared them
   * @return the selection, in the order of the catalogue
   */
  public static CaseSelection of(
      Role subject,
      List<String> included,
      List<String> excluded,
      Map<String, List<String>> excludedForAgents) {
    List<Predicate<String>> wanted = beginnings(included);
    List<Predicate<String>> unwanted = beginnings(excluded);
    List<ConformanceCase> cases =
        CaseCatalogue.forSubject(subject).stream()
            .filter(each -> any(wanted, each.id()) && !any(unwanted, each.id()))
            .toList();
    List<Exclusion> exclusions =
        excludedForAgents.entrySet().stream()
            .map(
                each ->
                    new Exclusion(
                        compile(each.getKey()).asMatchPredicate(),
                        each.getValue().stream()
                            .map(pattern -> compile(pattern).asMatchPredicate())
                            .toList()))
            .toList();
    return new CaseSelection(cases, exclusions);
  }

  /**
   * Tells whether there is such a case.
   *
   * @param subject the role of whom is tested
   * @param pattern a number or a pattern
   * @return whether at least one case is meant
   */
  public static boolean isKnown(Role subject, String pattern) {
    Predicate<String> predicate = beginning(pattern);
    return CaseCatalogue.forSubject(subject).stream().anyMatch(each -> predicate.test(each.id()));
  }

  private static List<Predicate<String>> beginnings(List<String> patterns) {
    return patterns.stream().map(CaseSelection::beginning).toList();
  }

  private static Predicate<String> beginning(String pattern) {
    if (!pattern.contains("*")) {
      return pattern::equals;
    }
    Pattern compiled = compile(pattern);
    return id -> compiled.matcher(id).lookingAt();
  }

  private static Pattern compile(String pattern) {
    // One * in place of several: a row of them would take for ever to compare.
    String single = pattern.replaceAll("\\*+", "*");
    return Pattern.compile(Pattern.quote(single).replace("*", "\\E.*\\Q"), Pattern.DOTALL);
  }

  private static boolean any(List<Predicate<String>> patterns, String id) {
    return patterns.stream().anyMatch(each -> each.test(id));
  }

  /**
   * Returns the cases that are run at all.
   *
   * @return in order
   */
  public List<ConformanceCase> cases() {
    return cases;
  }

  /**
   * Returns the cases for an agent.
   *
   * @param agent its name
   * @return in order
   */
  public List<ConformanceCase> casesFor(String agent) {
    return cases.stream().filter(each -> !isExcluded(agent, each)).toList();
  }

  /**
   * Tells whether an agent is spared a case.
   *
   * @param agent its name
   * @param conformanceCase the case
   * @return whether it is not run
   */
  public boolean isExcluded(String agent, ConformanceCase conformanceCase) {
    return exclusions.stream()
        .anyMatch(each -> each.agent.test(agent) && any(each.cases, conformanceCase.id()));
  }
}
