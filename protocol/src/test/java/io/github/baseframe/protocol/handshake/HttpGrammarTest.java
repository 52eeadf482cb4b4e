package io.github.baseframe.protocol.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpGrammarTest {
  private static final String ALPHANUMERIC =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private static void assertClass(IntPredicate predicate, IntPredicate expected) {
    for (int c = 0; c <= 0xFFFF; c++) {
      assertThat(predicate.test(c)).as("character %x", c).isEqualTo(expected.test(c));
    }
  }

  private static IntPredicate oneOf(String characters) {
    return c -> characters.indexOf(c) >= 0;
  }

  @Test
  void digitsAreTenAndHexDigitsTwentyTwo() {
    assertClass(HttpGrammar::isDigit, oneOf("0123456789"));
    assertClass(HttpGrammar::isHexDigit, oneOf("0123456789abcdefABCDEF"));
  }

  @Test
  void tokenCharactersAreThoseOfRfc9110() {
    assertClass(HttpGrammar::isTokenChar, oneOf(ALPHANUMERIC + "!#$%&'*+-.^_`|~"));
  }

  @Test
  void base64CharactersAreThoseOfTheStandardAlphabet() {
    assertClass(HttpGrammar::isBase64Char, oneOf(ALPHANUMERIC + "+/"));
  }

  @Test
  void fieldValuesHaveTabsAndEverythingThatIsNoControlCharacter() {
    assertClass(
        HttpGrammar::isFieldValueChar,
        c -> c == '\t' || c >= 0x20 && c <= 0x7E || c >= 0x80 && c <= 0xFF);
  }

  @Test
  void whiteSpaceIsBlankAndTab() {
    assertClass(HttpGrammar::isWhitespace, oneOf(" \t"));
  }

  @Test
  void hostsPathsAndQueriesHaveTheirCharacters() {
    String everywhere = ALPHANUMERIC + "-._~!$&'()*+,;=";
    assertClass(c -> HttpGrammar.isRegName("" + (char) c), oneOf(everywhere));
    assertClass(
        c -> HttpGrammar.indexOfInvalidInPath("" + (char) c) < 0, oneOf(everywhere + ":@/"));
    assertClass(
        c -> HttpGrammar.indexOfInvalidInQuery("" + (char) c) < 0, oneOf(everywhere + ":@/?"));
  }

  @Test
  void theFirstInvalidCharacterIsNamed() {
    assertThat(HttpGrammar.indexOfInvalidInPath("/a%20b/c d")).isEqualTo(8);
    assertThat(HttpGrammar.indexOfInvalidInPath("/a%2")).isEqualTo(2);
    assertThat(HttpGrammar.indexOfInvalidInQuery("a?b#c")).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "chrome-extension", "a", "A1+.-"})
  void aSchemeBeginsWithALetter(String scheme) {
    assertThat(HttpGrammar.isScheme(scheme)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1a", "+a", "a_b", "a b", "*"})
  void whatElseIsNoScheme(String text) {
    assertThat(HttpGrammar.isScheme(text)).isFalse();
  }

  @Test
  void aTokenIsNeverEmptyButAFieldValueMayBe() {
    assertThat(HttpGrammar.isToken("")).isFalse();
    assertThat(HttpGrammar.isToken("a")).isTrue();
    assertThat(HttpGrammar.isToken("a b")).isFalse();
    assertThat(HttpGrammar.isFieldValue("")).isTrue();
    assertThat(HttpGrammar.isFieldValue("a b")).isTrue();
    assertThat(HttpGrammar.isFieldValue(" a")).isFalse();
    assertThat(HttpGrammar.isFieldValue("a ")).isFalse();
  }
}
