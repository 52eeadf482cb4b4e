package io.github.baseframe.conformance.fuzzing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.conformance.cases.CaseCatalogue;
import io.github.baseframe.conformance.cases.ConformanceCase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The report on the port of the fuzzing server. */
class ReportPagesTest {

  private static final List<ConformanceCase> CASES = List.of(CaseCatalogue.find("1.1.1"));

  private FuzzingServer server;

  @BeforeEach
  void start() throws IOException {
    server = FuzzingServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), CASES);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  /** Sends a request, and returns all that comes back until the end of the connection. */
  private String request(String head) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write((head + "\r\n\r\n").getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private String get(String path) throws IOException {
    return request("GET " + path + " HTTP/1.1\r\nHost: localhost");
  }

  /** Ends the connection of a case in the middle. */
  private String failCase(String agent) throws IOException {
    return request(
        "GET /runCase?case=1&agent="
            + agent
            + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\nxx");
  }

  @Test
  void beforeTheFirstCaseTheIndexIsThereAndEmpty() throws IOException {
    assertThat(get("/"))
        .startsWith("HTTP/1.1 200 ")
        .contains("Content-Type: text/html; charset=utf-8", "There are no results yet.");
  }

  @Test
  void theIndexAndEveryPageItLinksToAreThere() throws Exception {
    failCase("the+agent");
    server.result("the agent", CASES.get(0));

    assertThat(get("/")).contains("href=\"the_agent_case_1_1_1.html\"", "FAILED");
    assertThat(get("/the_agent_case_1_1_1.html")).startsWith("HTTP/1.1 200 ").contains("Expected");
    assertThat(get("/index.json")).contains("Content-Type: application/json", "\"behavior\"");
    assertThat(get("/junit.xml")).contains("Content-Type: application/xml", "<testsuites>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../pom.xml",
        "/%2e%2e/pom.xml",
        "/..%2fpom.xml",
        "//etc/passwd",
        "/etc/passwd",
        "/.",
        "/index.html/",
        "/index.html%00",
        "/INDEX.HTML",
        "/runCase?case=1&agent=a"
      })
  void whatIsNoFileOfTheReportIsNotThere(String path) throws IOException {
    assertThat(get(path)).matches("(?s)HTTP/1.1 40[04] .*").doesNotContain("<project", "root:");
  }

  @Test
  void headIsGetWithoutTheBody() throws IOException {
    assertThat(request("HEAD / HTTP/1.1\r\nHost: localhost"))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "DELETE", "PUT"})
  void theReportCannotBeChanged(String method) throws IOException {
    assertThat(request(method + " / HTTP/1.1\r\nHost: localhost")).startsWith("HTTP/1.1 405 ");
  }

  @Test
  void theNumberOfAgentsHasAnEnd() throws Exception {
    for (int i = 0; i < Results.MAX_AGENTS; i++) {
      failCase("agent" + i);
      server.result("agent" + i, CASES.get(0));
    }

    assertThat(failCase("one-too-many")).startsWith("HTTP/1.1 503 ");
    assertThat(failCase("agent1")).startsWith("HTTP/1.1 101 ");
    assertThat(server.results()).hasSize(Results.MAX_AGENTS).doesNotContainKey("one-too-many");
  }
}
