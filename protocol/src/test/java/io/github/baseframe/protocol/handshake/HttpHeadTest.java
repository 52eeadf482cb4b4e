package io.github.baseframe.protocol.handshake;

import static io.github.baseframe.protocol.handshake.Heads.lines;
import static io.github.baseframe.protocol.handshake.Heads.request;
import static io.github.baseframe.protocol.handshake.Heads.response;
import static io.github.baseframe.protocol.handshake.Heads.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpHeadTest {
  @Test
  void aRequestIsWrittenAsItIsRead() {
    HttpHead head = HttpHead.request("GET", "/chat?a", HttpFields.of("Host", "b", "C", ""));

    assertThat(text(head.toBytes())).isEqualTo(lines("GET /chat?a HTTP/1.1", "Host: b", "C: "));
  }

  @Test
  void aResponseIsWrittenAsItIsRead() {
    HttpHead head = HttpHead.response(404, HttpFields.of("Content-Length", "0"));

    assertThat(text(head.toBytes()))
        .isEqualTo(lines("HTTP/1.1 404 Not Found", "Content-Length: 0"));
  }

  @Test
  void aResponseWithoutReasonKeepsTheBlankBeforeIt() {
    assertThat(text(HttpHead.response(299, HttpFields.EMPTY).toBytes()))
        .isEqualTo(lines("HTTP/1.1 299 "));
  }

  @Test
  void valuesAreWrittenInIso88591() {
    byte[] bytes = HttpHead.response(200, HttpFields.of("A", "\u00e9")).toBytes();

    assertThat(bytes).contains((byte) 0xE9).hasSize("HTTP/1.1 200 OK\r\nA: e\r\n\r\n".length());
  }

  @Test
  void theMinorVersionIsKept() throws HandshakeException {
    assertThat(text(request("GET / HTTP/1.0").toBytes())).isEqualTo(lines("GET / HTTP/1.0"));
    assertThat(text(response("HTTP/1.0 200 OK").toBytes())).isEqualTo(lines("HTTP/1.0 200 OK"));
  }

  @Test
  void aRequestHasMethodAndTargetAndNoStatus() {
    HttpHead head = HttpHead.request("GET", "/chat?a", HttpFields.EMPTY);

    assertThat(head.isRequest()).isTrue();
    assertThat(head.method()).isEqualTo("GET");
    assertThat(head.target()).isEqualTo("/chat?a");
    assertThat(head.path()).isEqualTo("/chat");
    assertThat(head.query()).isEqualTo("a");
    assertThat(head.status()).isZero();
    assertThat(head.reason()).isNull();
  }

  @Test
  void aResponseHasStatusAndReasonAndNoTarget() {
    HttpHead head = HttpHead.response(200, HttpFields.EMPTY);

    assertThat(head.isRequest()).isFalse();
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.reason()).isEqualTo("OK");
    assertThat(head.method()).isNull();
    assertThat(head.target()).isNull();
    assertThatIllegalStateException().isThrownBy(head::path);
    assertThatIllegalStateException().isThrownBy(head::query);
    assertThatIllegalStateException().isThrownBy(head::host);
  }

  @Test
  void anAbsoluteTargetWinsOverHost() throws HandshakeException {
    assertThat(request("GET /a HTTP/1.1", "Host: b").host()).isEqualTo("b");
    assertThat(request("GET http://c:1/a HTTP/1.1", "Host: b").host()).isEqualTo("c:1");
    assertThat(request("GET /a HTTP/1.1").host()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "'',/",
    "G T,/",
    "'GET\r\n',/",
    "GET,''",
    "GET,a",
    "GET,/ b",
    "GET,'/\r\nA: b'",
    "GET,/\u010d"
  })
  void aRequestLineCannotBeBrokenOutOf(String method, String target) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HttpHead.request(method, target, HttpFields.EMPTY));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 99, 1000})
  void aStatusHasThreeDigits(int status) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HttpHead.response(status, HttpFields.EMPTY));
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 999})
  void everyStatusOfThreeDigitsCanBeWritten(int status) {
    assertThat(HttpHead.response(status, HttpFields.EMPTY).status()).isEqualTo(status);
  }
}
