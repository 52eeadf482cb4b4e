package io.github.baseframe.protocol.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpFieldsTest {
  private static final HttpFields FIELDS =
      HttpFields.of("Host", "a", "Cookie", "b", "Empty", "", "cookie", "c");

  @Test
  void fieldsKeepTheirOrderAndTheirLetters() {
    assertThat(FIELDS.size()).isEqualTo(4);
    assertThat(FIELDS.name(1)).isEqualTo("Cookie");
    assertThat(FIELDS.value(1)).isEqualTo("b");
    assertThat(FIELDS.name(3)).isEqualTo("cookie");
    assertThat(FIELDS.value(3)).isEqualTo("c");
    assertThat(HttpFields.EMPTY.size()).isZero();
  }

  @Test
  void namesAreFoundInAnyCase() {
    assertThat(FIELDS.first("COOKIE")).isEqualTo("b");
    assertThat(FIELDS.all("cOOKIE")).containsExactly("b", "c");
    assertThat(FIELDS.count("cookie")).isEqualTo(2);
    assertThat(FIELDS.contains("hOST")).isTrue();
  }

  @Test
  void whatIsNotThereIsNullOrEmpty() {
    assertThat(FIELDS.first("Upgrade")).isNull();
    assertThat(FIELDS.all("Upgrade")).isEmpty();
    assertThat(FIELDS.count("Upgrade")).isZero();
    assertThat(FIELDS.contains("Upgrade")).isFalse();
    assertThat(FIELDS.elements("Upgrade")).isEmpty();
  }

  @Test
  void anEmptyValueIsThere() {
    assertThat(FIELDS.first("empty")).isEmpty();
    assertThat(FIELDS.contains("empty")).isTrue();
  }

  @Test
  void theValuesCannotBeChanged() {
    assertThatThrownBy(() -> FIELDS.all("Cookie").add("d"))
        .isInstanceOf(UnsupportedOperationException.class);

    String[] mine = {"A", "b"};
    HttpFields fields = HttpFields.of(mine);
    mine[1] = "\r\n";
    assertThat(fields.first("A")).isEqualTo("b");
  }

  @Test
  void addingLeavesTheOldFieldsAsTheyAre() {
    HttpFields more = FIELDS.with("Host", "z").with(HttpFields.of("A", "1", "B", "2"));

    assertThat(FIELDS.size()).isEqualTo(4);
    assertThat(more.size()).isEqualTo(7);
    assertThat(more.all("Host")).containsExactly("a", "z");
    assertThat(more.name(6)).isEqualTo("B");
    assertThat(more.value(6)).isEqualTo("2");
  }

  @Test
  void aListMayBeSpreadOverSeveralFieldsAndHaveEmptyElements() {
    HttpFields fields = HttpFields.of("L", "a, b\t,,c d", "X", "no", "l", ",", "L", " ,e".trim());

    assertThat(fields.elements("L")).containsExactly("a", "b", "c d", "e");
  }

  @Test
  void aTokenIsFoundInAnyElementInAnyCaseButOnlyWhole() {
    HttpFields fields = HttpFields.of("Connection", "keep-alive , UPGRADE", "Connection", "x");

    assertThat(fields.containsToken("connection", "Upgrade")).isTrue();
    assertThat(fields.containsToken("connection", "X")).isTrue();
    assertThat(fields.containsToken("connection", "keep")).isFalse();
    assertThat(fields.containsToken("connection", "alive")).isFalse();
    assertThat(fields.containsToken("upgrade", "x")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a b", "a:", "a\r", "a\n", "a\u0000", " a", "\u00e4", "\u010d", "a\r\nb: c"})
  void aNameIsAToken(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> HttpFields.of(name, "v"));
    assertThatIllegalArgumentException().isThrownBy(() -> FIELDS.with(name, "v"));
  }

  /** U+010D and U+010A would become CR and LF if a careless encoder kept their low byte. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\r",
        "\nb",
        "a\r\nb: c",
        "a\u0000",
        "a\u007f",
        "\u0001",
        "a\u010d\u010ab",
        " a",
        "a\t",
        " "
      })
  void aValueCannotBreakOutOfItsLine(String value) {
    assertThatIllegalArgumentException().isThrownBy(() -> HttpFields.of("Name", value));
    assertThatIllegalArgumentException().isThrownBy(() -> FIELDS.with("Name", value));
  }

  @Test
  void whatIsRefusedIsNotRepeatedInTheMessage() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HttpFields.of("Authorization", "secret\n"))
        .withMessage("not a value for the header field Authorization");
  }

  @Test
  void aNameNeedsAValue() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HttpFields.of("Host", "a", "Upgrade"))
        .withMessage("a header field's name without a value");
  }
}
