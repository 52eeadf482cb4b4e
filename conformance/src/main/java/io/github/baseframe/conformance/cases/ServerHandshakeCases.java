package io.github.baseframe.conformance.cases;

import static io.github.baseframe.conformance.cases.CaseBuilder.echo;
import static io.github.baseframe.conformance.cases.CaseBuilder.opened;
import static io.github.baseframe.conformance.cases.CaseBuilder.refused;
import static io.github.baseframe.conformance.cases.CaseBuilder.refusedNaming;
import static io.github.baseframe.conformance.cases.Frame.text;

import io.github.baseframe.protocol.Rule;
import java.util.List;

/** Section 20, for servers: requests for an opening handshake, good and bad. */
final class ServerHandshakeCases extends RequestCases {

  private static final String VERSION_FIELD = "Sec-WebSocket-Version: 13";

  /** A masked text message "Hello" as it is on the wire, its masking key being zero. */
  private static final String HELLO_ON_THE_WIRE = "8185" + "00000000" + "48656c6c6f";

  private ServerHandshakeCases() {}

  static List<ConformanceCase> all() {
    ServerHandshakeCases section = new ServerHandshakeCases();
    section.startGroup("20.1");
    section.addSpellings();
    section.addOffers();
    section.addFramesBehind();
    section.cases.addAll(MalformedRequestCases.all());
    section.startGroup("20.3");
    section.addMissingFields();
    section.addKeys();
    section.addVersions();
    section.startGroup("20.4");
    section.addBodies();
    return section.cases;
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
