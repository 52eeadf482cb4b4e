package io.github.baseframe.protocol.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTargetTest {
  @ParameterizedTest
  @CsvSource({
    "/,/,",
    "/chat,/chat,",
    "/chat?,/chat,''",
    "/chat?a=b?c/d,/chat,a=b?c/d",
    "/?%2F%zz,/,%2F%zz",
    "//evil/x,//evil/x,",
    "'/a%20b/{c}|[d]\\^`','/a%20b/{c}|[d]\\^`',",
  })
  void theOriginFormIsPathAndQueryUntouched(String target, String path, String query) {
    assertThat(RequestTarget.parse("GET", target)).isEqualTo(new RequestTarget(null, path, query));
  }

  @ParameterizedTest
  @CsvSource({
    "http://example.com,example.com,/,",
    "HTTP://example.com:81/chat?x,example.com:81,/chat,x",
    "https://[::1]/,[::1],/,",
    "https://example.com?x/y,example.com,/,x/y",
  })
  void theAbsoluteFormNamesTheHostToo(String target, String authority, String path, String query) {
    assertThat(RequestTarget.parse("GET", target))
        .isEqualTo(new RequestTarget(authority, path, query));
  }

  @ParameterizedTest
  @CsvSource({"OPTIONS,*", "CONNECT,example.com:443", "CONNECT,[::1]:1"})
  void theFormsThatNameNoResourceAreGivenWhole(String method, String target) {
    assertThat(RequestTarget.parse(method, target))
        .isEqualTo(new RequestTarget(null, target, null));
  }

  @ParameterizedTest
  @CsvSource({
    "GET,''",
    "GET,*",
    "GET,chat",
    "GET,example.com:443",
    "GET,?x",
    "GET,ws://example.com/",
    "GET,http:/example.com",
    "GET,http://",
    "GET,http:///x",
    "GET,https://user@example.com/",
    "GET,https://example.com:99999/",
    "CONNECT,example.com",
    "CONNECT,a b:1",
    "CONNECT,*",
    "CONNECT,[:1",
    "CONNECT,a/b:1",
  })
  void otherFormsAreMalformed(String method, String target) {
    assertThat(RequestTarget.parse(method, target)).isNull();
  }

  @Test
  void aTargetHasNothingButVisibleAsciiAndNeverAFragment() {
    for (int c = 0; c <= 0x1FF; c++) {
      boolean allowed = c > 0x20 && c < 0x7F && "\"<>#".indexOf(c) < 0;
      assertThat(RequestTarget.parse("GET", "/x" + (char) c) != null)
          .as("character %x", c)
          .isEqualTo(allowed);
    }
  }
}
