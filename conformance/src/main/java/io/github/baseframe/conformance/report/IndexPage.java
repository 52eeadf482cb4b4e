package io.github.baseframe.conformance.report;

import static io.github.baseframe.conformance.report.Html.escape;

import io.github.baseframe.conformance.cases.Behavior;
import io.github.baseframe.conformance.cases.CaseCatalogue;
import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.engine.CaseResult;
import io.github.baseframe.conformance.engine.CloseBehavior;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The matrix of cases and agents, with a filter. */
final class IndexPage {

  private static final String TITLE = "WebSocket conformance";

  private final List<AgentResults> agents;
  private final List<ConformanceCase> cases;
  private final StringBuilder html = new StringBuilder();

  private IndexPage(List<AgentResults> agents) {
    this.agents = agents;
    this.cases =
        CaseCatalogue.all().stream()
            .filter(each -> agents.stream().anyMatch(agent -> agent.byId().containsKey(each.id())))
            .toList();
  }

  static byte[] of(List<AgentResults> agents) {
    return new IndexPage(agents).page();
  }

  private byte[] page() {
    html.append("<h1>").append(TITLE).append("</h1>\n");
    if (cases.isEmpty()) {
      html.append("<p>There are no results yet.</p>\n");
      return Html.page(TITLE, html.toString());
    }
    addSummary();
    addFilter();
    addTable();
    return Html.page(TITLE, html.toString());
  }

  private void addSummary() {
    html.append("<ul class=\"summary\">\n");
    for (AgentResults agent : agents) {
      html.append("<li>").append(Html.name(agent.agent())).append(": ");
      List<String> counts = new ArrayList<>();
      for (Behavior behavior : Behavior.values()) {
        long count =
            agent.byId().values().stream().filter(each -> each.behavior() == behavior).count();
        if (count > 0) {
          counts.add(count + " " + Words.of(behavior));
        }
      }
      html.append(String.join(", ", counts)).append("</li>\n");
    }
    html.append("</ul>\n");
  }

  private void addFilter() {
    html.append("<form id=\"filter\" role=\"search\" aria-label=\"Filter of cases\">\n");
    html.append("<label>Section <select name=\"section\"><option value=\"\">all</option>");
    Set<String> sections = new LinkedHashSet<>();
    cases.forEach(each -> sections.add(Words.section(each.id())));
    sections.forEach(each -> addOption(each, Words.sectionTitle(each)));
    html.append("</select></label>\n");
    html.append("<label>Verdict <select name=\"verdict\"><option value=\"\">all</option>");
    addOption("problem", "not as it should be");
    for (Behavior each : Behavior.values()) {
      addOption(Words.of(each), Words.of(each));
    }
    html.append("</select></label>\n");
    html.append("<label>Text <input type=\"search\" name=\"text\"></label>\n");
    html.append("<output id=\"shown\" aria-live=\"polite\">").append(cases.size());
    html.append(" cases</output>\n</form>\n");
  }

  private void addOption(String value, String text) {
    html.append("<option value=\"").append(escape(value)).append("\">").append(escape(text));
    html.append("</option>");
  }

  private void addTable() {
    html.append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Verdicts\">\n");
    html.append("<table class=\"matrix\">\n<caption>");
    html.append("Each verdict, and the code that its connection was closed with</caption>\n");
    html.append("<thead><tr><th scope=\"col\">Case</th>");
    for (AgentResults agent : agents) {
      html.append("<th scope=\"col\">").append(Html.name(agent.agent())).append("</th>");
    }
    html.append("</tr></thead>\n");
    String section = null;
    for (ConformanceCase each : cases) {
      String next = Words.section(each.id());
      if (!next.equals(section)) {
        html.append(section == null ? "" : "</tbody>\n");
        html.append("<tbody><tr class=\"section\"><th scope=\"rowgroup\" colspan=\"");
        html.append(agents.size() + 1).append("\">").append(escape(Words.sectionTitle(next)));
        html.append("</th></tr>\n");
        section = next;
      }
      addRow(each, next);
    }
    html.append("</tbody>\n</table>\n</div>\n");
  }

  private void addRow(ConformanceCase row, String section) {
    html.append("<tr class=\"case\" data-section=\"").append(escape(section));
    html.append("\" data-verdicts=\"").append(escape(verdicts(row))).append("\">");
    html.append("<th scope=\"row\">").append(escape(row.id())).append(" <span>");
    html.append(escape(row.sends())).append("</span></th>");
    for (AgentResults agent : agents) {
      addCell(agent, row);
    }
    html.append("</tr>\n");
  }

  /** What the filter compares with, each word once. */
  private String verdicts(ConformanceCase row) {
    return agents.stream()
        .map(agent -> agent.byId().get(row.id()))
        .filter(result -> result != null)
        .map(result -> Words.of(result.behavior()) + (isGood(result) ? "" : " problem"))
        .distinct()
        .collect(Collectors.joining(" "));
  }

  private static boolean isGood(CaseResult result) {
    return Expectations.ALL_OK.isMetBy("", result);
  }

  private void addCell(AgentResults agent, ConformanceCase row) {
    CaseResult result = agent.byId().get(row.id());
    if (result == null) {
      html.append("<td class=\"missing\">missing</td>");
      return;
    }
    html.append("<td class=\"").append(result.behavior()).append("\"><a href=\"");
    html.append(agent.fileOf(row, ".html")).append("\">");
    html.append(Words.of(result.behavior())).append("</a> <small>");
    boolean fine =
        result.closeBehavior() == CloseBehavior.OK
            || result.closeBehavior() == CloseBehavior.INFORMATIONAL;
    html.append(fine ? "" : Words.of(result.closeBehavior()) + " ");
    html.append(result.remoteCloseCode() == null ? "no code" : result.remoteCloseCode());
    html.append("</small></td>");
  }
}
