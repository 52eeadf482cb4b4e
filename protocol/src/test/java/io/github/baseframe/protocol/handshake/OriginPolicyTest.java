package io.github.baseframe.protocol.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginPolicyTest {
  private static final String HOST = "example.com:8080";

  @Test
  void anyRefusesNobody() {
    OriginPolicy any = OriginPolicy.any();

    assertThat(any.allows("http://evil.org", HOST)).isTrue();
    assertThat(any.allows("null", HOST)).isTrue();
    assertThat(any.allows("what is this", HOST)).isTrue();
    assertThat(any.allows(null, HOST)).isTrue();
  }

  @Test
  void sameOriginAllowsThePagesOfItsOwnHostAndPort() {
    OriginPolicy sameOrigin = OriginPolicy.sameOrigin();

    assertThat(sameOrigin.allows("http://example.com:8080", HOST)).isTrue();
    assertThat(sameOrigin.allows("https://EXAMPLE.com:8080", HOST)).isTrue();
    assertThat(sameOrigin.allows("http://example.com", HOST)).isFalse();
    assertThat(sameOrigin.allows("http://evil.org:8080", HOST)).isFalse();
  }

  @Test
  void allowKnowsItsListAndNothingElse() {
    OriginPolicy allow =
        OriginPolicy.allow(List.of("https://Example.com", "http://localhost:3000", "app://x"));

    assertThat(allow.allows("https://example.com", HOST)).isTrue();
    assertThat(allow.allows("https://example.com:443", HOST)).isTrue();
    assertThat(allow.allows("http://localhost:3000", HOST)).isTrue();
    assertThat(allow.allows("app://x", HOST)).isTrue();
    assertThat(allow.allows("http://example.com", HOST)).isFalse();
    assertThat(allow.allows("http://localhost", HOST)).isFalse();
    assertThat(allow.allows("https://www.example.com", HOST)).isFalse();
    assertThat(allow.allows("https://example.com.evil.org", HOST)).isFalse();
    assertThat(allow.allows("http://" + HOST, HOST)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "", "http://example.com:8080/", "http://a https://example.com"})
  void whatIsNoSingleOriginIsRefused(String origin) {
    assertThat(OriginPolicy.sameOrigin().allows(origin, HOST)).isFalse();
    assertThat(OriginPolicy.allow(List.of("https://example.com")).allows(origin, HOST)).isFalse();
  }

  @Test
  void whatIsNoBrowserAndSendsNoOriginIsAllowed() {
    assertThat(OriginPolicy.sameOrigin().allows(null, HOST)).isTrue();
    assertThat(OriginPolicy.allow(List.of()).allows(null, HOST)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "*", "example.com", "https://example.com/", "https://*.example.com", ""})
  void anEntryThatWouldNeverMatchIsAMistake(String entry) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OriginPolicy.allow(List.of("https://good.org", entry)))
        .withMessage("not an origin (scheme://host[:port]): " + entry);
  }
}
