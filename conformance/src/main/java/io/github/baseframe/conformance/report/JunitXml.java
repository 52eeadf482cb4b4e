package io.github.baseframe.conformance.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.baseframe.conformance.engine.CaseResult;
import java.util.List;
import java.util.Locale;

/** The file that build servers read: a suite for each agent, a failure for what is too bad. */
final class JunitXml {

  private final Expectations expectations;
  private final StringBuilder xml = new StringBuilder();

  private JunitXml(Expectations expectations) {
    this.expectations = expectations;
  }

  static byte[] of(List<AgentResults> agents, Expectations expectations) {
    JunitXml junit = new JunitXml(expectations);
    junit.xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    agents.forEach(junit::addSuite);
    return junit.xml.append("</testsuites>\n").toString().getBytes(UTF_8);
  }

  private void addSuite(AgentResults agent) {
    long failures = agent.byId().values().stream().filter(each -> isTooBad(agent, each)).count();
    double seconds =
        agent.byId().values().stream().mapToDouble(each -> each.duration().toNanos() / 1e9).sum();
    xml.append("<testsuite name=\"").append(escape(agent.agent()));
    xml.append("\" tests=\"").append(agent.byId().size());
    xml.append("\" failures=\"").append(failures);
    xml.append("\" errors=\"0\" skipped=\"0\" time=\"").append(seconds(seconds)).append("\">\n");
    agent.byId().values().forEach(each -> addCase(agent, each));
    xml.append("</testsuite>\n");
  }

  private boolean isTooBad(AgentResults agent, CaseResult result) {
    return !expectations.isMetBy(agent.agent(), result);
  }

  private void addCase(AgentResults agent, CaseResult result) {
    String section = Words.sectionTitle(Words.section(result.conformanceCase().id()));
    xml.append("<testcase classname=\"").append(escape(agent.agent() + ": " + section));
    xml.append("\" name=\"").append(escape(result.conformanceCase().toString()));
    xml.append("\" time=\"").append(seconds(result.duration().toNanos() / 1e9)).append('"');
    if (isTooBad(agent, result)) {
      xml.append(">\n<failure message=\"");
      xml.append(escape(Words.of(result) + ": " + result.explanation())).append("\">");
      xml.append(escape(result.wireLog().toString())).append("</failure>\n</testcase>\n");
    } else {
      xml.append("/>\n");
    }
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }

  /** XML has no way to write most control characters, U+FFFE, U+FFFF or half a surrogate pair. */
  private static String escape(String text) {
    StringBuilder legal = new StringBuilder(text.length());
    text.codePoints()
        .map(
            c ->
                c == 0xFFFE || c == 0xFFFF || Character.getType(c) == Character.SURROGATE
                    ? 0xFFFD
                    : c)
        .forEach(legal::appendCodePoint);
    return Html.escape(legal.toString());
  }
}
