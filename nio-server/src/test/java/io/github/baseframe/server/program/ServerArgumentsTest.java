package io.github.baseframe.server.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.protocol.handshake.OriginPolicy;
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
                null));
    assertThat(ServerArguments.USAGE).contains("127.0.0.1", "8080", "67108864");
  }

  @Test
  void everyFlagIsTaken() {
    String line =
        "--host ::1 --port 0 --loops 3 --max-message 4096 --compression off --help"
            + " --origins any"
            + " --metrics /metrics --tls-self-signed";
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
