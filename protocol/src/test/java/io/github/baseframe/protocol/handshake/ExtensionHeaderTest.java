package io.github.baseframe.protocol.handshake;

import static io.github.baseframe.protocol.handshake.Heads.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.baseframe.protocol.Rule;
import io.github.baseframe.protocol.handshake.Extension.Parameter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionHeaderTest {
  private static final Extension FOO = new Extension("foo", List.of());

  private static Extension extension(String name, String... namesAndValues) {
    Parameter[] parameters = new Parameter[namesAndValues.length / 2];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = new Parameter(namesAndValues[2 * i], namesAndValues[2 * i + 1]);
    }
    return new Extension(name, List.of(parameters));
  }

  @Test
  void theExamplesOfTheRfcAreRead() throws HandshakeException {
    assertThat(ExtensionHeader.parse(List.of("deflate-stream")))
        .containsExactly(extension("deflate-stream"));
    assertThat(ExtensionHeader.parse(List.of("mux; max-channels=4; flow-control, deflate-stream")))
        .containsExactly(
            extension("mux", "max-channels", "4", "flow-control", null),
            extension("deflate-stream"));
    assertThat(ExtensionHeader.parse(List.of("private-extension")))
        .containsExactly(extension("private-extension"));
  }

  @Test
  void aListOverTwoFieldsIsTheSameAsOneList() throws HandshakeException {
    assertThat(ExtensionHeader.parse(List.of("foo", "bar; baz=2")))
        .isEqualTo(ExtensionHeader.parse(List.of("foo, bar; baz=2")))
        .containsExactly(FOO, extension("bar", "baz", "2"));
  }

  @Test
  void orderAndDuplicatesAreKept() throws HandshakeException {
    assertThat(ExtensionHeader.parse(List.of("b;x=1;x=2;x, a, b")))
        .containsExactly(
            extension("b", "x", "1", "x", "2", "x", null), extension("a"), extension("b"));
  }

  @Test
  void noFieldMeansNoExtension() throws HandshakeException {
    assertThat(ExtensionHeader.parse(List.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"foo,", ",foo", ", ,\tfoo , ,", " foo "})
  void emptyElementsDoNotCount(String value) throws HandshakeException {
    assertThat(ExtensionHeader.parse(List.of(value))).containsExactly(FOO);
  }

  @Test
  void oneOfSeveralFieldsMayBeEmpty() throws HandshakeException {
    assertThat(ExtensionHeader.parse(List.of("", "foo"))).containsExactly(FOO);
  }

  @Test
  void whiteSpaceMayStandBetweenAnyTwoParts() throws HandshakeException {
    assertThat(ExtensionHeader.parse(List.of(" foo\t ; a = 1 ;\tb =\t\"2\" , bar")))
        .containsExactly(extension("foo", "a", "1", "b", "2"), extension("bar"));
  }

  @ParameterizedTest
  @CsvSource({"'\"bar\"',bar", "'\"b\\ar\"',bar", "'\"\\b\\a\\r\"',bar"})
  void aQuotedStringIsWorthItsUnescapedToken(String quoted, String token)
      throws HandshakeException {
    assertThat(ExtensionHeader.parse(List.of("foo; a=" + quoted)))
        .containsExactly(extension("foo", "a", token));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ",",
        "foo bar",
        "foo;",
        "foo; ;a",
        "foo;,bar",
        ";a",
        "foo;a=",
        "foo;a=,bar",
        "foo;a==b",
        "foo;=b",
        "foo;a b",
        "foo=1",
        "foo;a=b c",
        "foo;a=\"\"",
        "foo;a=\"",
        "foo;a=\"b",
        "foo;a=\"b\\",
        "foo;a=\"b\\\"",
        "foo;a=\"b c\"",
        "foo;a=\"b,c\"",
        "foo;a=\"b\\\"c\"",
        "foo;a=\"b\\\\c\"",
        "foo;a=\"b\"c",
        "foo;a=\"\u00e9\"",
        "foo;\"a\"=b",
        "\"foo\"",
        "foo/bar",
        "f\u00e9",
        "foo, b@r",
      })
  void whatTheGrammarDoesNotKnowIsRefused(String value) {
    assertThat(refused(() -> ExtensionHeader.parse(List.of(value))))
        .returns(Optional.of(Rule.EXTENSIONS_MALFORMED), HandshakeException::rule)
        .returns(400, HandshakeException::status);
  }

  @Test
  void oneMalformedFieldAmongGoodOnesIsRefused() {
    assertThat(refused(() -> ExtensionHeader.parse(List.of("foo", "bar;"))).rule())
        .contains(Rule.EXTENSIONS_MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"foo", "foo, bar; baz=2", "mux; max-channels=4; flow-control, x"})
  void whatIsWrittenIsWhatWasRead(String value) throws HandshakeException {
    assertThat(ExtensionHeader.format(ExtensionHeader.parse(List.of(value)))).isEqualTo(value);
  }

  @Test
  void anEmptyListCannotBeWritten() {
    assertThatIllegalArgumentException().isThrownBy(() -> ExtensionHeader.format(List.of()));
  }
}
