package io.github.baseframe.protocol.handshake;

import static io.github.baseframe.protocol.handshake.Heads.bytes;
import static io.github.baseframe.protocol.handshake.Heads.lines;
import static io.github.baseframe.protocol.handshake.Heads.refused;
import static io.github.baseframe.protocol.handshake.Heads.request;
import static io.github.baseframe.protocol.handshake.Heads.response;
import static io.github.baseframe.protocol.handshake.Heads.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.baseframe.protocol.Role;
import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpHeadParserTest {
  /** RFC 6455 section 1.2. */
  private static final String REQUEST =
      lines(
          "GET /chat HTTP/1.1",
          "Host: server.example.com",
          "Upgrade: websocket",
          "Connection: Upgrade",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
          "Origin: http://example.com",
          "Sec-WebSocket-Protocol: chat, superchat",
          "Sec-WebSocket-Version: 13");

  private static final String RESPONSE =
      lines(
          "HTTP/1.1 101 Switching Protocols",
          "Upgrade: websocket",
          "Connection: Upgrade",
          "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
          "Sec-WebSocket-Protocol: chat");

  /** Heads that are accepted or refused, each for a reason of its own. */
  private static final List<String> HEADS =
      List.of(
          REQUEST,
          "\r\n" + REQUEST,
          "\r\n\r\n" + REQUEST,
          lines("GET / HTTP/1.1"),
          lines("GET / HTTP/1.1", "A:", "B: \t ", "C:\t c\tc \t", "D: \u00ff"),
          lines("GET / HTTP/1.1", " A: b"),
          lines("GET / HTTP/1.1", "A : b"),
          lines("GET / HTTP/1.1", "A: b\nB: c"),
          lines("GET / HTTP/1.1", "A: b\rB: c"),
          lines("GET / HTTP/2.0"),
          lines("GET /"));

  private static HttpHeadParser parser(Role role) {
    return new HttpHeadParser(role, HttpLimits.DEFAULT);
  }

  private static void assertRefused(int status, String message, String... lines) {
    assertThat(refused(() -> request(lines)))
        .hasMessage(message)
        .returns(status, HandshakeException::status);
  }

  @Test
  void theRequestOfTheRfcIsRead() throws HandshakeException {
    HttpHead head = Heads.parse(Role.SERVER, REQUEST);

    assertThat(head.isRequest()).isTrue();
    assertThat(head.method()).isEqualTo("GET");
    assertThat(head.target()).isEqualTo("/chat");
    assertThat(head.minorVersion()).isEqualTo(1);
    assertThat(head.fields().size()).isEqualTo(7);
    assertThat(head.fields().name(6)).isEqualTo("Sec-WebSocket-Version");
    assertThat(head.fields().value(6)).isEqualTo("13");
    assertThat(text(head.toBytes())).isEqualTo(REQUEST);
  }

  @Test
  void theResponseOfTheRfcIsRead() throws HandshakeException {
    HttpHead head = Heads.parse(Role.CLIENT, RESPONSE);

    assertThat(head.isRequest()).isFalse();
    assertThat(head.status()).isEqualTo(101);
    assertThat(head.reason()).isEqualTo("Switching Protocols");
    assertThat(text(head.toBytes())).isEqualTo(RESPONSE);
  }

  @Test
  void theBytesBehindTheHeadStayInTheBuffer() throws HandshakeException {
    ByteBuffer in = bytes(REQUEST + "\u0081\u0085frame");
    HttpHeadParser parser = parser(Role.SERVER);

    assertThat(parser.parse(in)).isTrue();
    assertThat(in.position()).isEqualTo(REQUEST.length());
    assertThat(parser.parse(in)).isTrue();
    assertThat(in.position()).isEqualTo(REQUEST.length());
  }

  @Test
  void aHeadIsThereOnlyOnceItIsComplete() throws HandshakeException {
    HttpHeadParser parser = parser(Role.SERVER);

    assertThat(parser.parse(bytes(REQUEST.substring(0, REQUEST.length() - 1)))).isFalse();
    assertThatIllegalStateException().isThrownBy(parser::head);
    assertThat(parser.parse(bytes("\n"))).isTrue();
    assertThat(parser.head().path()).isEqualTo("/chat");
  }

  @Test
  void anEmptyBufferChangesNothing() throws HandshakeException {
    HttpHeadParser parser = parser(Role.SERVER);

    assertThat(parser.parse(bytes(""))).isFalse();
    assertThat(parser.parse(bytes(REQUEST))).isTrue();
  }

  @Test
  void aParserThatHasRefusedIsOfNoMoreUse() {
    HttpHeadParser parser = parser(Role.SERVER);

    refused(() -> parser.parse(bytes("\u0000")));
    assertThatIllegalStateException().isThrownBy(() -> parser.parse(bytes(REQUEST)));
    assertThatIllegalStateException().isThrownBy(parser::head);
  }

  @Test
  void everyHeadCutAtEveryPlaceGivesTheSame() {
    for (String head : HEADS) {
      String whole = outcome(head, List.of());
      for (int cut = 1; cut < head.length(); cut++) {
        assertThat(outcome(head, List.of(cut))).isEqualTo(whole);
      }
    }
  }

  @Test
  void everyHeadByteByByteGivesTheSame() {
    for (String head : HEADS) {
      List<Integer> singleBytes = head.chars().map(c -> 1).boxed().toList();
      assertThat(outcome(head, singleBytes)).isEqualTo(outcome(head, List.of()));
    }
  }

  @Property(tries = 300)
  void everyHeadInRandomPiecesGivesTheSame(
      @ForAll @IntRange(max = 10) int head,
      @ForAll @Size(max = 30) List<@IntRange(max = 40) Integer> pieces) {
    assertThat(outcome(HEADS.get(head), pieces)).isEqualTo(outcome(HEADS.get(head), List.of()));
  }

  /** What the parser says of a head and two bytes behind it, given in pieces of these sizes. */
  private static String outcome(String head, List<Integer> pieces) {
    ByteBuffer in = bytes(head + "\u0081\u0000");
    int end = in.limit();
    HttpHeadParser parser = parser(Role.SERVER);
    try {
      for (int piece : pieces) {
        in.limit(Math.min(end, in.position() + piece));
        parser.parse(in);
      }
      in.limit(end);
      return parser.parse(in) + text(parser.head().toBytes()) + in.remaining();
    } catch (HandshakeException e) {
      return e.status() + e.getMessage() + in.position();
    }
  }

  @Test
  void oneEmptyLineAheadOfARequestIsPassedOver() throws HandshakeException {
    assertThat(Heads.parse(Role.SERVER, "\r\n" + REQUEST).path()).isEqualTo("/chat");
  }

  @Test
  void twoEmptyLinesAheadOfARequestAreRefused() {
    assertRefused(400, "malformed request line", "", "", "GET / HTTP/1.1");
  }

  @Test
  void noEmptyLineMayStandAheadOfAResponse() {
    assertThat(refused(() -> response("", "HTTP/1.1 101 "))).hasMessage("malformed status line");
  }

  @Test
  void aHeadMayHaveNoFields() throws HandshakeException {
    assertThat(request("GET / HTTP/1.1").fields().size()).isZero();
  }

  @Test
  void whiteSpaceAroundAValueIsDroppedAndKeptInside() throws HandshakeException {
    HttpFields fields =
        request("GET / HTTP/1.1", "A: \t b \t c \t ", "B:d", "C:", "D: \t").fields();

    assertThat(fields.first("A")).isEqualTo("b \t c");
    assertThat(fields.first("B")).isEqualTo("d");
    assertThat(fields.first("C")).isEmpty();
    assertThat(fields.first("D")).isEmpty();
  }

  @Test
  void everyCharacterThatAValueMayHaveIsKept() throws HandshakeException {
    StringBuilder value = new StringBuilder("x\t");
    for (char c = 0x20; c <= 0xFF; c++) {
      value.append(c >= 0x7F && c < 0x80 ? "" : c);
    }
    value.append('x');

    assertThat(request("GET / HTTP/1.1", "A: " + value).fields().first("A"))
        .isEqualTo(value.toString());
  }

  @Test
  void noControlCharacterMayStandInAHead() {
    for (int c = 0; c <= 0x7F; c++) {
      if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F) {
        assertRefused(400, "a control character", "GET / HTTP/1.1", "A: b" + (char) c + "c");
        assertRefused(400, "a control character", "GET / HTTP/1.1", "A:" + (char) c);
        assertRefused(400, "a control character", "GET /" + (char) c + " HTTP/1.1");
      }
    }
  }

  @Test
  void noNameHasAnythingButTokenCharacters() throws HandshakeException {
    for (int c = 0; c <= 0xFF; c++) {
      boolean isToken =
          Character.isLetterOrDigit(c) && c < 0x80 || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
      String name = "A" + (char) c;
      if (isToken) {
        assertThat(request("GET / HTTP/1.1", name + ": b").fields().first(name)).isEqualTo("b");
      } else if (c != ':') {
        assertThat(refused(() -> request("GET / HTTP/1.1", name + ": b")).status()).isEqualTo(400);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\rX", "\r\r", "\r "})
  void aCarriageReturnAloneEndsNoLine(String end) {
    assertThat(refused(() -> Heads.parse(Role.SERVER, "GET / HTTP/1.1" + end)))
        .hasMessage("CR without LF");
    assertThat(refused(() -> Heads.parse(Role.SERVER, "GET / HTTP/1.1\r\nA: b" + end)))
        .hasMessage("CR without LF");
    assertThat(refused(() -> Heads.parse(Role.SERVER, "GET / HTTP/1.1\r\nA: b\r\n" + end)))
        .hasMessage("CR without LF");
  }

  @Test
  void aLineFeedAloneEndsNoLine() {
    String message = "LF without CR";
    assertThat(refused(() -> Heads.parse(Role.SERVER, "GET / HTTP/1.1\n"))).hasMessage(message);
    assertRefused(400, message, "GET / HTTP/1.1", "A: b\nB: c");
    assertRefused(400, message, "GET / HTTP/1.1", "A:\nB: c");
    assertThat(refused(() -> Heads.parse(Role.SERVER, "GET / HTTP/1.1\r\n\n")).status())
        .isEqualTo(400);
  }

  @Test
  void noFieldIsFoldedOverTwoLines() {
    String message = "a header field must not be folded";
    assertRefused(400, message, "GET / HTTP/1.1", "A: b", " c");
    assertRefused(400, message, "GET / HTTP/1.1", "A: b", "\tc: d");
    assertRefused(400, message, "GET / HTTP/1.1", " A: b");
  }

  @Test
  void noWhiteSpaceStandsBeforeTheColon() {
    String message = "white space in the name of a header field or before its colon";
    assertRefused(400, message, "GET / HTTP/1.1", "A : b");
    assertRefused(400, message, "GET / HTTP/1.1", "A\t: b");
    assertRefused(400, message, "GET / HTTP/1.1", "A b: c");
  }

  @Test
  void everyFieldHasANameAndAColon() {
    assertRefused(400, "a header field without a name", "GET / HTTP/1.1", ": b");
    assertRefused(
        400, "a character that no header field's name has", "GET / HTTP/1.1", "A", "B: c");
  }

  @Test
  void theRequestLineMayHave8KiBAndNotOneByteMore() throws HandshakeException {
    String line = "GET /" + "x".repeat(8192 - "GET / HTTP/1.1".length()) + " HTTP/1.1";

    assertThat(line).hasSize(8192);
    assertThat(request(line).target()).hasSize(8192 - "GET  HTTP/1.1".length());
    assertRefused(414, "the start line is too long", line.replace("/x", "/xx"));
  }

  @Test
  void aRequestLineThatNeverEndsIsRefusedAtTheByteTooMany() {
    ByteBuffer in = bytes("G".repeat(9000));

    assertThat(refused(() -> parser(Role.SERVER).parse(in)).status()).isEqualTo(414);
    assertThat(in.position()).isEqualTo(8193);
  }

  @Test
  void theHeadMayHave16KiBAndNotOneByteMore() throws HandshakeException {
    String start = "GET / HTTP/1.1\r\nA: ";
    String head = start + "b".repeat(16384 - start.length() - 4) + "\r\n\r\n";
    ByteBuffer in = bytes(head + "frame");

    assertThat(head).hasSize(16384);
    assertThat(parser(Role.SERVER).parse(in)).isTrue();
    assertThat(in.remaining()).isEqualTo(5);

    ByteBuffer longer = bytes(head.replace("A: b", "A: bb"));
    HandshakeException refusal = refused(() -> parser(Role.SERVER).parse(longer));
    assertThat(refusal)
        .hasMessage("the head is too large")
        .returns(431, HandshakeException::status);
    assertThat(longer.position()).isEqualTo(16384);
  }

  @Test
  void anEmptyLineAheadCountsForTheHead() {
    HttpLimits limits = new HttpLimits(14, 18, 1);

    assertThat(
            refused(
                    () ->
                        new HttpHeadParser(Role.SERVER, limits)
                            .parse(bytes("\r\nGET / HTTP/1.1\r\n\r\n")))
                .status())
        .isEqualTo(431);
  }

  @Test
  void theHeadMayHave100FieldsAndNotOneMore() throws HandshakeException {
    String head = "GET / HTTP/1.1\r\n" + "A: b\r\n".repeat(100);

    assertThat(Heads.parse(Role.SERVER, head + "\r\n").fields().size()).isEqualTo(100);
    assertThat(refused(() -> Heads.parse(Role.SERVER, head + "B")))
        .hasMessage("too many header fields")
        .returns(431, HandshakeException::status);
  }

  @Test
  void theLimitsAreSettings() throws HandshakeException {
    HttpLimits limits = new HttpLimits(14, 24, 1);

    assertThat(
            new HttpHeadParser(Role.SERVER, limits).parse(bytes(lines("GET / HTTP/1.1", "A: b"))))
        .isTrue();
    assertThat(
            refused(
                    () ->
                        new HttpHeadParser(Role.SERVER, limits)
                            .parse(bytes(lines("GET / HTTP/1.1", "A: bc"))))
                .status())
        .isEqualTo(431);
    assertThat(
            refused(
                    () ->
                        new HttpHeadParser(Role.SERVER, limits)
                            .parse(bytes(lines("GET /x HTTP/1.1"))))
                .status())
        .isEqualTo(414);
    assertThat(
            refused(
                () ->
                    new HttpHeadParser(Role.SERVER, limits)
                        .parse(bytes(lines("GET / HTTP/1.1", "A:", "B:")))))
        .hasMessage("too many header fields");
  }

  @Test
  void aResponseThatBreaksTheRulesIsAFailureWithoutStatus() {
    for (String head :
        List.of(
            "HTTP/1.1 101 \n",
            "HTTP/1.1 101 \r\nA : b\r\n",
            "HTTP/1.1 101 \r\nA: b\r\n c",
            "HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(101),
            "HTTP/1.1 101 " + "x".repeat(8192),
            "HTTP/1.1 101 \r\nA: " + "x".repeat(16384))) {
      assertThat(refused(() -> Heads.parse(Role.CLIENT, head)).status()).isZero();
    }
  }
}
