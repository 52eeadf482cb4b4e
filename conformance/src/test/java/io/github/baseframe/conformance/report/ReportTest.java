package io.github.baseframe.conformance.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.baseframe.conformance.cases.Behavior;
import io.github.baseframe.conformance.cases.CaseCatalogue;
import io.github.baseframe.conformance.engine.CaseResult;
import io.github.baseframe.conformance.engine.CloseBehavior;
import io.github.baseframe.conformance.engine.WireLog;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ReportTest {

  private static final String HOSTILE = "</title><script>alert(1)</script>'\"&\u0000\u202e../..\\";

  @TempDir private Path directory;

  private static CaseResult result(
      String id, Behavior behavior, CloseBehavior close, Integer code) {
    WireLog wireLog = new WireLog();
    byte[] head = HOSTILE.getBytes(UTF_8);
    wireLog.addHead(true, head, 0, head.length);
    CaseResult template =
        CaseResult.notOpened(CaseCatalogue.find(id), "Because: " + HOSTILE, wireLog);
    return new CaseResult(
        template.conformanceCase(),
        behavior,
        close,
        code,
        Duration.ofMillis(1234),
        template.explanation(),
        template.wireLog());
  }

  private static CaseResult failed(String id) {
    return result(id, Behavior.FAILED, CloseBehavior.WRONG_CODE, 1002);
  }

  private static CaseResult passed(String id) {
    return result(id, Behavior.OK, CloseBehavior.OK, null);
  }

  private static Report report(Map<String, List<CaseResult>> results) {
    return new Report(results, Expectations.ALL_OK);
  }

  private static String text(Report report, String name) {
    return new String(report.file(name), UTF_8);
  }

  @Test
  void theIndexForProgramsHasTheShapeOfTheOriginal() throws Exception {
    Report report =
        report(Map.of("Node-WS/8", List.of(failed("2.1"), passed("10.1.1"), passed("1.1.1"))));
    String json = text(report, "index.json");
    JsonNode verdicts = new ObjectMapper().readTree(json).get("Node-WS/8");

    assertThat(verdicts.get("2.1"))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"behavior": "FAILED", "behaviorClose": "WRONG CODE", "duration": 1234,
                     "remoteCloseCode": 1002, "reportfile": "node_ws_8_case_2_1.json"}
                    """));
    assertThat(verdicts.get("1.1.1").get("remoteCloseCode").isNull()).isTrue();
    assertThat(verdicts.fieldNames()).toIterable().containsExactly("1.1.1", "10.1.1", "2.1");
    assertThat(json).startsWith("{\n   \"Node-WS/8\"");
  }

  @Test
  void everyFileThatTheIndexNamesIsThereAndHasATwinForPeople() throws Exception {
    Report report = report(Map.of("a", List.of(failed("2.1"), passed("1.1.1"))));
    for (JsonNode verdict : new ObjectMapper().readTree(report.file("index.json")).get("a")) {
      String name = verdict.get("reportfile").textValue();
      JsonNode page = new ObjectMapper().readTree(report.file(name));
      assertThat(page.get("behavior")).isEqualTo(verdict.get("behavior"));
      assertThat(page.get("agent").textValue()).isEqualTo("a");
      assertThat(report.names()).contains(name.replace(".json", ".html"));
    }
  }

  @Test
  void theMatrixLinksEveryVerdictAndShowsWhatIsMissing() {
    Map<String, List<CaseResult>> results = new LinkedHashMap<>();
    results.put("a", List.of(failed("2.1"), passed("1.1.1")));
    results.put("b", List.of(passed("1.1.1")));
    String html = text(report(results), "index.html");

    assertThat(html)
        .contains("<a href=\"a_case_2_1.html\">FAILED</a> <small>WRONG CODE 1002</small>")
        .contains("<a href=\"b_case_1_1_1.html\">OK</a> <small>no code</small>")
        .contains("<td class=\"missing\">missing</td>")
        .contains("data-section=\"2\" data-verdicts=\"FAILED problem\"")
        .contains("data-section=\"1\" data-verdicts=\"OK\"")
        .contains("<option value=\"2\">2 Pings and pongs</option>");
    assertThat(html.indexOf("a_case_1_1_1")).isLessThan(html.indexOf("a_case_2_1"));
  }

  @Test
  void thePageOfACaseNamesTheRuleThatTheTesterBreaks() {
    String html = text(report(Map.of("a", List.of(failed("4.1.1")))), "a_case_4_1_1.html");

    assertThat(html)
        .contains("<dt>Rule</dt><dd>RESERVED_OPCODE, RFC 6455 5.2: the opcode is reserved</dd>");
  }

  @Test
  void whereAClientBreaksAnotherRuleThanAServerThePageNamesBoth() {
    String html = text(report(Map.of("a", List.of(failed("25.2.1")))), "a_case_25_2_1.html");

    assertThat(html)
        .contains("<dd>UNMASKED_CLIENT_FRAME, RFC 6455 5.1: a client must mask its frames<br>")
        .contains("<br>MASKED_SERVER_FRAME, RFC 6455 5.1: a server must not mask its frames</dd>");
  }

  @Test
  void thePageOfACaseThatBreaksNoRuleNamesNone() {
    String html = text(report(Map.of("a", List.of(failed("2.1")))), "a_case_2_1.html");

    assertThat(html).doesNotContain("<dt>Rule</dt>");
  }

  @Test
  void pagesLoadNothing() {
    Report report = report(Map.of("a", List.of(failed("2.1"))));
    for (String page : List.of("index.html", "a_case_2_1.html")) {
      assertThat(text(report, page))
          .doesNotContain("src=", "<link", "@import", "url(")
          .contains("Content-Security-Policy", "default-src 'none'", "<html lang=\"en\">");
    }
  }

  @Test
  void theJunitFileCountsWhatIsWorseThanExpected() throws Exception {
    Report report = report(Map.of("a", List.of(failed("2.1"), passed("1.1.1"))));
    Element suite = (Element) junit(report).getElementsByTagName("testsuite").item(0);

    assertThat(suite.getAttribute("tests")).isEqualTo("2");
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    assertThat(suite.getAttribute("time")).isEqualTo("2.468");
    Element failure = (Element) suite.getElementsByTagName("failure").item(0);
    assertThat(failure.getAttribute("message")).startsWith("FAILED, close WRONG CODE: Because");
    assertThat(((Element) failure.getParentNode()).getAttribute("name")).startsWith("2.1 ");
  }

  private static Document junit(Report report) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(report.file("junit.xml")));
  }

  /** The names of the tests say nothing of these: not every report of a build could tell them. */
  @ParameterizedTest(name = "name {index}")
  @ValueSource(strings = {HOSTILE, "]]>", "\ud800", "\uffff\u0001", "=1+1", "", "%s%n"})
  void noNameOfAnAgentBreaksOutOfAnyFile(String agent) throws Exception {
    Report report = report(Map.of(agent, List.of(failed("2.1"))));

    junit(report);
    new ObjectMapper().readTree(report.file("index.json"));
    for (String name : report.names()) {
      assertThat(name).matches("[a-z0-9_]+\\.(html|json|xml)");
      if (name.endsWith(".html")) {
        assertThat(text(report, name)).doesNotContain("<script>alert", "</title><");
      }
    }
  }

  @Test
  void theJunitFileIsWellFormedWhateverCharactersANameHas() throws Exception {
    StringBuilder all = new StringBuilder();
    for (int c = Character.MIN_VALUE; c <= Character.MAX_VALUE; c++) {
      all.append((char) c).append(' ');
    }
    all.append("\ud83d\ude00");

    Document junit = junit(report(Map.of(all.toString(), List.of(failed("2.1")))));
    Element suite = (Element) junit.getElementsByTagName("testsuite").item(0);
    assertThat(suite.getAttribute("name"))
        .hasSameSizeAs(all)
        .contains("a b c", "< = >", "\u00e9", "\ud83d\ude00")
        .startsWith("\ufffd \ufffd");
  }

  @Test
  void agentsNeverShareAFile() {
    Map<String, List<CaseResult>> results = new LinkedHashMap<>();
    List<String> agents = List.of("a", "A", "a!", "a 2", "a_2", "!", "?", "x".repeat(5000));
    agents.forEach(agent -> results.put(agent, List.of(passed("1.1.1"))));
    Report report = report(results);

    List<String> pages = new ArrayList<>(report.names());
    pages.removeIf(name -> !name.endsWith("_case_1_1_1.html"));
    assertThat(pages).hasSize(agents.size()).allMatch(name -> name.length() < 200);
    assertThat(pages).contains("a_case_1_1_1.html", "agent_case_1_1_1.html");
  }

  @Test
  void allFilesAreWrittenAndOthersStay() throws Exception {
    Path nested = directory.resolve("new").resolve("report");
    Report report = report(Map.of("a", List.of(failed("2.1"))));
    Files.writeString(directory.resolve("other"), "kept");

    report.write(nested);

    for (String name : report.names()) {
      assertThat(nested.resolve(name)).hasBinaryContent(report.file(name));
    }
    assertThat(directory.resolve("other")).hasContent("kept");
  }

  @Test
  void thereIsNoOtherFile() {
    Report report = report(Map.of("a", List.of(failed("2.1"))));
    assertThat(report.file("../index.html")).isNull();
    assertThat(report.file("")).isNull();
  }
}
