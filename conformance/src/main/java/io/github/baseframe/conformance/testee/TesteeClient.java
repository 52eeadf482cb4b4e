package io.github.baseframe.conformance.testee;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.baseframe.client.WebSocketClient;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.deflate.PerMessageDeflate;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * Baseframe's client as the subject of a fuzzing server, whom it asks for one case after the other.
 * For any thread.
 */
public final class TesteeClient {

  private final WebSocketClient client;
  private final String base;
  private final String agent;

  /**
   * Sets the server.
   *
   * @param url its address, with or without a slash at the end
   * @param agent the name that the reports are to show
   * @param handshakeTimeout how long an opening handshake may take, 1 millisecond to 1 day; long,
   *     as the Autobahn test suite answers nobody while it writes its reports
   * @throws IllegalArgumentException if the timeout is out of range
   */
  public TesteeClient(String url, String agent, Duration handshakeTimeout) {
    this(url, agent, handshakeTimeout, PerMessageDeflate.defaults(Role.CLIENT));
  }

  /**
   * Sets the server, and how to compress.
   *
   * @param url its address, with or without a slash at the end
   * @param agent the name that the reports are to show
   * @param handshakeTimeout how long an opening handshake may take, 1 millisecond to 1 day
   * @param compression what it offers
   * @throws IllegalArgumentException if the timeout is out of range
   */
  public TesteeClient(
      String url, String agent, Duration handshakeTimeout, PerMessageDeflate compression) {
    this.client =
        WebSocketClient.builder()
            .limits(Echo.LIMITS)
            .compression(compression)
            .overflowPolicy(OverflowPolicy.CLOSE_CONNECTION)
            .handshakeTimeout(handshakeTimeout)
            // What came before a broken rule is then echoed before the connection fails.
            .handlersOnLoop()
            .build();
    this.base = url.endsWith("/") ? url : url + "/";
    this.agent = URLEncoder.encode(agent, UTF_8);
  }

  /**
   * Asks how many cases there are.
   *
   * @return their number
   * @throws IOException if the server cannot be reached, or says no number
   * @throws IllegalArgumentException if its address is no WebSocket URI
   */
  public int caseCount() throws IOException {
    Visit.Listening visit = new Visit.Listening();
    visit("getCaseCount", visit);
    try {
      return Integer.parseInt(visit.heard().strip());
    } catch (NumberFormatException e) {
      throw new IOException("it does not say how many cases there are", e);
    }
  }

  /**
   * Echoes what a case sends, until its connection ends, or does not even begin because the case is
   * about a response that no client may accept.
   *
   * @param number counted from 1
   * @throws IOException if the server cannot be reached
   */
  public void runCase(int number) throws IOException {
    try {
      visit("runCase?case=" + number + "&agent=" + agent, new Visit.Echoing());
    } catch (ConnectException | UnknownHostException e) {
      throw e;
    } catch (IOException e) {
      // Some cases are a bad opening handshake, by which the client has to fail the connection.
    }
  }

  /**
   * Has the server write its reports.
   *
   * @throws IOException if the server cannot be reached
   */
  public void updateReports() throws IOException {
    visit("updateReports?agent=" + agent, new Visit());
  }

  /** Blocks until the connection has ended. */
  private void visit(String resource, Visit visit) throws IOException {
    client.connect(base + resource, visit);
    visit.awaitEnd();
  }
}
