package io.github.baseframe.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RuleTest {

  /** Those who read rules to throw them; all else that names a rule would not count. */
  private static final Set<String> EXCEPTIONS =
      Set.of(
          "io.github.baseframe.protocol.ProtocolException",
          "io.github.baseframe.protocol.handshake.HandshakeException");

  @Test
  void everyRuleIsEnforcedSomewhere() {
    Set<String> used =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.github.baseframe.protocol")
                .stream()
                .filter(RuleTest::throwsWhatBreaksRules)
                .flatMap(each -> each.getFieldAccessesFromSelf().stream())
                .filter(access -> access.getTargetOwner().isEquivalentTo(Rule.class))
                .map(JavaFieldAccess::getTarget)
                .map(target -> target.getName())
                .collect(Collectors.toSet());

    assertThat(Rule.values()).extracting(Rule::name).isSubsetOf(used);
  }

  private static boolean throwsWhatBreaksRules(JavaClass each) {
    return !each.isEquivalentTo(Rule.class)
        && each.getAccessesFromSelf().stream()
            .anyMatch(access -> EXCEPTIONS.contains(access.getTargetOwner().getName()));
  }

  @ParameterizedTest
  @EnumSource
  void everyRuleFitsIntoACloseFrameAsOneLine(Rule rule) {
    assertThat(CloseReason.of(CloseCode.PROTOCOL_ERROR, rule.sentence()).reason())
        .isEqualTo(rule.sentence())
        .doesNotContain("\n")
        .isNotBlank();
  }

  @ParameterizedTest
  @EnumSource
  void everyRuleStandsInASectionOfAnRfc(Rule rule) {
    assertThat(rule.rfc()).isIn("RFC 6455", "RFC 7692", "RFC 9110", "RFC 9112");
    assertThat(rule.section()).matches("[1-9][0-9]*(\\.[1-9][0-9]*)*");
  }

  @ParameterizedTest
  @EnumSource
  void everyRuleHasACloseCodeThatMayTravelOrAStatusThatRefusesOrNone(Rule rule) {
    assertThat(rule.code())
        .matches(
            code -> CloseCode.isValidOnTheWire(code) || code >= 400 && code <= 599 || code == 0);
  }

  @Test
  void noTwoRulesSayTheSame() {
    assertThat(Rule.values()).extracting(Rule::sentence).doesNotHaveDuplicates();
  }
}
