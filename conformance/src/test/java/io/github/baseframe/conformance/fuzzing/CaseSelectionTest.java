package io.github.baseframe.conformance.fuzzing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.conformance.cases.CaseCatalogue;
import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.protocol.Role;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The patterns mean what they mean to the original. */
class CaseSelectionTest {

  private static List<String> select(List<String> included, List<String> excluded) {
    return ids(CaseSelection.of(Role.SERVER, included, excluded, Map.of()).cases());
  }

  private static List<String> ids(List<ConformanceCase> cases) {
    return cases.stream().map(ConformanceCase::id).toList();
  }

  @Test
  void aNumberMeansItsCaseAlone() {
    assertThat(select(List.of("1.1.1"), List.of())).containsExactly("1.1.1");
    assertThat(select(List.of("2.1"), List.of())).containsExactly("2.1");
  }

  @Test
  void aStarMeansAllOfASection() {
    assertThat(select(List.of("1.1.*"), List.of()))
        .hasSize(8)
        .allMatch(id -> id.startsWith("1.1."));
  }

  @Test
  void aPatternNeedsToMatchNoMoreThanTheBeginning() {
    assertThat(select(List.of("7.1.*"), List.of())).hasSize(6).doesNotContain("7.13.1");
    assertThat(select(List.of("7.1*"), List.of())).hasSize(8).contains("7.13.1");
    assertThat(select(List.of("7.*3.1"), List.of())).containsExactly("7.3.1", "7.13.1");
    assertThat(select(List.of("7.*.1"), List.of())).contains("7.7.1", "7.7.10");
  }

  @Test
  void aDotIsADot() {
    assertThat(select(List.of("1.1*"), List.of())).doesNotContain("10.1.1").isNotEmpty();
  }

  @Test
  void casesComeOnceAndInTheOrderOfTheirNumbers() {
    assertThat(select(List.of("2.10", "2.9", "2.*", "1.1.1"), List.of("2.1", "2.3*")))
        .containsExactly("1.1.1", "2.2", "2.4", "2.5", "2.6", "2.7", "2.8", "2.9", "2.10", "2.11");
  }

  @Test
  void whatAnAgentIsSparedIsNamedByAllOfItsNameAndAllOfTheNumber() {
    CaseSelection selection =
        CaseSelection.of(
            Role.CLIENT,
            List.of("2.*"),
            List.of(),
            Map.of("Old*", List.of("2.1", "2.1*1"), "x", List.of("*")));

    assertThat(ids(selection.casesFor("Older"))).hasSize(9).doesNotContain("2.1", "2.11");
    assertThat(selection.casesFor("Very Old")).hasSize(11);
    assertThat(selection.casesFor("x")).isEmpty();
    assertThat(selection.casesFor("xy")).hasSize(11);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1.1", "*", "1*", "6.4.*", "*.3"})
  void patternsOfCasesAreKnown(String pattern) {
    assertThat(CaseSelection.isKnown(Role.SERVER, pattern)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1.1", "1.1.", "99.*", "x*", ".*", "[1]*", "\\E*", "1.1.1 "})
  void patternsOfNothingAreNot(String pattern) {
    assertThat(CaseSelection.isKnown(Role.SERVER, pattern)).isFalse();
  }

  @Test
  void whatIsForServersIsNotKnownForClientsNorTheOtherWayRound() {
    assertThat(CaseSelection.isKnown(Role.SERVER, "20.*")).isTrue();
    assertThat(CaseSelection.isKnown(Role.CLIENT, "20.*")).isFalse();
    assertThat(CaseSelection.isKnown(Role.SERVER, "24.*")).isFalse();
    assertThat(CaseSelection.isKnown(Role.CLIENT, "24.*")).isTrue();
  }

  @Test
  void rowsOfStarsCostNothing() {
    assertThat(CaseSelection.isKnown(Role.SERVER, "*".repeat(10_000) + "x")).isFalse();
  }

  @Test
  void byDefaultThereIsNothingThatIsNotSelected() {
    assertThat(CaseSelection.of(CaseCatalogue.all()).casesFor("a")).isEqualTo(CaseCatalogue.all());
  }
}
