package io.github.baseframe.protocol.handshake;

import static io.github.baseframe.protocol.handshake.Heads.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.baseframe.protocol.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeExceptionTest {
  @Test
  void aRefusalSaysWhatToAnswer() {
    HttpFields fields = HttpFields.of("Location", "/there");
    HandshakeException refusal = HandshakeException.refusal(307, "it is over there", fields);

    assertThat(refusal).hasMessage("it is over there");
    assertThat(refusal.status()).isEqualTo(307);
    assertThat(refusal.fields()).isSameAs(fields);
    assertThat(HandshakeException.refusal(404, "no").fields().size()).isZero();
  }

  @Test
  void aFailureSaysWhatWasAnswered() throws HandshakeException {
    HttpHead response = response("HTTP/1.1 401 Unauthorized", "WWW-Authenticate: Basic");
    HandshakeException failure = HandshakeException.failure(Rule.STATUS_NOT_101, response);

    assertThat(failure.rule()).contains(Rule.STATUS_NOT_101);
    assertThat(failure.status()).isEqualTo(401);
    assertThat(failure.fields().first("www-authenticate")).isEqualTo("Basic");
  }

  @Test
  void aFailureWithoutAResponseHasNoStatus() {
    HandshakeException failure = HandshakeException.failure(Rule.START_LINE_TOO_LONG);

    assertThat(failure.status()).isZero();
    assertThat(failure.fields().size()).isZero();
  }

  @Test
  void aRefusalForABrokenRuleSaysWhatTheRuleSays() {
    HandshakeException refusal = HandshakeException.refusal(Rule.HOST_MISSING);

    assertThat(refusal.rule()).contains(Rule.HOST_MISSING);
    assertThat(refusal.status()).isEqualTo(400);
    assertThat(refusal).hasMessage("Host is missing");
  }

  @Test
  void whatAnApplicationRefusesBreaksNoRule() {
    assertThat(HandshakeException.refusal(404, "no").rule()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"TEXT_NOT_UTF8", "STATUS_NOT_101"})
  void aRuleThatIsNotForRequestsRefusesNone(Rule rule) {
    assertThatIllegalArgumentException().isThrownBy(() -> HandshakeException.refusal(rule));
  }

  @Test
  void itCostsNoStackTrace() {
    HandshakeException refusal = HandshakeException.refusal(400, "no");
    refusal.addSuppressed(new IllegalStateException());

    assertThat(refusal.getStackTrace()).isEmpty();
    assertThat(refusal.getSuppressed()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 101, 200, 299, 600})
  void aRefusalHasAStatusThatRefuses(int status) {
    assertThatIllegalArgumentException().isThrownBy(() -> HandshakeException.refusal(status, "no"));
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 599})
  void everyStatusThatRefusesWillDo(int status) {
    assertThat(HandshakeException.refusal(status, "no").status()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"connection", "Content-Length", "TRANSFER-ENCODING", "Content-Type"})
  void aRefusalFramesItsAnswerItself(String name) {
    HttpFields fields = HttpFields.of("Allow", "GET", name, "x");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> HandshakeException.refusal(400, "no", fields))
        .withMessage("the refusal itself sets the header field " + name);
  }

  @Test
  void aMessageThereMustBe() {
    assertThatNullPointerException().isThrownBy(() -> HandshakeException.refusal(400, null));
  }
}
