package io.github.baseframe.server.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.protocol.handshake.OriginPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerArgumentsTest {

  @Test
  void theDefaultsAreTheOnesOfTheUsage() {
    int processors = Runtime.getRuntime().availableProcessors();
    assertThat(ServerArguments.parse())
        .isEqualTo(
            new ServerArguments(
                false,
                "127.0.0.1",
                8080,
                processors,
                67_108_864,
                true,
                OriginPolicy.sameOrigin(),
                TlsArguments.NONE,
                NetworkArguments.NONE,
                null));
    assertThat(ServerArguments.USAGE).contains("127.0.0.1", "8080", "67108864");
  }

  @Test
  void everyFlagIsTaken() {
    String line =
        "--host ::1 --port 0 --loops 3 --max-message 4096 --compression off --help"
            + " --origins any"
            + " --metrics /metrics --tls-self-signed"
            + " --listen 0.0.0.0:80 --listen [::1]:0 --listen unix:/run/a --listen inherited"
            + " --proxy-protocol-from 10.0.0.0/8 --trust-forwarded-from ::1"
            + " --trust-x-forwarded-from unix --trust-x-forwarded-from 192.0.2.7";
    assertThat(ServerArguments.parse(line.split(" ")))
        .isEqualTo(
            new ServerArguments(
                true,
                "::1",
                0,
                3,
                4096,
                false,
                OriginPolicy.any(),
                TlsArguments.NONE.withSelfSigned(),
                new NetworkArguments(
                    List.of("0.0.0.0:80", "[::1]:0", "unix:/run/a", "inherited"),
                    List.of("10.0.0.0/8"),
                    List.of("::1"),
                    List.of("unix", "192.0.2.7")),
                "/metrics"));
  }

  @Test
  void compressionIsOnUnlessItIsOff() {
    assertThat(ServerArguments.parse("--compression", "on").compression()).isTrue();
    assertThat(ServerArguments.parse("--compression", "off").compression()).isFalse();
  }

  @Test
  void originsMayBeListed() {
    OriginPolicy origins =
        ServerArguments.parse("--origins", "https://a.example,https://b.example").origins();
    assertThat(origins.allows("https://b.example", "server.example")).isTrue();
    assertThat(origins.allows("https://server.example", "server.example")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--nonsense",
        "--listen",
        "--listen 80",
        "--listen ::1:80",
        "--listen a:65536",
        "--listen a:b",
        "--proxy-protocol-from a.example",
        "--trust-forwarded-from 10.0.0.1/8",
        "--trust-x-forwarded-from 10.0.0.0/33",
        "--nonsense 1",
        "8080",
        "--port",
        "--port x",
        "--port -1",
        "--port 65536",
        "--port 99999999999",
        "--host",
        "--loops 0",
        "--loops 1025",
        "--max-message 0",
        "--max-message 1073741825",
        "--origins a.example",
        "--origins",
        "--compression maybe",
        "--compression",
        "--metrics",
        "--metrics metrics",
        "--keystore keys.p12",
        "--keystore-password file",
        "--tls-cert file",
        "--tls-key file",
        "--tls-key",
        "--tls-cert file --tls-key file --tls-self-signed",
        "--tls-cert file --tls-key file --keystore file --keystore-password file",
      })
  void whatIsWrongIsRefusedWithOneLineThatNamesIt(String line) {
    String[] arguments = line.split(" ");
    assertThatThrownBy(() -> ServerArguments.parse(arguments))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(arguments[0])
        .hasMessageNotContaining("\n");
  }
}
