package io.github.baseframe.conformance.report;

import static io.github.baseframe.conformance.report.Html.escape;

import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.engine.CaseResult;
import io.github.baseframe.conformance.engine.WireLog;
import java.util.Locale;
import java.util.stream.Collectors;

/** All about one case with one agent. */
final class CasePage {

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
    Integer code = result.remoteCloseCode();
    add(html, "Close code of the subject", code == null ? "none" : code.toString());
    add(html, "Duration", result.duration().toMillis() + " ms");
    html.append("</dl>\n");
    addWireLog(html, result.wireLog());
    return Html.page(found.id() + " " + agent.agent(), html.toString());
  }

  private static void add(StringBuilder html, String term, String markup) {
    html.append("<dt>").append(term).append("</dt><dd>").append(markup).append("</dd>\n");
  }

  /** What is no plain number of a section, such as that of another RFC, is not linked. */
  private static String link(String section) {
    return section.matches("\\d+(\\.\\d+)*")
        ? "<a href=\"https://www.rfc-editor.org/rfc/rfc6455#section-%1$s\">%1$s</a>"
            .formatted(section)
        : escape(section);
  }

  private static void addWireLog(StringBuilder html, WireLog log) {
    html.append("<h2>On the wire</h2>\n");
    if (log.lines().isEmpty()) {
      html.append("<p>No frame.</p>\n");
      return;
    }
    html.append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Frames\">\n");
    html.append(
        "<table class=\"wire\">\n<caption>Payloads are shown unmasked, lengths in their shortest form; ");
    html.append(FrameHex.MASKING_KEY_OCTET).append(" is an octet of a masking key</caption>\n");
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
    html.append("</td><td>")
        .append(line.length())
        .append(line.length() == 1 ? " octet" : " octets");
    html.append(line.length() == 0 ? "" : ": " + escape(line.frame().payload().toString()));
    html.append("</td><td><code>").append(FrameHex.of(line)).append("</code></td></tr>\n");
  }
}
