package io.github.baseframe.conformance.cases;

import static io.github.baseframe.conformance.cases.CaseBuilder.HELLO;
import static io.github.baseframe.conformance.cases.CaseBuilder.echo;
import static io.github.baseframe.conformance.cases.CaseBuilder.newCase;
import static io.github.baseframe.conformance.cases.CaseBuilder.refused;
import static io.github.baseframe.conformance.cases.Frame.text;

import io.github.baseframe.protocol.Rule;
import java.util.ArrayList;
import java.util.List;

/**
 * Section 24, for clients: responses to an opening handshake, of good servers and malicious ones.
 */
final class ClientHandshakeCases {

  private static final String CRLF = "\r\n";
  private static final String STATUS = "HTTP/1.1 101 Switching Protocols";
  private static final String UPGRADE = "Upgrade: websocket";
  private static final String CONNECTION = "Connection: Upgrade";
  private static final String ACCEPT = "Sec-WebSocket-Accept: {accept}";
  private static final String GOOD = head(STATUS, UPGRADE, CONNECTION, ACCEPT);
  private static final String INTERIM = head("HTTP/1.1 103 Early Hints", "Link: </a>");
  private static final Frame MESSAGE = text(HELLO);

  private static final int MANY = 5000;
  private static final int HUGE = 256 * 1024;

  private final List<ConformanceCase> cases = new ArrayList<>();
  private String group;
  private int number;

  private ClientHandshakeCases() {}

  static List<ConformanceCase> all() {
    ClientHandshakeCases section = new ClientHandshakeCases();
    section.startGroup("24.1");
    section.addGoodResponses();
    section.startGroup("24.2");
    section.addWrongFields();
    section.addWrongStatuses();
    section.addMalformedHeads();
    section.addLargeHeads();
    section.startGroup("24.3");
    section.addFramesBehind();
    return section.cases;
  }

  private static String head(String... lines) {
    return String.join(CRLF, lines) + CRLF + CRLF;
  }

  private static String with(String... lines) {
    return GOOD.substring(0, GOOD.length() - CRLF.length()) + head(lines);
  }

  private static String replacing(String line, String other) {
    return GOOD.replace(line + CRLF, other.isEmpty() ? "" : other + CRLF);
  }

  private void startGroup(String id) {
    group = id;
    number = 0;
  }

  private CaseBuilder next(String words, Handshake handshake, String... sections) {
    number++;
    return newCase(group + "." + number, sections).sends(words).response(handshake);
  }

  private void accept(String words, String head, String... sections) {
    accept(words, Handshake.of(head), sections);
  }

  private void accept(String words, Handshake handshake, String... sections) {
    cases.add(
        next(words, handshake, sections)
            .expects("The connection opens, and a message is echoed.")
            .frames(MESSAGE)
            .strictly(echo(MESSAGE))
            .testerCloses());
  }

  /** A response that is best accepted. */
  private void mayAccept(String words, String head, String... sections) {
    cases.add(
        next(words, Handshake.of(head), sections)
            .expects("The connection opens and a message is echoed; to fail it is allowed.")
            .frames(MESSAGE)
            .strictly(echo(MESSAGE))
            .orElse(refused())
            .eitherCloses()
            .testerCloses());
  }

  /** A response by which the client must fail the connection. */
  private void refuse(Rule rule, String words, String head, String... sections) {
    cases.add(
        next(words, Handshake.of(head), sections)
            .breaks(rule)
            .expects("The client ends the stream, and echoes nothing.")
            .frames(MESSAGE)
            .strictly(refused())
            .subjectFailsWith(1002));
  }

  /** A response by which the client better fails the connection. */
  private void mayRefuse(Rule rule, String words, String head, String... sections) {
    cases.add(
        next(words, Handshake.of(head), sections)
            .breaks(rule)
            .expects("The client ends the stream; to tolerate it is allowed.")
            .frames(MESSAGE)
            .strictly(refused())
            .orElse(echo(MESSAGE))
            .eitherCloses()
            .testerCloses());
  }

  private void addGoodResponses() {
    accept("an ordinary response", GOOD, "4.1", "4.2.2");
    accept("an ordinary response, octet by octet", Handshake.of(GOOD).inPieces(1), "4.1");
    accept(
        "names of fields in lower case",
        head(STATUS, "upgrade: websocket", "connection: Upgrade", "sec-websocket-accept: {accept}"),
        "4.1",
        "RFC 9110 5.1");
    accept(
        "names of fields in upper case",
        head(STATUS, "UPGRADE: websocket", "CONNECTION: Upgrade", "SEC-WEBSOCKET-ACCEPT: {accept}"),
        "4.1",
        "RFC 9110 5.1");
    accept(
        "no white space behind colons, or a lot of it, also behind the values",
        head(
            STATUS,
            "Upgrade:websocket",
            "Connection: \t Upgrade \t ",
            "Sec-WebSocket-Accept:  {accept}  "),
        "4.1",
        "RFC 9112 5.1");
    accept(
        "the fields in another order, among others",
        head(
            STATUS,
            "Server: x/1",
            ACCEPT,
            "Date: Thu, 01 Jan 1970 00:00:00 GMT",
            CONNECTION,
            "Set-Cookie: a=b",
            "Set-Cookie: c=d",
            UPGRADE),
        "4.1",
        "RFC 9110 5.3");
    accept(
        "Upgrade: WebSocket and Connection: upgrade, in other letters",
        head(STATUS, "Upgrade: WebSocket", "Connection: upgrade", ACCEPT),
        "4.1");
    accept(
        "Connection with several values",
        replacing(CONNECTION, "Connection: keep-alive, Upgrade"),
        "4.1");
    accept("an empty reason phrase", GOOD.replace("101 Switching Protocols", "101 "), "RFC 9112 4");
    accept("another reason phrase", GOOD.replace("Switching Protocols", "Go on!"), "RFC 9112 4");
    mayAccept("a response 103 ahead of it", INTERIM + GOOD, "4.1", "RFC 9110 15.2");
    mayAccept("a response 100 ahead of it", head("HTTP/1.1 100 Continue") + GOOD, "RFC 9110 15.2");
    cases.add(
        next(
                "a frame behind the response, in the same piece",
                Handshake.of(GOOD).behind("810548656c6c6f"),
                "4.1",
                "4.2.2")
            .expects("It is echoed: from here on the server may send.")
            .strictly(echo(text("Hello")))
            .testerCloses());
    cases.add(
        next(
                "three frames behind the response, in the same piece",
                Handshake.of(GOOD).behind("010348656c" + "8900" + "80026c6f"),
                "4.1",
                "5.4")
            .expects("The message of two fragments, with a ping in between, is echoed.")
            .strictly(echo(text("Hello")))
            .testerCloses());
  }

  private void addWrongFields() {
    refuse(Rule.ACCEPT_MISMATCH, "no Sec-WebSocket-Accept", replacing(ACCEPT, ""), "4.1");
    refuse(
        Rule.ACCEPT_MISMATCH,
        "an empty Sec-WebSocket-Accept",
        replacing(ACCEPT, "Sec-WebSocket-Accept:"),
        "4.1");
    refuse(
        Rule.ACCEPT_MISMATCH,
        "the Sec-WebSocket-Accept of another key",
        replacing(ACCEPT, "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
        "4.1",
        "1.3");
    refuse(
        Rule.ACCEPT_MISMATCH,
        "a Sec-WebSocket-Accept that goes on",
        replacing(ACCEPT, "Sec-WebSocket-Accept: {accept}="),
        "4.1");
    refuse(
        Rule.ACCEPT_REPEATED,
        "a right and a wrong Sec-WebSocket-Accept",
        with("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
        "4.1",
        "11.3.3");
    refuse(Rule.RESPONSE_UPGRADE_NOT_WEBSOCKET, "no Upgrade", replacing(UPGRADE, ""), "4.1");
    refuse(
        Rule.RESPONSE_UPGRADE_NOT_WEBSOCKET,
        "an Upgrade to something else",
        replacing(UPGRADE, "Upgrade: h2c"),
        "4.1");
    refuse(
        Rule.RESPONSE_UPGRADE_NOT_WEBSOCKET,
        "an Upgrade that only begins with websocket",
        replacing(UPGRADE, "Upgrade: websockets"),
        "4.1");
    refuse(Rule.RESPONSE_CONNECTION_NOT_UPGRADE, "no Connection", replacing(CONNECTION, ""), "4.1");
    refuse(
        Rule.RESPONSE_CONNECTION_NOT_UPGRADE,
        "Connection: close",
        replacing(CONNECTION, "Connection: close"),
        "4.1");
    refuse(
        Rule.RESPONSE_CONNECTION_NOT_UPGRADE,
        "a Connection that only contains the letters of Upgrade",
        replacing(CONNECTION, "Connection: no-upgrade-please"),
        "4.1");
    refuse(
        Rule.EXTENSION_NOT_OFFERED,
        "an extension that nobody offers",
        with("Sec-WebSocket-Extensions: x-unknown"),
        "4.1",
        "9.1");
    refuse(
        Rule.SUBPROTOCOL_NOT_OFFERED,
        "a subprotocol that nobody offers",
        with("Sec-WebSocket-Protocol: x-unknown"),
        "4.1");
  }

  private void addWrongStatuses() {
    refuse(
        Rule.STATUS_NOT_101,
        "status 200",
        GOOD.replace("101 Switching Protocols", "200 OK"),
        "4.1");
    refuse(
        Rule.STATUS_NOT_101,
        "status 204",
        GOOD.replace("101 Switching Protocols", "204 No Content"),
        "4.1");
    refuse(
        Rule.STATUS_NOT_101,
        "status 302 to another place",
        head("HTTP/1.1 302 Found", "Location: /nowhere", "Content-Length: 0", "Connection: close"),
        "4.1",
        "10.5");
    refuse(
        Rule.STATUS_NOT_101,
        "status 401",
        GOOD.replace("101 Switching Protocols", "401 Unauthorized"),
        "4.1");
    refuse(
        Rule.STATUS_NOT_101,
        "status 404",
        GOOD.replace("101 Switching Protocols", "404 Not Found"),
        "4.1");
    refuse(
        Rule.STATUS_NOT_101,
        "status 500",
        GOOD.replace("101 Switching Protocols", "500 Broken"),
        "4.1");
    refuse(
        Rule.RESPONSE_IN_HTTP_1_0,
        "a 101 in HTTP/1.0",
        replacing(STATUS, "HTTP/1.0 101 Switching Protocols"),
        "4.2.2",
        "RFC 9110 7.8");
  }

  private void addMalformedHeads() {
    refuse(
        Rule.STATUS_CODE_MALFORMED,
        "a status that is no number",
        GOOD.replace("101", "one"),
        "RFC 9112 4");
    refuse(
        Rule.STATUS_LINE_MALFORMED,
        "a status of four digits",
        GOOD.replace("101", "1010"),
        "RFC 9112 4");
    refuse(
        Rule.STATUS_LINE_MALFORMED,
        "a response in another protocol",
        GOOD.replace("HTTP/1.1", "ICY/1.1"),
        "4.1");
    refuse(
        Rule.CONTROL_CHARACTER, "a frame instead of a response", head("\u0081\u0005Hello"), "4.1");
    refuse(Rule.FIELD_NAME_NOT_TOKEN, "a line without a colon", with("nonsense"), "RFC 9112 5");
    mayRefuse(
        Rule.LF_WITHOUT_CR, "lines that end in LF alone", GOOD.replace(CRLF, "\n"), "RFC 9112 2.2");
    mayRefuse(Rule.FIELD_FOLDED, "a folded field", with("X-Folded: one", " two"), "RFC 9112 5.2");
    mayRefuse(
        Rule.FIELD_NAME_WHITESPACE,
        "white space between a field's name and its colon",
        replacing(UPGRADE, "Upgrade : websocket"),
        "RFC 9112 5.1");
    mayRefuse(
        Rule.CONTROL_CHARACTER, "NUL in a field's value", with("X-Zero: a\0b"), "RFC 9110 5.5");
    mayRefuse(Rule.FIELD_NAME_MISSING, "a field without a name", with(": value"), "RFC 9112 5");
  }

  private void addLargeHeads() {
    mayRefuse(
        Rule.HEAD_TOO_LARGE,
        "a field of 256 KiB",
        with("X-Large: " + "a".repeat(HUGE)),
        "10.4",
        "RFC 9110 5.4");
    mayRefuse(
        Rule.TOO_MANY_FIELDS,
        "5000 fields",
        with(("X-Many: 1" + CRLF).repeat(MANY) + "X-Last: 1"),
        "10.4");
    mayRefuse(null, "1000 responses 103 ahead of it", INTERIM.repeat(1000) + GOOD, "RFC 9110 15.2");
    cases.add(
        next(
                "a head that has no end after 256 KiB",
                Handshake.of(STATUS + CRLF + ("X-Endless: 1" + CRLF).repeat(HUGE / 14)),
                "10.4")
            .breaks(Rule.TOO_MANY_FIELDS)
            .expects("The client ends the stream; to wait for the end of the head is allowed.")
            .strictly(refused())
            .orElse()
            .eitherCloses()
            .testerClosesUncleanly(1002));
  }

  private void addFramesBehind() {
    fail(
        Rule.MASKED_SERVER_FRAME,
        "a masked frame",
        "8185" + "00000000" + "48656c6c6f",
        "5.1",
        1002);
    fail(Rule.RESERVED_BIT, "a frame with a reserved bit", "c10548656c6c6f", "5.2", 1002);
    fail(Rule.RESERVED_OPCODE, "a frame with a reserved opcode", "830548656c6c6f", "5.2", 1002);
    fail(Rule.NOTHING_TO_CONTINUE, "a continuation of nothing", "800548656c6c6f", "5.4", 1002);
    fail(Rule.CONTROL_FRAME_FRAGMENTED, "a ping of two fragments", "0900" + "8000", "5.5", 1002);
    fail(Rule.TEXT_NOT_UTF8, "a text message that is not UTF-8", "8101ff", "8.1", 1007);
    fail(
        Rule.LENGTH_TOP_BIT,
        "a length of 64 bits with its top bit set",
        "827f8000000000000000",
        "5.2",
        1002);
  }

  private void fail(Rule rule, String words, String hex, String section, int code) {
    cases.add(
        next(
                words + " behind the response, in the same piece",
                Handshake.of(GOOD).behind(hex),
                section)
            .breaks(rule)
            .subjectFailsWith(code));
  }
}
