package io.github.baseframe.conformance.report;

import static io.github.baseframe.conformance.report.Html.escape;

import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.engine.CaseResult;
import io.github.baseframe.conformance.engine.WireLog;
import io.github.baseframe.protocol.Rule;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;

/** All about one case with one agent. */
final class CasePage {

  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  private CasePage() {}

  static byte[] of(AgentResults agent, CaseResult result) {
    ConformanceCase found = result.conformanceCase();
    StringBuilder html = new StringBuilder();
    html.append("<nav><a href=\"index.html\">All cases</a></nav>\n");
    html.append("<h1>Case ").append(escape(found.id())).append(" with ");
    html.append(Html.name(agent.agent())).append("</h1>\n");
    html.append("<p class=\"verdict ").append(result.behavior()).append("\"><strong>");
    html.append(escape(Words.of(result))).append("</strong> ");
    html.append(escape(result.explanation())).append("</p>\n<dl>\n");
    add(html, "The tester sends", escape(found.sends()));
    add(html, "Expected", escape(found.expects()));
    add(
        html,
        "RFC 6455",
        found.sections().stream().map(CasePage::link).collect(Collectors.joining(", ")));
    if (!found.broken().isEmpty()) {
      add(html, "Rule", rules(found));
    }
    Integer code = result.remoteCloseCode();
    add(html, "Close code of the subject", code == null ? "none" : code.toString());
    add(html, "Duration", result.duration().toMillis() + " ms");
    html.append("</dl>\n");
    addHeads(html, result.wireLog());
    addFrames(html, result.wireLog());
    return Html.page(found.id() + " " + agent.agent(), html.toString());
  }

  private static void add(StringBuilder html, String term, String markup) {
    html.append("<dt>").append(term).append("</dt><dd>").append(markup).append("</dd>\n");
  }

  /** One line, or two where a client breaks another rule than a server. */
  private static String rules(ConformanceCase found) {
    return found.broken().values().stream()
        .distinct()
        .sorted()
        .map(CasePage::inWords)
        .collect(Collectors.joining("<br>"));
  }

  private static String inWords(Rule rule) {
    return escape(rule + ", " + rule.rfc() + " " + rule.section() + ": " + rule.sentence());
  }

  /** What is no plain number of a section, such as that of another RFC, is not linked. */
  private static String link(String section) {
    return section.matches("\\d+(\\.\\d+)*")
        ? "<a href=\"https://www.rfc-editor.org/rfc/rfc6455#section-%1$s\">%1$s</a>"
            .formatted(section)
        : escape(section);
  }

  private static void addHeads(StringBuilder html, WireLog log) {
    html.append("<h2>Opening handshake</h2>\n");
    if (log.heads().isEmpty()) {
      html.append("<p>Nothing was sent.</p>\n");
    }
    for (WireLog.Head head : log.heads()) {
      html.append(head.sent() ? "<h3>The tester: " : "<h3>The subject: ");
      html.append(octets(head.length())).append("</h3>\n<pre>");
      html.append(escape(String.join("\n", head.lines()))).append("</pre>\n");
      html.append("<details><summary>Octets</summary><code>");
      html.append(hex(head.octets().toBytes(), head.octets().length() < head.length()));
      html.append("</code></details>\n");
    }
  }

  private static String octets(long count) {
    return count == 1 ? "1 octet" : Long.toUnsignedString(count) + " octets";
  }

  private static String hex(byte[] octets, boolean cut) {
    return HEX.formatHex(octets) + (cut ? " ..." : "");
  }

  private static void addFrames(StringBuilder html, WireLog log) {
    html.append("<h2>Frames</h2>\n");
    if (log.lines().isEmpty()) {
      html.append("<p>No frame.</p>\n");
      return;
    }
    html.append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Frames\">\n");
    html.append(
        "<table class=\"wire\">\n<caption>Payloads are unmasked, octets as they were on the wire;"
            + " of several equal frames, those of the first</caption>\n");
    html.append("<thead><tr><th scope=\"col\">Seconds</th><th scope=\"col\">Who</th>");
    html.append("<th scope=\"col\">Frame</th><th scope=\"col\">Payload</th>");
    html.append("<th scope=\"col\">Octets</th></tr></thead>\n<tbody>\n");
    log.lines().forEach(line -> addLine(html, line));
    html.append("</tbody>\n</table>\n</div>\n");
    if (log.omitted() > 0) {
      html.append("<p>And ").append(log.omitted()).append(" more frames.</p>\n");
    }
  }

  private static void addLine(StringBuilder html, WireLog.Line line) {
    html.append(line.sent() ? "<tr class=\"sent\"><td>" : "<tr class=\"received\"><td>");
    html.append(String.format(Locale.ROOT, "%.3f", line.at().toNanos() / 1e9)).append("</td><td>");
    html.append(line.sent() ? "tester" : "subject").append("</td><td>");
    html.append(line.count() > 1 ? line.count() + " × " : "").append(escape(line.name()));
    html.append("</td><td>").append(octets(line.length()));
    html.append(line.length() == 0 ? "" : ": " + escape(line.payload().toString()));
    html.append("</td><td><code>").append(hex(line.octets(), line.isCut()));
    html.append("</code></td></tr>\n");
  }
}
