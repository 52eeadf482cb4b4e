package io.github.baseframe.conformance.fuzzing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.conformance.cases.CaseCatalogue;
import io.github.baseframe.conformance.engine.CompressionAgreement;
import io.github.baseframe.protocol.handshake.Extension;
import io.github.baseframe.protocol.handshake.ExtensionHeader;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator.Agreement;
import io.github.baseframe.protocol.handshake.HandshakeException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7692 section 7.1, from the tester's side. */
class CompressionNegotiationTest {

  private static final String NAME = "permessage-deflate";

  private static CompressionNegotiation of(String id) {
    return CompressionNegotiation.of(CaseCatalogue.find(id));
  }

  private static CompressionAgreement verify(String id, String answer) throws HandshakeException {
    CompressionNegotiation negotiation = of(id);
    negotiation.verify(ExtensionHeader.parse(List.of(answer)));
    return CompressionNegotiation.agreement(negotiation);
  }

  @Test
  void onlyTheCasesAboutCompressionNegotiate() {
    assertThat(of("10.1.1")).isNull();
    assertThat(of("12.1.1")).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "12.1.1, ''",
    "13.1.1, ''",
    "13.2.1, '; client_no_context_takeover; server_no_context_takeover'",
    "13.3.1, '; server_max_window_bits=9'",
    "13.4.1, '; server_max_window_bits=15'",
    "13.5.1, '; client_no_context_takeover; server_no_context_takeover; server_max_window_bits=9'",
    "13.6.1, '; client_no_context_takeover; server_no_context_takeover; server_max_window_bits=15'"
  })
  void itOffersWhatTheCaseIsAbout(String id, String parameters) throws HandshakeException {
    List<String> expected = List.of(NAME + "; client_max_window_bits" + parameters);
    assertThat(of(id).offers())
        .usingElementComparator((a, b) -> sorted(a).compareTo(sorted(b)))
        .isEqualTo(ExtensionHeader.parse(expected));
  }

  private static String sorted(Extension extension) {
    return extension.parameters().stream().map(Object::toString).sorted().toList().toString();
  }

  @Test
  void itFallsBackInOrder() {
    assertThat(of("13.7.1").offers()).hasSize(3);
  }

  @Test
  void anAnswerThatGrantsTheOfferIsAgreedOn() throws HandshakeException {
    assertThat(verify("12.1.1", NAME)).isEqualTo(new CompressionAgreement(true, 15, true, 15));
    assertThat(verify("12.1.1", NAME + "; client_max_window_bits=8; server_no_context_takeover"))
        .isEqualTo(new CompressionAgreement(true, 8, false, 15));
    assertThat(verify("13.3.1", NAME + "; server_max_window_bits=8"))
        .isEqualTo(new CompressionAgreement(true, 15, true, 8));
    assertThat(verify("13.2.1", NAME + "; server_no_context_takeover"))
        .isEqualTo(new CompressionAgreement(false, 15, false, 15));
    assertThat(verify("13.7.1", NAME)).isEqualTo(new CompressionAgreement(true, 15, true, 15));
  }

  @ParameterizedTest
  @CsvSource({
    "12.1.1, ; client_max_window_bits",
    "12.1.1, ; server_max_window_bits=16",
    "12.1.1, ; server_max_window_bits=08",
    "12.1.1, ; server_no_context_takeover=1",
    "12.1.1, ; server_no_context_takeover; server_no_context_takeover",
    "12.1.1, ; nonsense",
    "12.1.1, ', permessage-deflate'",
    "13.2.1, ''",
    "13.3.1, ''",
    "13.3.1, ; server_max_window_bits=10",
    "13.4.1, ''",
    "13.5.1, ; server_max_window_bits=9"
  })
  void anAnswerThatDoesNotFitFailsTheConnection(String id, String rest) throws HandshakeException {
    assertThat(verify(id, NAME + rest)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "12.1.1, '', ''",
    "13.2.1, '', ; client_no_context_takeover",
    "13.3.1, ; client_max_window_bits, ; client_max_window_bits=9",
    "13.3.1, ; client_max_window_bits=8, ; client_max_window_bits=8",
    "13.4.1, ; client_max_window_bits, ; client_max_window_bits=15",
    "13.7.1, ; client_max_window_bits, ; client_no_context_takeover; client_max_window_bits=9",
    "13.7.1, '', ; client_no_context_takeover",
    "12.1.1, ; server_no_context_takeover, ; server_no_context_takeover",
    "12.1.1, ; server_max_window_bits=10, ; server_max_window_bits=10"
  })
  void asAServerItAnswersWithWhatTheCaseIsAbout(String id, String offer, String answer)
      throws HandshakeException {
    Agreement agreement = of(id).accept(ExtensionHeader.parse(List.of(NAME + offer)));
    assertThat(ExtensionHeader.format(List.of(agreement.extension()))).isEqualTo(NAME + answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"13.3.1", "13.4.1", "13.5.1", "13.6.1"})
  void asAServerItAsksForNoWindowThatWasNotOffered(String id) throws HandshakeException {
    assertThat(of(id).accept(ExtensionHeader.parse(List.of(NAME)))).isNull();
  }
}
