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
import io.github.baseframe.protocol.Rule;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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

  private static void assertRefused(Rule rule, String... lines) {
    assertRefused(rule, () -> request(lines));
  }

  private static void assertRefused(Rule rule, ThrowingCallable parsing) {
    assertThat(refused(parsing))
        .returns(Optional.of(rule), HandshakeException::rule)
        .returns(rule.code(), HandshakeException::status);
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
    assertRefused(Rule.REQUEST_LINE_MALFORMED, "", "", "GET / HTTP/1.1");
  }

  @Test
  void noEmptyLineMayStandAheadOfAResponse() {
    assertRefused(Rule.STATUS_LINE_MALFORMED, () -> response("", "HTTP/1.1 101 "));
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
        assertRefused(Rule.CONTROL_CHARACTER, "GET / HTTP/1.1", "A: b" + (char) c + "c");
        assertRefused(Rule.CONTROL_CHARACTER, "GET / HTTP/1.1", "A:" + (char) c);
        assertRefused(Rule.CONTROL_CHARACTER, "GET /" + (char) c + " HTTP/1.1");
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
    assertRefused(Rule.CR_WITHOUT_LF, () -> Heads.parse(Role.SERVER, "GET / HTTP/1.1" + end));
    assertRefused(
        Rule.CR_WITHOUT_LF, () -> Heads.parse(Role.SERVER, "GET / HTTP/1.1\r\nA: b" + end));
    assertRefused(
        Rule.CR_WITHOUT_LF, () -> Heads.parse(Role.SERVER, "GET / HTTP/1.1\r\nA: b\r\n" + end));
  }

  @Test
  void aLineFeedAloneEndsNoLine() {
    assertRefused(Rule.LF_WITHOUT_CR, () -> Heads.parse(Role.SERVER, "GET / HTTP/1.1\n"));
    assertRefused(Rule.LF_WITHOUT_CR, "GET / HTTP/1.1", "A: b\nB: c");
    assertRefused(Rule.LF_WITHOUT_CR, "GET / HTTP/1.1", "A:\nB: c");
    assertRefused(
        Rule.FIELD_NAME_NOT_TOKEN, () -> Heads.parse(Role.SERVER, "GET / HTTP/1.1\r\n\n"));
  }

  @Test
  void noFieldIsFoldedOverTwoLines() {
    assertRefused(Rule.FIELD_FOLDED, "GET / HTTP/1.1", "A: b", " c");
    assertRefused(Rule.FIELD_FOLDED, "GET / HTTP/1.1", "A: b", "\tc: d");
    assertRefused(Rule.FIELD_FOLDED, "GET / HTTP/1.1", " A: b");
  }

  @Test
  void noWhiteSpaceStandsBeforeTheColon() {
    assertRefused(Rule.FIELD_NAME_WHITESPACE, "GET / HTTP/1.1", "A : b");
    assertRefused(Rule.FIELD_NAME_WHITESPACE, "GET / HTTP/1.1", "A\t: b");
    assertRefused(Rule.FIELD_NAME_WHITESPACE, "GET / HTTP/1.1", "A b: c");
  }

  @Test
  void everyFieldHasANameAndAColon() {
    assertRefused(Rule.FIELD_NAME_MISSING, "GET / HTTP/1.1", ": b");
    assertRefused(Rule.FIELD_NAME_NOT_TOKEN, "GET / HTTP/1.1", "A", "B: c");
  }

  @Test
  void theRequestLineMayHave8KiBAndNotOneByteMore() throws HandshakeException {
    String line = "GET /" + "x".repeat(8192 - "GET / HTTP/1.1".length()) + " HTTP/1.1";

    assertThat(line).hasSize(8192);
    assertThat(request(line).target()).hasSize(8192 - "GET  HTTP/1.1".length());
    assertRefused(Rule.START_LINE_TOO_LONG, line.replace("/x", "/xx"));
  }

  @Test
  void aRequestLineThatNeverEndsIsRefusedAtTheByteTooMany() {
    ByteBuffer in = bytes("G".repeat(9000));

    assertRefused(Rule.START_LINE_TOO_LONG, () -> parser(Role.SERVER).parse(in));
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
    assertRefused(Rule.HEAD_TOO_LARGE, () -> parser(Role.SERVER).parse(longer));
    assertThat(longer.position()).isEqualTo(16384);
  }

  @Test
  void anEmptyLineAheadCountsForTheHead() {
    HttpHeadParser parser = new HttpHeadParser(Role.SERVER, new HttpLimits(14, 18, 1));

    assertRefused(Rule.HEAD_TOO_LARGE, () -> parser.parse(bytes("\r\nGET / HTTP/1.1\r\n\r\n")));
  }

  @Test
  void theHeadMayHave100FieldsAndNotOneMore() throws HandshakeException {
    String head = "GET / HTTP/1.1\r\n" + "A: b\r\n".repeat(100);

    assertThat(Heads.parse(Role.SERVER, head + "\r\n").fields().size()).isEqualTo(100);
    assertRefused(Rule.TOO_MANY_FIELDS, () -> Heads.parse(Role.SERVER, head + "B"));
  }

  @Test
  void theLimitsAreSettings() throws HandshakeException {
    HttpLimits limits = new HttpLimits(14, 24, 1);

    assertThat(parse(limits, "GET / HTTP/1.1", "A: b")).isTrue();
    assertRefused(Rule.HEAD_TOO_LARGE, () -> parse(limits, "GET / HTTP/1.1", "A: bc"));
    assertRefused(Rule.START_LINE_TOO_LONG, () -> parse(limits, "GET /x HTTP/1.1"));
    assertRefused(Rule.TOO_MANY_FIELDS, () -> parse(limits, "GET / HTTP/1.1", "A:", "B:"));
  }

  private static boolean parse(HttpLimits limits, String... lines) throws HandshakeException {
    return new HttpHeadParser(Role.SERVER, limits).parse(bytes(lines(lines)));
  }

  @Test
  void aResponseThatBreaksTheRulesIsAFailureWithoutStatus() {
    Map<String, Rule> heads =
        Map.of(
            "HTTP/1.1 101 \n",
            Rule.LF_WITHOUT_CR,
            "HTTP/1.1 101 \r\nA : b\r\n",
            Rule.FIELD_NAME_WHITESPACE,
            "HTTP/1.1 101 \r\nA: b\r\n c",
            Rule.FIELD_FOLDED,
            "HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(101),
            Rule.TOO_MANY_FIELDS,
            "HTTP/1.1 101 " + "x".repeat(8192),
            Rule.START_LINE_TOO_LONG,
            "HTTP/1.1 101 \r\nA: " + "x".repeat(16384),
            Rule.HEAD_TOO_LARGE);
    heads.forEach(
        (head, rule) ->
            assertThat(refused(() -> Heads.parse(Role.CLIENT, head)))
                .returns(Optional.of(rule), HandshakeException::rule)
                .returns(0, HandshakeException::status));
  }
}
