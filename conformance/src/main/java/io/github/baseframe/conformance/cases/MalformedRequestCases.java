package io.github.baseframe.conformance.cases;

import io.github.baseframe.protocol.Rule;
import java.util.List;

/** Section 20.2, for servers: requests that break the rules of HTTP. */
final class MalformedRequestCases extends RequestCases {

  private static final int MANY = 5000;
  private static final int HUGE = 256 * 1024;

  private MalformedRequestCases() {}

  static List<ConformanceCase> all() {
    MalformedRequestCases group = new MalformedRequestCases();
    group.startGroup("20.2");
    group.addMalformedFields();
    group.addMalformedRequestLines();
    group.addHosts();
    group.addLargeHeads();
    return group.cases;
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
}
