package io.github.baseframe.conformance.cases;

import static io.github.baseframe.conformance.cases.CaseBuilder.HELLO;
import static io.github.baseframe.conformance.cases.CaseBuilder.echo;
import static io.github.baseframe.conformance.cases.CaseBuilder.newCase;
import static io.github.baseframe.conformance.cases.CaseBuilder.opened;
import static io.github.baseframe.conformance.cases.CaseBuilder.refused;
import static io.github.baseframe.conformance.cases.Frame.text;

import io.github.baseframe.protocol.Rule;
import java.util.ArrayList;
import java.util.List;

/** What the cases of section 20 have in common: requests that vary one good request. */
abstract class RequestCases {

  static final String CRLF = "\r\n";
  static final String TARGET = "GET {path} HTTP/1.1";
  static final String HOST = "Host: {host}";
  static final String UPGRADE = "Upgrade: websocket";
  static final String CONNECTION = "Connection: Upgrade";
  static final String KEY = "Sec-WebSocket-Key: {key}";
  static final String VERSION = "Sec-WebSocket-Version: 13";
  static final String GOOD = head(TARGET, HOST, UPGRADE, CONNECTION, KEY, VERSION);
  static final Frame MESSAGE = text(HELLO);

  final List<ConformanceCase> cases = new ArrayList<>();
  private String group;
  private int number;

  static String head(String... lines) {
    return String.join(CRLF, lines) + CRLF + CRLF;
  }

  /** The good head with further fields. */
  static String with(String... lines) {
    return GOOD.substring(0, GOOD.length() - CRLF.length()) + head(lines);
  }

  /** The good head with another line in the place of one. */
  static String replacing(String line, String other) {
    return GOOD.replace(line + CRLF, other.isEmpty() ? "" : other + CRLF);
  }

  void startGroup(String id) {
    group = id;
    number = 0;
  }

  CaseBuilder next(String words, Handshake handshake, String... sections) {
    number++;
    return newCase(group + "." + number, sections).sends(words).request(handshake);
  }

  /** A request that has to be accepted. */
  void accept(String words, String head, String... sections) {
    accept(words, Handshake.of(head), sections);
  }

  void accept(String words, Handshake handshake, String... sections) {
    cases.add(
        next(words, handshake, sections)
            .expects("The connection opens, and a message is echoed.")
            .frames(MESSAGE)
            .strictly(opened(), echo(MESSAGE))
            .testerCloses());
  }

  /** A request that is best accepted. */
  void mayAccept(String words, String head, String... sections) {
    cases.add(
        next(words, Handshake.of(head), sections)
            .expects("The connection opens and a message is echoed; a refusal is allowed.")
            .frames(MESSAGE)
            .strictly(opened(), echo(MESSAGE))
            .orElse(refused())
            .testerCloses());
  }

  /** A request that must be refused. */
  void refuse(Rule rule, String words, String head, String... sections) {
    cases.add(
        next(words, Handshake.of(head), sections)
            .breaks(rule)
            .expects("The handshake is refused, by an error status or the end of the stream.")
            .strictly(refused())
            .testerCloses());
  }

  /** A request that is best refused. */
  void mayRefuse(Rule rule, String words, String head, String... sections) {
    cases.add(
        next(words, Handshake.of(head), sections)
            .breaks(rule)
            .expects("The handshake is refused; to tolerate it is allowed.")
            .strictly(refused())
            .orElse(opened())
            .testerCloses());
  }
}
