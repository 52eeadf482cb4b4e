package io.github.baseframe.server.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelfSignedTest {

  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  @Test
  void itIsForThisMachineAndSignedByItself() throws Exception {
    X509Certificate certificate = SelfSigned.make().certificate();

    certificate.verify(certificate.getPublicKey());
    assertThat(certificate.getVersion()).isEqualTo(3);
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=localhost");
    assertThat(certificate.getIssuerX500Principal())
        .isEqualTo(certificate.getSubjectX500Principal());
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(certificate.getSubjectAlternativeNames().stream().<List<?>>map(name -> name))
        .containsExactlyInAnyOrder(
            List.of(DNS_NAME, "localhost"),
            List.of(IP_ADDRESS, "127.0.0.1"),
            List.of(IP_ADDRESS, "0:0:0:0:0:0:0:1"));
  }

  @Test
  void itIsValidNowAndForAYear() throws Exception {
    X509Certificate certificate = SelfSigned.make().certificate();

    certificate.checkValidity();
    certificate.checkValidity(Date.from(Instant.now().plus(Duration.ofDays(365))));
  }

  @Test
  void eachHasAKeyAndANumberOfItsOwn() throws Exception {
    X509Certificate one = SelfSigned.make().certificate();
    X509Certificate other = SelfSigned.make().certificate();

    assertThat(one.getPublicKey()).isNotEqualTo(other.getPublicKey());
    assertThat(one.getSerialNumber()).isPositive().isNotEqualTo(other.getSerialNumber());
  }
}
