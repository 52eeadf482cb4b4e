package io.github.baseframe.conformance.cases;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.protocol.Role;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaseCatalogueTest {

  private static final String[] OWN_SECTIONS = {"20", "21", "22", "23", "24", "25"};

  /** Group and how many cases it has. */
  private static final String[] GROUPS = {
    "1.1 8", "1.2 8", "2 11", "3 7", "4.1 5", "4.2 5", "5 20", "6.1 3", "6.2 4", "6.3 2", "6.4 4",
    "6.5 5", "6.6 11", "6.7 4", "6.8 2", "6.9 4", "6.10 3", "6.11 5", "6.12 8", "6.13 5", "6.14 10",
    "6.15 1", "6.16 3", "6.17 5", "6.18 5", "6.19 5", "6.20 7", "6.21 8", "6.22 34", "6.23 7",
    "7.1 6", "7.3 6", "7.5 1", "7.7 13", "7.9 9", "7.13 2", "9.1 6", "9.2 6", "9.3 9", "9.4 9",
    "9.5 6", "9.6 6", "9.7 6", "9.8 6", "10.1 1", "12.1 18", "12.2 18", "12.3 18", "12.4 18",
    "12.5 18", "13.1 18", "13.2 18", "13.3 18", "13.4 18", "13.5 18", "13.6 18", "13.7 18"
  };

  /** A section of RFC 6455 or of another RFC, or an advisory. */
  private static final String REFERENCE = "(RFC [0-9]+ )?[0-9.]+|CVE-[0-9]{4}-[0-9]+";

  @Test
  void theNumbersAreTheOriginalOnesInTheirOrder() {
    List<String> ids = new ArrayList<>();
    for (String group : GROUPS) {
      String[] nameAndCount = group.split(" ");
      for (int i = 1; i <= Integer.parseInt(nameAndCount[1]); i++) {
        ids.add(nameAndCount[0] + "." + i);
      }
    }
    assertThat(CaseCatalogue.original())
        .extracting(ConformanceCase::id)
        .containsExactlyElementsOf(ids);
    assertThat(CaseCatalogue.all())
        .startsWith(CaseCatalogue.original().toArray(ConformanceCase[]::new));
    assertThat(ids).hasSize(517);
  }

  @Test
  void everyCaseSaysWhatItSendsAndExpectsAndWhy() {
    assertThat(CaseCatalogue.all())
        .allSatisfy(
            each -> {
              assertThat(each.sends()).isNotBlank();
              assertThat(each.expects()).endsWith(".");
              assertThat(each.sections()).isNotEmpty().allMatch(s -> s.matches(REFERENCE));
              assertThat(each.script().isEmpty() && each.handshake() == null).isFalse();
            });
  }

  @Test
  void thereAreMoreThan120CasesThatTheOriginalDoesNotHave() {
    List<ConformanceCase> own = new ArrayList<>(CaseCatalogue.all());
    own.removeAll(CaseCatalogue.original());

    assertThat(own).hasSizeGreaterThan(120);
    assertThat(own).extracting(each -> each.id().split("[.]")[0]).containsOnly(OWN_SECTIONS);
  }

  @Test
  void aSubjectIsAskedOnlyForTheCasesOfItsRole() {
    for (Role subject : Role.values()) {
      assertThat(CaseCatalogue.forSubject(subject))
          .containsAll(CaseCatalogue.original())
          .allMatch(each -> each.subjects().contains(subject));
    }
    assertThat(CaseCatalogue.forSubject(Role.CLIENT)).doesNotContain(CaseCatalogue.find("20.1.1"));
    assertThat(CaseCatalogue.forSubject(Role.SERVER)).doesNotContain(CaseCatalogue.find("24.1.1"));
  }

  @Test
  void casesAreFoundByTheirNumber() {
    assertThat(CaseCatalogue.find("6.4.2").id()).isEqualTo("6.4.2");
    assertThatThrownBy(() -> CaseCatalogue.find("8.1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("8.1");
  }

  @Test
  void theSequencesAreAsValidAsTheJdkSays() {
    assertThat(Utf8SequenceCases.all())
        .allSatisfy(
            each -> {
              Frame frame = ((Step.Send) each.script().get(0)).frame();
              assertThat(each.closing().startedByTester()).isEqualTo(isUtf8(frame.payload()));
            });
  }

  private static boolean isUtf8(Payload payload) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(payload.toBytes()));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
