package io.github.baseframe.server.peer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTest {

  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

  /** 192.0.2.7:49152 to 198.51.100.1:443. */
  private static final String IPV4 = "c0000207" + "c6336401" + "c000" + "01bb";

  private static final String IPV6 =
      "20010db8000000000000000000000007" + "20010db8000000000000000000000001" + "c000" + "01bb";

  /** Reads it with steps of some size, as a driver does: never more than is missing. */
  private static ProxyHeader read(byte[] bytes, int step) throws ProxyHeaderException {
    ProxyHeader header = new ProxyHeader();
    ByteBuffer all = ByteBuffer.wrap(bytes);
    while (header.missing() > 0 && all.hasRemaining()) {
      int count = Math.min(Math.min(step, header.missing()), all.remaining());
      ByteBuffer piece = all.slice(all.position(), count);
      header.read(piece);
      all.position(all.position() + count - piece.remaining());
    }
    assertThat(all.remaining()).as("bytes that are left").isZero();
    return header;
  }

  private static Optional<SocketAddress> source(byte[] bytes) throws ProxyHeaderException {
    ProxyHeader header = read(bytes, Integer.MAX_VALUE);
    assertThat(header.missing()).isZero();
    for (int step = 1; step < 4; step++) {
      assertThat(read(bytes, step).source()).isEqualTo(header.source());
    }
    return header.source();
  }

  private static byte[] line(String text) {
    return (text + "\r\n").getBytes(ISO_8859_1);
  }

  private static byte[] hex(String... parts) {
    return HexFormat.of().parseHex(SIGNATURE + String.join("", parts));
  }

  @Test
  void aLineTellsTheAddressOfTheClient() throws ProxyHeaderException {
    assertThat(source(line("PROXY TCP4 192.0.2.7 198.51.100.1 49152 443")))
        .contains(new InetSocketAddress("192.0.2.7", 49152));
    assertThat(source(line("PROXY TCP6 2001:db8::7 2001:db8::1 49152 443")))
        .contains(new InetSocketAddress("2001:db8::7", 49152));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROXY UNKNOWN",
        "PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535",
      })
  void aProxyMayNotKnow(String text) throws ProxyHeaderException {
    assertThat(source(line(text))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1",
        "PROXY",
        "proxy TCP4 192.0.2.7 198.51.100.1 49152 443",
        "PROXY  TCP4 192.0.2.7 198.51.100.1 49152 443",
        "PROXY TCP4 192.0.2.7 198.51.100.1 49152 443 ",
        "PROXY TCP4 192.0.2.7 198.51.100.1 49152",
        "PROXY TCP4 192.0.2.07 198.51.100.1 49152 443",
        "PROXY TCP4 192.0.2.256 198.51.100.1 49152 443",
        "PROXY TCP4 192.0.2 198.51.100.1 49152 443",
        "PROXY TCP4 192.0.2.7 a.example 49152 443",
        "PROXY TCP4 2001:db8::7 198.51.100.1 49152 443",
        "PROXY TCP6 192.0.2.7 2001:db8::1 49152 443",
        "PROXY TCP6 2001:db8::7%1 2001:db8::1 49152 443",
        "PROXY TCP4 192.0.2.7 198.51.100.1 65536 443",
        "PROXY TCP4 192.0.2.7 198.51.100.1 049152 443",
        "PROXY TCP4 192.0.2.7 198.51.100.1 +1 443",
        "PROXY TCP4 192.0.2.7 198.51.100.1 49152 -1",
        "PROXY UDP4 192.0.2.7 198.51.100.1 49152 443",
        "PROXY UNKNOWN\nGET",
        "PROXY UNKNOWN\rGET",
      })
  void whatIsNoHeaderIsRefused(String text) {
    assertThatThrownBy(() -> source(line(text))).isInstanceOf(ProxyHeaderException.class);
  }

  @Test
  void aLineHasAtMost107Bytes() throws ProxyHeaderException {
    String longest = "PROXY UNKNOWN " + "x".repeat(107 - 14 - 2);

    assertThat(source(line(longest))).isEmpty();
    assertThatThrownBy(() -> source(line(longest + "x"))).hasMessage("the line is too long");
  }

  @Test
  void theFirstByteThatDoesNotFitIsRefused() {
    ProxyHeader header = new ProxyHeader();

    assertThatThrownBy(() -> header.read(ByteBuffer.wrap(new byte[] {'G'})))
        .isInstanceOf(ProxyHeaderException.class);
  }

  @Test
  void version2TellsTheAddressOfTheClient() throws ProxyHeaderException {
    assertThat(source(hex("21", "11", "000c", IPV4)))
        .contains(new InetSocketAddress("192.0.2.7", 49152));
    assertThat(source(hex("21", "21", "0024", IPV6)))
        .contains(new InetSocketAddress("2001:db8::7", 49152));
  }

  @Test
  void version2TellsThePathOfAUnixSocket() throws ProxyHeaderException {
    String path = HexFormat.of().formatHex("/run/a".getBytes(ISO_8859_1)) + "00".repeat(102);

    assertThat(source(hex("21", "31", "00d8", path, "00".repeat(108))))
        .contains(UnixDomainSocketAddress.of("/run/a"));
    assertThat(source(hex("21", "31", "00d8", "00".repeat(216))))
        .contains(UnixDomainSocketAddress.of(""));
  }

  @Test
  void whatFollowsTheAddressesIsPassedOver() throws ProxyHeaderException {
    String ping = "04" + "0003" + "616263";

    assertThat(source(hex("21", "11", "0012", IPV4, ping)))
        .contains(new InetSocketAddress("192.0.2.7", 49152));
    assertThat(source(hex("21", "11", "ffff", IPV4, "00".repeat(65_535 - 12))))
        .contains(new InetSocketAddress("192.0.2.7", 49152));
  }

  @ParameterizedTest
  @CsvSource({
    "20, 00, 0000, ''",
    "20, 11, 000c, c0000207c6336401c00001bb",
    "20, 00, 0003, 040000",
    "21, 00, 0000, ''",
    "21, 00, 0003, 040000"
  })
  void aProxyMaySpeakForItself(String command, String family, String length, String rest)
      throws ProxyHeaderException {
    assertThat(source(hex(command, family, length, rest))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "11, 11, 000c",
    "31, 11, 000c",
    "22, 11, 000c",
    "21, 12, 000c",
    "21, 10, 000c",
    "21, 41, 000c",
    "21, 11, 000b",
    "21, 21, 0023",
    "21, 31, 00d7"
  })
  void whatIsNotOfAStreamIsRefused(String command, String family, String length) {
    assertThatThrownBy(() -> source(hex(command, family, length)))
        .isInstanceOf(ProxyHeaderException.class);
  }
}
