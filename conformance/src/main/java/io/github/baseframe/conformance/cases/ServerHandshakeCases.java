package io.github.baseframe.conformance.cases;

import static io.github.baseframe.conformance.cases.CaseBuilder.HELLO;
import static io.github.baseframe.conformance.cases.CaseBuilder.echo;
import static io.github.baseframe.conformance.cases.CaseBuilder.newCase;
import static io.github.baseframe.conformance.cases.CaseBuilder.opened;
import static io.github.baseframe.conformance.cases.CaseBuilder.refused;
import static io.github.baseframe.conformance.cases.CaseBuilder.refusedNaming;
import static io.github.baseframe.conformance.cases.Frame.text;

import io.github.baseframe.protocol.Rule;
import java.util.ArrayList;
import java.util.List;

/** Section 20, for servers: requests for an opening handshake, good and bad. */
final class ServerHandshakeCases {

  private static final String CRLF = "\r\n";
  private static final String TARGET = "GET {path} HTTP/1.1";
  private static final String HOST = "Host: {host}";
  private static final String UPGRADE = "Upgrade: websocket";
  private static final String CONNECTION = "Connection: Upgrade";
  private static final String KEY = "Sec-WebSocket-Key: {key}";
  private static final String VERSION = "Sec-WebSocket-Version: 13";
  private static final String GOOD = head(TARGET, HOST, UPGRADE, CONNECTION, KEY, VERSION);
  private static final String VERSION_FIELD = "Sec-WebSocket-Version: 13";
  private static final Frame MESSAGE = text(HELLO);

  /** A masked text message "Hello" as it is on the wire, its masking key being zero. */
  private static final String HELLO_ON_THE_WIRE = "8185" + "00000000" + "48656c6c6f";

  private static final int MANY = 5000;
  private static final int HUGE = 256 * 1024;

  private final List<ConformanceCase> cases = new ArrayList<>();
  private String group;
  private int number;

  private ServerHandshakeCases() {}

  static List<ConformanceCase> all() {
    ServerHandshakeCases section = new ServerHandshakeCases();
    section.startGroup("20.1");
    section.addSpellings();
    section.addOffers();
    section.addFramesBehind();
    section.startGroup("20.2");
    section.addMalformedFields();
    section.addMalformedRequestLines();
    section.addHosts();
    section.addLargeHeads();
    section.startGroup("20.3");
    section.addMissingFields();
    section.addKeys();
    section.addVersions();
    section.startGroup("20.4");
    section.addBodies();
    return section.cases;
  }

  private static String head(String... lines) {
    return String.join(CRLF, lines) + CRLF + CRLF;
  }

  /** The good head with further fields. */
  private static String with(String... lines) {
    return GOOD.substring(0, GOOD.length() - CRLF.length()) + head(lines);
  }

  /** The good head with another line in the place of one. */
  private static String replacing(String line, String other) {
    return GOOD.replace(line + CRLF, other.isEmpty() ? "" : other + CRLF);
  }

  private void startGroup(String id) {
    group = id;
    number = 0;
  }

  private CaseBuilder next(String words, Handshake handshake, String... sections) {
    number++;
    return newCase(group + "." + number, sections).sends(words).request(handshake);
  }

  /** A request that has to be accepted. */
  private void accept(String words, String head, String... sections) {
    accept(words, Handshake.of(head), sections);
  }

  private void accept(String words, Handshake handshake, String... sections) {
    cases.add(
        next(words, handshake, sections)
            .expects("The connection opens, and a message is echoed.")
            .frames(MESSAGE)
            .strictly(opened(), echo(MESSAGE))
            .testerCloses());
  }

  /** A request that is best accepted. */
  private void mayAccept(String words, String head, String... sections) {
    cases.add(
        next(words, Handshake.of(head), sections)
            .expects("The connection opens and a message is echoed; a refusal is allowed.")
            .frames(MESSAGE)
            .strictly(opened(), echo(MESSAGE))
            .orElse(refused())
            .testerCloses());
  }

  /** A request that must be refused. */
  private void refuse(Rule rule, String words, String head, String... sections) {
    cases.add(
        next(words, Handshake.of(head), sections)
            .breaks(rule)
            .expects("The handshake is refused, by an error status or the end of the stream.")
            .strictly(refused())
            .testerCloses());
  }

  /** A request that is best refused. */
  private void mayRefuse(Rule rule, String words, String head, String... sections) {
    cases.add(
        next(words, Handshake.of(head), sections)
            .breaks(rule)
            .expects("The handshake is refused; to tolerate it is allowed.")
            .strictly(refused())
            .orElse(opened())
            .testerCloses());
  }

  private void addSpellings() {
    accept("an ordinary request", GOOD, "4.1", "4.2.1", "4.2.2");
    accept("an ordinary request, octet by octet", Handshake.of(GOOD).inPieces(1), "4.2.1");
    accept("names of fields in lower case", lowerCaseNames(), "4.2.1", "RFC 9110 5.1");
    accept("names of fields in upper case", upperCaseNames(), "4.2.1", "RFC 9110 5.1");
    accept(
        "no white space behind colons, or a lot of it, also behind the values",
        head(
            TARGET,
            "Host:{host}",
            "Upgrade: \t websocket \t ",
            "Connection:Upgrade",
            "Sec-WebSocket-Key:    {key}    ",
            "Sec-WebSocket-Version:\t13\t"),
        "4.2.1",
        "RFC 9112 5.1");
    accept(
        "the fields in another order",
        head(TARGET, VERSION, KEY, CONNECTION, UPGRADE, HOST),
        "4.1",
        "RFC 9110 5.3");
    accept(
        "Upgrade: WebSocket, in other letters", replacing(UPGRADE, "Upgrade: WebSocket"), "4.2.1");
    accept(
        "Connection: UPGRADE, in other letters",
        replacing(CONNECTION, "Connection: UPGRADE"),
        "4.2.1");
    accept(
        "Connection with several values, as Firefox sends it",
        replacing(CONNECTION, "Connection: keep-alive, Upgrade"),
        "4.2.1");
    accept(
        "Connection as two fields",
        replacing(CONNECTION, "Connection: keep-alive" + CRLF + CONNECTION),
        "4.2.1",
        "RFC 9110 5.3");
    mayAccept(
        "Upgrade with two protocols",
        replacing(UPGRADE, "Upgrade: example/1, websocket"),
        "4.2.1",
        "RFC 9110 7.8");
    accept(
        "the request target in absolute form",
        replacing(TARGET, "GET http://{host}{path} HTTP/1.1"),
        "4.1",
        "RFC 9112 3.2.2");
    mayAccept("an empty line ahead of the request", CRLF + GOOD, "RFC 9112 2.2");
    accept(
        "fields that no server knows, one of them with octets beyond ASCII",
        with("X-Unknown: 1", "X-Empty:", "X-Name: caf\u00e9", "Cookie: a=b; c=d", "Cookie: e=f"),
        "4.1",
        "RFC 9110 5.5");
  }

  private static String lowerCaseNames() {
    return head(
        TARGET,
        "host: {host}",
        "upgrade: websocket",
        "connection: Upgrade",
        "sec-websocket-key: {key}",
        "sec-websocket-version: 13");
  }

  private static String upperCaseNames() {
    return head(
        TARGET,
        "HOST: {host}",
        "UPGRADE: websocket",
        "CONNECTION: Upgrade",
        "SEC-WEBSOCKET-KEY: {key}",
        "SEC-WEBSOCKET-VERSION: 13");
  }

  private void addOffers() {
    cases.add(
        next(
                "an offer of two subprotocols that no server knows",
                Handshake.of(with("Sec-WebSocket-Protocol: x-first, x-second"))
                    .offering("x-first", "x-second"),
                "4.2.2",
                "11.3.4")
            .expects("No other subprotocol is chosen; a refusal is allowed.")
            .frames(MESSAGE)
            .strictly(opened(), echo(MESSAGE))
            .orElse(refused())
            .testerCloses());
    accept(
        "an offer of an extension that no server knows",
        with("Sec-WebSocket-Extensions: x-unknown; a=1; b"),
        "9.1",
        "4.2.2");
    accept(
        "an offer of an extension whose parameter is a quoted string",
        with("Sec-WebSocket-Extensions: x-unknown; a=\"1\"; b=\"x\\y\""),
        "9.1",
        "CVE-2020-7662");
    accept(
        "offers of extensions in two fields",
        with("Sec-WebSocket-Extensions: x-one", "Sec-WebSocket-Extensions: x-two; a=1, x-three"),
        "9.1",
        "11.3.2");
    mayRefuse(
        Rule.EXTENSIONS_MALFORMED,
        "an offer whose quoted string is never closed, of 8000 octets",
        with("Sec-WebSocket-Extensions: x-unknown; a=\"" + "\\c".repeat(4000)),
        "9.1",
        "CVE-2020-7662");
    mayRefuse(
        Rule.SUBPROTOCOLS_MALFORMED,
        "an offer of subprotocols with 8000 blanks in a row",
        with("Sec-WebSocket-Protocol: a" + " ".repeat(8000) + "b"),
        "11.3.4",
        "CVE-2021-32640");
  }

  private void addFramesBehind() {
    Frame hello = text("Hello");
    cases.add(
        next(
                "a frame behind the request, in the same piece",
                Handshake.of(GOOD).behind(HELLO_ON_THE_WIRE),
                "4.1")
            .expects("It is echoed, not lost; a client should have waited, so a refusal is fine.")
            .strictly(opened(), echo(hello))
            .orElse(refused())
            .testerCloses());
    cases.add(
        next(
                "two frames behind the request, in the same piece",
                Handshake.of(GOOD).behind(HELLO_ON_THE_WIRE + HELLO_ON_THE_WIRE),
                "4.1")
            .expects("Both are echoed; a client should have waited, so a refusal is fine.")
            .strictly(opened(), echo(hello), echo(hello))
            .orElse(refused())
            .testerCloses());
  }

  private void addMalformedFields() {
    mayRefuse(
        Rule.LF_WITHOUT_CR, "lines that end in LF alone", GOOD.replace(CRLF, "\n"), "RFC 9112 2.2");
    mayRefuse(Rule.FIELD_FOLDED, "a folded field", with("X-Folded: one", " two"), "RFC 9112 5.2");
    refuse(
        Rule.FIELD_NAME_WHITESPACE,
        "white space between a field's name and its colon",
        replacing(UPGRADE, "Upgrade : websocket"),
        "RFC 9112 5.1");
    refuse(Rule.FIELD_NAME_MISSING, "a field without a name", with(": value"), "RFC 9112 5");
    refuse(
        Rule.FIELD_NAME_WHITESPACE,
        "a field's name with a blank",
        with("X Unknown: value"),
        "RFC 9112 5.1");
    refuse(Rule.FIELD_NAME_NOT_TOKEN, "a line without a colon", with("nonsense"), "RFC 9112 5");
    mayRefuse(
        Rule.CONTROL_CHARACTER, "NUL in a field's value", with("X-Zero: a\0b"), "RFC 9110 5.5");
    mayRefuse(Rule.CR_WITHOUT_LF, "CR in a field's value", with("X-Return: a\rb"), "RFC 9110 5.5");
    mayRefuse(
        Rule.FIELD_FOLDED,
        "a blank ahead of the first field",
        GOOD.replace(HOST, " " + HOST),
        "RFC 9112 2.2");
  }

  private void addMalformedRequestLines() {
    refuse(
        Rule.REQUEST_IN_HTTP_1_0,
        "a request in HTTP/1.0",
        replacing(TARGET, "GET {path} HTTP/1.0"),
        "4.1",
        "4.2.1");
    refuse(
        Rule.REQUEST_LINE_MALFORMED,
        "a request without a version",
        replacing(TARGET, "GET {path}"),
        "4.1",
        "RFC 9112 3");
    refuse(
        Rule.REQUEST_LINE_MALFORMED,
        "the version in lower case",
        replacing(TARGET, "GET {path} http/1.1"),
        "RFC 9112 2.3");
    refuse(
        Rule.HTTP_VERSION_NOT_1,
        "the preface of HTTP/2",
        head("PRI * HTTP/2.0", "", "SM"),
        "4.1",
        "RFC 9113 3.4");
    refuse(
        Rule.CONTROL_CHARACTER,
        "the beginning of a TLS handshake",
        head("\u0016\3\1\0\u00c8\1\0\0\u00c4"),
        "4.1");
    refuse(
        Rule.METHOD_NOT_GET, "a POST", replacing(TARGET, "POST {path} HTTP/1.1"), "4.1", "4.2.1");
    refuse(
        Rule.METHOD_NOT_GET,
        "the method in lower case",
        replacing(TARGET, "get {path} HTTP/1.1"),
        "4.2.1",
        "RFC 9110 9.1");
    mayRefuse(
        Rule.REQUEST_LINE_MALFORMED,
        "two blanks in the request line",
        replacing(TARGET, "GET  {path} HTTP/1.1"),
        "RFC 9112 3");
    refuse(
        Rule.CONTROL_CHARACTER,
        "a frame instead of a request",
        head("\u0081\u0085\0\0\0\0Hello"),
        "4.1");
  }

  private void addHosts() {
    refuse(Rule.HOST_MISSING, "no Host", replacing(HOST, ""), "4.2.1", "RFC 9112 3.2");
    refuse(Rule.HOST_REPEATED, "Host twice", replacing(HOST, HOST + CRLF + HOST), "RFC 9112 3.2");
    refuse(
        Rule.HOST_MALFORMED,
        "a Host that is none",
        replacing(HOST, "Host: a b/c?d"),
        "RFC 9112 3.2");
  }

  private void addLargeHeads() {
    mayRefuse(
        Rule.START_LINE_TOO_LONG,
        "a request target of 256 KiB",
        replacing(TARGET, "GET {path}?" + "a".repeat(HUGE) + " HTTP/1.1"),
        "10.4",
        "RFC 9112 3");
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
        "RFC 9110 5.4",
        "CVE-2024-37890");
    mayRefuse(
        Rule.REQUEST_LINE_MALFORMED,
        "5000 empty lines ahead of the request",
        CRLF.repeat(MANY) + GOOD,
        "RFC 9112 2.2");
  }

  private void addMissingFields() {
    refuse(Rule.REQUEST_UPGRADE_NOT_WEBSOCKET, "no Upgrade", replacing(UPGRADE, ""), "4.2.1");
    refuse(
        Rule.REQUEST_UPGRADE_NOT_WEBSOCKET,
        "an Upgrade to something else",
        replacing(UPGRADE, "Upgrade: h2c"),
        "4.2.1");
    refuse(
        Rule.REQUEST_UPGRADE_NOT_WEBSOCKET,
        "an Upgrade that only begins with websocket",
        replacing(UPGRADE, "Upgrade: websockets"),
        "4.2.1");
    refuse(
        Rule.REQUEST_CONNECTION_NOT_UPGRADE, "no Connection", replacing(CONNECTION, ""), "4.2.1");
    refuse(
        Rule.REQUEST_CONNECTION_NOT_UPGRADE,
        "a Connection without Upgrade",
        replacing(CONNECTION, "Connection: keep-alive"),
        "4.2.1");
    refuse(
        Rule.REQUEST_CONNECTION_NOT_UPGRADE,
        "a Connection that only contains the letters of Upgrade",
        replacing(CONNECTION, "Connection: no-upgrade-please"),
        "4.2.1");
  }

  private void addKeys() {
    key("no key", "");
    key("an empty key", "Sec-WebSocket-Key:");
    key("two keys", KEY + CRLF + KEY);
    key("a key of 15 octets", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAA");
    key("a key of 17 octets", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAAA=");
    key("a key that is not base64", "Sec-WebSocket-Key: !!!!!!!!!!!!!!!!!!!!!!==");
    key("a key without its padding", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA");
    key("a key with a blank in it", "Sec-WebSocket-Key: AAAAAAAAAAA AAAAAAAAAAA==");
  }

  private void key(String words, String line) {
    refuse(Rule.KEY_INVALID, words, replacing(KEY, line), "4.2.1", "11.3.1");
  }

  private void addVersions() {
    refuse(Rule.VERSION_NOT_13, "no version", replacing(VERSION, ""), "4.2.1", "4.4");
    otherVersion("version 8", "8");
    otherVersion("version 14", "14");
    otherVersion("version 0", "0");
    otherVersion("version 255", "255");
    version(Rule.VERSION_NOT_13, "a version that is no number", "Sec-WebSocket-Version: x");
    version(Rule.VERSION_NOT_13, "version 013", "Sec-WebSocket-Version: 013");
    version(Rule.VERSION_NOT_13, "two versions in a list", "Sec-WebSocket-Version: 13, 8");
    version(
        Rule.VERSION_REPEATED,
        "two versions in two fields",
        VERSION + CRLF + "Sec-WebSocket-Version: 8");
  }

  private void version(Rule rule, String words, String line) {
    refuse(rule, words, replacing(VERSION, line), "4.2.1", "11.3.5");
  }

  private void otherVersion(String words, String version) {
    String head = replacing(VERSION, "Sec-WebSocket-Version: " + version);
    cases.add(
        next(words, Handshake.of(head).toBeAnsweredWith(VERSION_FIELD), "4.2.2", "4.4")
            .expects("An error such as 426 that names version 13 in Sec-WebSocket-Version.")
            .breaks(Rule.VERSION_NOT_13)
            .strictly(refusedNaming(VERSION_FIELD))
            .testerCloses());
  }

  private void addBodies() {
    mayAccept("an announced body of no octets", with("Content-Length: 0"), "RFC 9110 8.6");
    body("an announced body that looks like a frame", "Content-Length: 11");
    body(
        "a body announced as chunked that looks like a frame, and as 11 octets",
        "Content-Length: 11" + CRLF + "Transfer-Encoding: chunked");
    cases.add(
        next(
                "a body of no chunks",
                Handshake.of(with("Transfer-Encoding: chunked")).behind("300d0a0d0a"),
                "RFC 9112 7.1")
            .breaks(Rule.BODY_ANNOUNCED)
            .expects("The handshake is refused; to skip the body is allowed.")
            .frames(MESSAGE)
            .strictly(refused())
            .orElse(opened(), echo(MESSAGE))
            .testerCloses());
    refuse(
        Rule.BODY_ANNOUNCED,
        "two bodies of different lengths",
        with("Content-Length: 5", "Content-Length: 11"),
        "RFC 9112 6.3");
    refuse(
        Rule.BODY_ANNOUNCED,
        "a body of a negative length",
        with("Content-Length: -1"),
        "RFC 9112 6.3");
    mayAccept("Expect: 100-continue", with("Expect: 100-continue"), "RFC 9110 10.1.1");
  }

  private void body(String words, String announcement) {
    cases.add(
        next(
                words,
                Handshake.of(with(announcement)).behind(HELLO_ON_THE_WIRE),
                "RFC 9110 7.8",
                "RFC 9112 6.3")
            .breaks(Rule.BODY_ANNOUNCED)
            .expects("The handshake is refused; to skip the body, and not echo it, is allowed.")
            .frames(MESSAGE)
            .strictly(refused())
            .orElse(opened(), echo(MESSAGE))
            .testerCloses());
  }
}
