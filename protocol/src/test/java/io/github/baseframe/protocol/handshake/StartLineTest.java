package io.github.baseframe.protocol.handshake;

import static io.github.baseframe.protocol.handshake.Heads.refused;
import static io.github.baseframe.protocol.handshake.Heads.request;
import static io.github.baseframe.protocol.handshake.Heads.response;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.Rule;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StartLineTest {
  private static void assertBroken(Rule rule, ThrowingCallable parsing) {
    assertThat(refused(parsing).rule()).contains(rule);
  }

  @Test
  void aRequestLineIsMethodTargetAndVersion() throws HandshakeException {
    HttpHead head = request("PATCH /a?b HTTP/1.0");

    assertThat(head.method()).isEqualTo("PATCH");
    assertThat(head.target()).isEqualTo("/a?b");
    assertThat(head.minorVersion()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET",
        "GET ",
        "GET /",
        "GET / ",
        "GET /  HTTP/1.1",
        "GET / HTTP/1.1 ",
        "GET / x HTTP/1.1",
        "GET /\tHTTP/1.1",
        "GET / HTTP/1.10",
        "GET / HTTP/11",
        "GET / HTTP/1.",
        "GET / HTTP/1-1",
        "GET / HTTP/x.1",
        "GET / HTTP/1.x",
        "GET / HTTP/\u00b9.1",
        "GET / HTTP/1.\u00b9",
        "GET / http/1.1",
        "GET / HTTQ/1.1",
        "GET / ICAP/1.0",
      })
  void anotherShapeOfRequestLineIsRefused(String line) {
    assertBroken(Rule.REQUEST_LINE_MALFORMED, () -> request(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {" / HTTP/1.1", "G(T / HTTP/1.1", "G\tT / HTTP/1.1", "G\u00e9T / HTTP/1.1"})
  void aMethodIsAToken(String line) {
    assertBroken(Rule.METHOD_NOT_TOKEN, () -> request(line));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET  HTTP/1.1", "GET chat HTTP/1.1", "GET /\u00e9 HTTP/1.1"})
  void aTargetHasAValidForm(String line) {
    assertBroken(Rule.REQUEST_TARGET_MALFORMED, () -> request(line));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/2.0", "PRI * HTTP/2.0", "GET / HTTP/3.0", "GET / HTTP/0.9"})
  void anotherMajorVersionIsAnswered505(String line) {
    assertBroken(Rule.HTTP_VERSION_NOT_1, () -> request(line));
    assertThat(refused(() -> request(line)).status()).isEqualTo(505);
  }

  @Test
  void aHigherMinorVersionIsTakenForWhatItIs() throws HandshakeException {
    assertThat(request("GET / HTTP/1.9").minorVersion()).isEqualTo(9);
    assertThat(response("HTTP/1.2 200 OK").minorVersion()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 101 Switching Protocols,101,Switching Protocols",
    "'HTTP/1.1 200 ',200,''",
    "HTTP/1.1 999 \u00e9 x,999,\u00e9 x",
    "HTTP/1.0 100 Continue,100,Continue"
  })
  void aStatusLineIsVersionStatusAndReason(String line, int status, String reason)
      throws HandshakeException {
    HttpHead head = Heads.parse(Role.CLIENT, line + "\r\n\r\n");

    assertThat(head.status()).isEqualTo(status);
    assertThat(head.reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1",
        "HTTP/1.1 10",
        "HTTP/1.1101",
        "HTTP/1.1  101 OK",
        "HTTP/1.1\t101 OK",
        "HTTP/1.1 1010 OK",
        "HTTP/1.1 101\tOK",
        "HTTP/1.1 101OK",
        "HTTP/1.1 101\t",
        "http/1.1 101 OK",
        "HTTP/1.10 101 OK",
        "GET / HTTP/1.1",
      })
  void anotherShapeOfStatusLineIsAFailure(String line) {
    assertBroken(Rule.STATUS_LINE_MALFORMED, () -> response(line));
  }

  /** RFC 9112 section 4: the blank behind the status is due, but a client may be lenient. */
  @Test
  void theBlankAheadOfAnEmptyReasonMayBeMissing() throws HandshakeException {
    HttpHead head = response("HTTP/1.1 101");

    assertThat(head.status()).isEqualTo(101);
    assertThat(head.reason()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 1x1 OK", "HTTP/1.1 099 OK", "HTTP/1.1 10\u00b2 OK"})
  void aStatusIsANumberOfThreeDigits(String line) {
    assertBroken(Rule.STATUS_CODE_MALFORMED, () -> response(line));
  }

  @Test
  void aServerOfAnotherMajorVersionIsAFailure() {
    assertBroken(Rule.HTTP_VERSION_NOT_1, () -> response("HTTP/2.0 101 OK"));
    assertThat(refused(() -> response("HTTP/2.0 101 OK")).status()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "101,Switching Protocols",
    "200,OK",
    "204,No Content",
    "301,Moved Permanently",
    "302,Found",
    "303,See Other",
    "304,Not Modified",
    "307,Temporary Redirect",
    "308,Permanent Redirect",
    "400,Bad Request",
    "401,Unauthorized",
    "403,Forbidden",
    "404,Not Found",
    "405,Method Not Allowed",
    "408,Request Timeout",
    "414,URI Too Long",
    "426,Upgrade Required",
    "429,Too Many Requests",
    "431,Request Header Fields Too Large",
    "500,Internal Server Error",
    "503,Service Unavailable",
    "505,HTTP Version Not Supported",
    "599,''"
  })
  void theReasonPhraseIsTheUsualOne(int status, String reason) {
    assertThat(StartLine.reasonPhrase(status)).isEqualTo(reason);
  }
}
