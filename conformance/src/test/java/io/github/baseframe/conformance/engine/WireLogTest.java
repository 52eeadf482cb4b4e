package io.github.baseframe.conformance.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.conformance.cases.Payload;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireLogTest {

  private final WireLog log = new WireLog();

  private void add(boolean sent, String header, Payload payload) {
    log.add(new WireLog.Line(Duration.ZERO, sent, Payload.hex(header), payload, 1));
  }

  private void addHead(boolean sent, String text) {
    byte[] octets = text.getBytes(ISO_8859_1);
    log.addHead(sent, octets, 0, octets.length);
  }

  @Test
  void framesThatDifferInTheirMaskingKeyOnlyAreOneLineInARow() {
    add(true, "818101020304", Payload.utf8("a"));
    add(true, "818105060708", Payload.utf8("a"));
    add(true, "818105060708", Payload.utf8("a"));
    add(true, "81fe000105060708", Payload.utf8("a"));
    add(false, "8101", Payload.utf8("a"));

    assertThat(log)
        .hasToString(
            """
            0.000 s  sent      3 x TEXT FIN masked, 1 octets: "a"
            0.000 s  sent      TEXT FIN masked, 1 octets: "a"
            0.000 s  received  TEXT FIN, 1 octets: "a\"""");
    assertThat(log.lines().get(0).octets()).asHexString().isEqualTo("81810102030460");
  }

  @ParameterizedTest
  @CsvSource({
    "8105,                         48656c6c6f, 810548656c6c6f,                 5, false",
    "818537fa213d,                 48656c6c6f, 818537fa213d7f9f4d5158,         5, false",
    "817e0005,                     48656c6c6f, 817e000548656c6c6f,             5, false",
    "817f0000000000000005,         48656c6c6f, 817f000000000000000548656c6c6f, 5, false",
    "827f0000000000010000,         0102,       827f00000000000100000102,       65536, true",
    "82ff800000000000000001020304, '',         82ff800000000000000001020304, -9223372036854775808, true"
  })
  void framesAreShownAsTheyWereOnTheWire(
      String header, String payload, String wire, long length, boolean cut) {
    add(true, header, Payload.hex(payload));

    WireLog.Line line = log.lines().get(0);
    assertThat(HexFormat.of().formatHex(line.octets())).isEqualTo(wire);
    assertThat(line.length()).isEqualTo(length);
    assertThat(line.isCut()).isEqualTo(cut);
  }

  @Test
  void whatIsIllegalIsNamed() {
    add(true, "5b02", Payload.hex("03e8"));
    add(true, "827fffffffffffffffff", Payload.EMPTY);

    assertThat(log)
        .hasToString(
            """
            0.000 s  sent      OPCODE 11 RSV1 RSV3, 2 octets: 03e8
            0.000 s  sent      BINARY FIN, 18446744073709551615 octets: \"\"""");
  }

  @Test
  void aFloodOfFramesIsCountedAndNotKept() {
    for (int i = 0; i < 5000; i++) {
      add(false, "8104", Payload.utf8("" + (1000 + i)));
    }

    assertThat(log.lines()).hasSize(4096);
    assertThat(log.omitted()).isEqualTo(904);
    assertThat(log.toString()).endsWith("and 904 more frames");
  }

  @Test
  void headsAreEscapedAndStandBeforeTheFrames() {
    add(true, "8100", Payload.EMPTY);
    addHead(true, "GET /\u00ff\\ HTTP/1.1\r\nHost:\t");
    addHead(true, "a\u0000\n\r\n");
    addHead(false, "no HTTP");

    assertThat(log)
        .hasToString(
            """
            sent      29 octets of the opening handshake:
                GET /\\xff\\\\ HTTP/1.1\\r\\n
                Host:\\ta\\x00\\n
                \\r\\n
            received  7 octets of the opening handshake:
                no HTTP
            0.000 s  sent      TEXT FIN, 0 octets""");
  }

  @Test
  void ofAnEndlessHeadTheBeginningIsKept() {
    for (int i = 0; i < 100; i++) {
      addHead(false, "x".repeat(1000));
    }

    WireLog.Head head = log.heads().get(0);
    assertThat(log.heads()).hasSize(1);
    assertThat(head.octets().length()).isEqualTo(2048);
    assertThat(head.length()).isEqualTo(100_000);
    assertThat(head.lines()).containsExactly("x".repeat(2048) + "...");
  }

  @Test
  void nothingIsNoHead() {
    addHead(true, "");

    assertThat(log.heads()).isEmpty();
  }
}
