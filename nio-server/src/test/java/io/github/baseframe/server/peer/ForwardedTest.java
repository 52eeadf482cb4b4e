package io.github.baseframe.server.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.protocol.handshake.HandshakeException;
import io.github.baseframe.protocol.handshake.HttpFields;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedTest {

  private static final SocketAddress PROXY = new InetSocketAddress("10.0.0.1", 5000);
  private static final Networks TRUSTED = Networks.of(List.of("10.0.0.0/8"));

  private static Forwarded standard(String... values) throws HandshakeException {
    return Forwarded.standard(fields("Forwarded", values), PROXY, TRUSTED::contains);
  }

  private static Forwarded common(String... values) throws HandshakeException {
    return Forwarded.common(fields("X-Forwarded-For", values), PROXY, TRUSTED::contains);
  }

  private static HttpFields fields(String name, String... values) {
    HttpFields fields = HttpFields.EMPTY;
    for (String value : values) {
      fields = fields.with(name, value);
    }
    return fields;
  }

  private static InetSocketAddress address(String host, int port) {
    return new InetSocketAddress(host, port);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "for=192.0.2.7 | 192.0.2.7 | 0",
        "For=\"192.0.2.7:49152\";by=10.0.0.1 | 192.0.2.7 | 49152",
        "for=192.0.2.7:49152 | 192.0.2.7 | 49152",
        "for=\"[2001:db8::7]\" | 2001:db8::7 | 0",
        "for=\"[2001:db8::7]:49152\" | 2001:db8::7 | 49152",
        "for=\"192.0.2.7:_hidden\" | 192.0.2.7 | 0",
        "for=\"192.0.2.\\7\" | 192.0.2.7 | 0",
        "for=198.51.100.1, for=192.0.2.7 | 192.0.2.7 | 0",
        "for=192.0.2.7, for=10.0.0.2 | 192.0.2.7 | 0",
        "for=10.0.0.3, for=10.0.0.2 | 10.0.0.3 | 0",
        ", for=192.0.2.7;; ;proto=http , , | 192.0.2.7 | 0",
        "for=garbage, for=192.0.2.7 | 192.0.2.7 | 0",
      })
  void thePeerIsTheRightmostAddressThatIsNotTrusted(String value, String host, int port)
      throws HandshakeException {
    assertThat(standard(value).peer()).isEqualTo(address(host, port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"for=unknown", "for=_hidden", "proto=https", "for=192.0.2.7, by=10.0.0.1"})
  void whoeverIsNotNamedIsTheProxyItself(String value) throws HandshakeException {
    assertThat(standard(value).peer()).isEqualTo(PROXY);
  }

  @Test
  void severalFieldsAreOneList() throws HandshakeException {
    assertThat(standard("for=192.0.2.7", "for=10.0.0.2").peer()).isEqualTo(address("192.0.2.7", 0));
    assertThat(common("192.0.2.7", "10.0.0.2").peer()).isEqualTo(address("192.0.2.7", 0));
  }

  @Test
  void schemeAndHostAreThoseThatWereToldWithThePeer() throws HandshakeException {
    Forwarded known =
        standard(
            "for=198.51.100.1;host=evil.example;proto=http,"
                + "for=192.0.2.7;host=\"a.example:8443\";proto=HTTPS,"
                + "for=10.0.0.2;host=inner.example;proto=http");

    assertThat(known.host()).contains("a.example:8443");
    assertThat(known.scheme()).contains("https");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for=",
        "for",
        "for = 192.0.2.7",
        "for=\"192.0.2.7",
        "for=\"192.0.2.7\\",
        "for=192.0.2.7 x",
        "for=192.0.2.7;for=192.0.2.8",
        "for=a.example",
        "for=2001:db8::7:x",
        "for=192.0.2.7:65536",
        "for=192.0.2.07",
        "for=192.0.2.7;proto=ftp",
        "for=192.0.2.7;host=\"a b\"",
        "for=\"[192.0.2.7]\"",
        "for=192.0.2.8:1]",
      })
  void whatCannotBeReadIsRefused(String value) {
    assertThatThrownBy(() -> standard(value))
        .isInstanceOfSatisfying(
            HandshakeException.class, e -> assertThat(e.status()).isEqualTo(400));
  }

  @Test
  void aQuoteThatAClientLeavesOpenDoesNotHideWhatTheProxyAdds() {
    assertThatThrownBy(() -> standard("for=\"192.0.2.8, for=192.0.2.7"))
        .isInstanceOf(HandshakeException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'192.0.2.7', 192.0.2.7, 0",
    "'198.51.100.1, 192.0.2.7', 192.0.2.7, 0",
    "'garbage, 192.0.2.7, 10.0.0.2', 192.0.2.7, 0",
    "'192.0.2.7:49152', 192.0.2.7, 49152",
    "'2001:db8::7', 2001:db8::7, 0",
    "'[2001:db8::7]:49152', 2001:db8::7, 49152",
    "'192.0.2.7, unknown', 10.0.0.1, 5000",
  })
  void theCommonFieldsAreReadTheSameWay(String value, String host, int port)
      throws HandshakeException {
    assertThat(common(value).peer()).isEqualTo(address(host, port));
  }

  @Test
  void ofTheCommonFieldsTheRightmostSchemeAndHostCount() throws HandshakeException {
    Forwarded known =
        Forwarded.common(
            HttpFields.of(
                "X-Forwarded-For",
                "192.0.2.7",
                "X-Forwarded-Proto",
                "http, wss",
                "X-Forwarded-Host",
                "evil.example, a.example"),
            PROXY,
            TRUSTED::contains);

    assertThat(known.hostOr("inner.example")).isEqualTo("a.example:443");
  }

  @Test
  void whoIsNotTrustedIsNotBelieved() throws HandshakeException {
    SocketAddress client = address("192.0.2.9", 1);
    HttpFields fields =
        HttpFields.of("Forwarded", "for=192.0.2.7", "X-Forwarded-For", "192.0.2.7")
            .with("X-Forwarded-Host", "evil.example");

    assertThat(Forwarded.standard(fields, client, TRUSTED::contains))
        .isEqualTo(Forwarded.nothing(client));
    assertThat(Forwarded.common(fields, client, TRUSTED::contains))
        .isEqualTo(Forwarded.nothing(client));
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', inner.example:81, inner.example:81",
    "https, '', inner.example, inner.example:443",
    "http, '', inner.example, inner.example:80",
    "https, a.example:8443, inner.example, a.example:8443",
    "'', a.example, inner.example, a.example",
    "https, '[2001:db8::1]', inner.example, '[2001:db8::1]:443'",
  })
  void theHostThatIsMeantHasThePortOfItsScheme(
      String scheme, String host, String asked, String meant) throws HandshakeException {
    String value =
        "for=192.0.2.7"
            + (scheme.isEmpty() ? "" : ";proto=" + scheme)
            + (host.isEmpty() ? "" : ";host=\"" + host + "\"");

    assertThat(standard(value).hostOr(asked)).isEqualTo(meant);
  }
}
