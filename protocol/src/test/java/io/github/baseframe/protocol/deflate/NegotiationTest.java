package io.github.baseframe.protocol.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.Rule;
import io.github.baseframe.protocol.handshake.Extension;
import io.github.baseframe.protocol.handshake.ExtensionHeader;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator.Agreement;
import io.github.baseframe.protocol.handshake.HandshakeException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7692 section 7.1: what both sides agree on. "PMD" stands for permessage-deflate. */
class NegotiationTest {

  /** Context takeover and full windows for both. */
  private static final PerMessageDeflate GENEROUS = PerMessageDeflate.defaults(Role.CLIENT);

  private static final Consumer<Throwable> MALFORMED =
      e ->
          assertThat(e)
              .asInstanceOf(InstanceOfAssertFactories.type(HandshakeException.class))
              .returns(Optional.of(Rule.EXTENSIONS_MALFORMED), HandshakeException::rule);

  private static List<Extension> parse(String header) throws HandshakeException {
    return ExtensionHeader.parse(List.of(header.replace("PMD", "permessage-deflate")));
  }

  private static String format(List<Extension> extensions) {
    return ExtensionHeader.format(extensions).replace("permessage-deflate", "PMD");
  }

  private static String answer(PerMessageDeflate settings, String offers)
      throws HandshakeException {
    try (ExtensionNegotiator server = settings.newNegotiator()) {
      Agreement agreement = server.accept(parse(offers));
      return agreement == null ? "none" : format(List.of(agreement.extension()));
    }
  }

  private static String offers(PerMessageDeflate settings) {
    try (ExtensionNegotiator client = settings.newNegotiator()) {
      return format(client.offers());
    }
  }

  private static Agreement verify(PerMessageDeflate settings, String answer)
      throws HandshakeException {
    try (ExtensionNegotiator client = settings.newNegotiator()) {
      return client.verify(parse(answer));
    }
  }

  // ---- The server

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PMD | PMD",
        "PMD; server_no_context_takeover | PMD; server_no_context_takeover",
        "PMD; client_no_context_takeover | PMD; client_no_context_takeover",
        "PMD; server_max_window_bits=8 | PMD; server_max_window_bits=8",
        "PMD; server_max_window_bits=15 | PMD; server_max_window_bits=15",
        "PMD; server_max_window_bits=\"10\" | PMD; server_max_window_bits=10",
        "PMD; client_max_window_bits | PMD",
        "PMD; client_max_window_bits=15 | PMD",
        "PMD; client_max_window_bits=9 | PMD; client_max_window_bits=9",
        "PMD; client_max_window_bits; server_max_window_bits=9; server_no_context_takeover"
            + "| PMD; server_no_context_takeover; server_max_window_bits=9"
      })
  void aServerThatIsFreeToAgreesToWhatIsOffered(String offer, String answer)
      throws HandshakeException {
    assertThat(answer(GENEROUS, offer)).isEqualTo(answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PMD | PMD; server_no_context_takeover; client_no_context_takeover;"
            + " server_max_window_bits=12",
        "PMD; client_max_window_bits | PMD; server_no_context_takeover;"
            + " client_no_context_takeover; server_max_window_bits=12; client_max_window_bits=10",
        "PMD; client_max_window_bits=14; server_max_window_bits=14 | PMD;"
            + " server_no_context_takeover; client_no_context_takeover;"
            + " server_max_window_bits=12; client_max_window_bits=10",
        "PMD; client_max_window_bits=9; server_max_window_bits=9 | PMD;"
            + " server_no_context_takeover; client_no_context_takeover;"
            + " server_max_window_bits=9; client_max_window_bits=9"
      })
  void aServerAsksForLessButForASmallerClientWindowOnlyWhereThatIsOffered(
      String offer, String answer) throws HandshakeException {
    PerMessageDeflate frugal = PerMessageDeflate.defaults(Role.SERVER).withMaxWindowBits(12, 10);

    assertThat(answer(frugal, offer)).isEqualTo(answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PMD; unknown",
        "PMD; server_no_context_takeover; server_no_context_takeover",
        "PMD; client_max_window_bits; client_max_window_bits=9",
        "PMD; server_no_context_takeover=true",
        "PMD; client_no_context_takeover=1",
        "PMD; server_max_window_bits",
        "PMD; server_max_window_bits=7",
        "PMD; server_max_window_bits=16",
        "PMD; server_max_window_bits=08",
        "PMD; server_max_window_bits=+9",
        "PMD; server_max_window_bits=1e1",
        "PMD; server_max_window_bits=4294967305",
        "PMD; client_max_window_bits=7",
        "PMD; client_max_window_bits=16",
        "PMD; client_max_window_bits=08",
        "PMD; client_max_window_bits=\"16\"",
        "PMD; server_max_window_bits=\"08\"",
        "PMD; Server_No_Context_Takeover",
        "permessage-bzip2",
        "x-webkit-deflate-frame"
      })
  void aServerDeclinesAnOfferThatIsNotWellFormed(String offer) throws HandshakeException {
    assertThat(answer(GENEROUS, offer)).isEqualTo("none");
    assertThat(answer(GENEROUS, offer + ", PMD; client_no_context_takeover"))
        .isEqualTo("PMD; client_no_context_takeover");
  }

  @Test
  void aServerTakesTheFirstOfferThatItCan() throws HandshakeException {
    String offers = "mux, PMD; server_max_window_bits=10, PMD; server_no_context_takeover";

    assertThat(answer(GENEROUS, offers)).isEqualTo("PMD; server_max_window_bits=10");
  }

  @Test
  void aServerThatIsOfferedNothingAgreesToNothing() {
    try (ExtensionNegotiator server = GENEROUS.newNegotiator()) {
      assertThat(server.accept(List.of())).isNull();
    }
  }

  /** RFC 6455 section 9.1: such a header field fails the opening handshake, at both sides. */
  @ParameterizedTest
  @ValueSource(strings = {"PMD; server_max_window_bits=", "PMD; client_max_window_bits=\"\""})
  void anEmptyValueIsNotEvenAHeaderField(String extensions) {
    assertThatThrownBy(() -> answer(GENEROUS, extensions)).satisfies(MALFORMED);
    assertThatThrownBy(() -> verify(GENEROUS, extensions)).satisfies(MALFORMED);
  }

  // ---- The client

  @Test
  void aClientOffersWhatItsSettingsSayWithAFallbackForServersWithoutSmallWindows() {
    assertThat(offers(GENEROUS)).isEqualTo("PMD; client_max_window_bits");
    assertThat(offers(GENEROUS.withContextTakeover(false, false)))
        .isEqualTo(
            "PMD; server_no_context_takeover; client_no_context_takeover; client_max_window_bits");
    assertThat(offers(GENEROUS.withContextTakeover(true, false).withMaxWindowBits(10, 9)))
        .isEqualTo(
            "PMD; client_no_context_takeover; server_max_window_bits=10; client_max_window_bits=9,"
                + " PMD; client_no_context_takeover; client_max_window_bits=9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PMD",
        "PMD; server_no_context_takeover",
        "PMD; client_no_context_takeover",
        "PMD; server_max_window_bits=8",
        "PMD; client_max_window_bits=8",
        "PMD; server_max_window_bits=\"9\"",
        "PMD; client_max_window_bits=15; server_max_window_bits=15"
      })
  void aClientTakesAnswersThatItsOfferAllows(String answer) throws HandshakeException {
    assertThat(verify(GENEROUS, answer)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PMD; unknown",
        "PMD; client_no_context_takeover; client_no_context_takeover",
        "PMD; client_no_context_takeover=1",
        "PMD; server_no_context_takeover=1",
        "PMD; client_max_window_bits",
        "PMD; client_max_window_bits=7",
        "PMD; client_max_window_bits=016",
        "PMD; server_max_window_bits",
        "PMD; server_max_window_bits=16",
        "PMD; server_max_window_bits=08",
        "PMD; server_max_window_bits=\"08\"",
        "PMD, PMD",
        "PMD, mux",
        "mux",
        "mux; server_max_window_bits=10"
      })
  void aClientFailsOverAnyOtherAnswer(String answer) throws HandshakeException {
    assertThat(verify(GENEROUS, answer)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PMD | false", // server_no_context_takeover was not agreed to
        "PMD; server_no_context_takeover | true",
        "PMD; server_no_context_takeover; client_max_window_bits=10 | true",
        "PMD; server_no_context_takeover; client_max_window_bits=11 | false",
        "PMD; server_no_context_takeover; server_max_window_bits=15 | true" // the fallback
      })
  void whatAClientAskedForMustBeAgreedTo(String answer, boolean taken) throws HandshakeException {
    PerMessageDeflate frugal = GENEROUS.withContextTakeover(false, true).withMaxWindowBits(9, 10);

    assertThat(verify(frugal, answer) != null).isEqualTo(taken);
  }

  @Test
  void anAnswerMustFitToOneOfferAsAWhole() {
    DeflateParameters offer = new DeflateParameters(false, false, 10, 15);

    assertThat(offer.allows(new DeflateParameters(false, false, 10, 0))).isTrue();
    assertThat(offer.allows(new DeflateParameters(true, true, 8, 15))).isTrue();
    assertThat(offer.allows(new DeflateParameters(false, false, 11, 0))).isFalse();
    assertThat(offer.allows(new DeflateParameters(false, false, 0, 0))).isFalse();
    DeflateParameters noClientWindow = new DeflateParameters(false, false, 0, 0);
    assertThat(noClientWindow.allows(new DeflateParameters(false, false, 0, 15))).isFalse();
  }

  // ---- Both

  @ParameterizedTest
  @CsvSource({
    "true, true, 15, 15", "false, true, 15, 15", "true, false, 15, 15", "false, false, 15, 15",
    "true, true, 8, 15", "true, true, 15, 8", "true, true, 9, 10", "false, false, 8, 8"
  })
  void bothSidesAgree(boolean server, boolean client, int serverBits, int clientBits) {
    PerMessageDeflate some =
        GENEROUS.withContextTakeover(server, client).withMaxWindowBits(serverBits, clientBits);
    for (PerMessageDeflate clientSettings : List.of(GENEROUS, some)) {
      try (ExtensionNegotiator atServer = some.newNegotiator();
          ExtensionNegotiator atClient = clientSettings.newNegotiator()) {
        Agreement agreed = atServer.accept(atClient.offers());
        assertThat(atClient.verify(List.of(agreed.extension()))).isNotNull();
      }
    }
  }
}
