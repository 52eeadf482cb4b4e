package io.github.baseframe.conformance;

import io.github.baseframe.conformance.cases.CaseCatalogue;
import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.fuzzing.FuzzingServer;
import io.github.baseframe.conformance.testee.TesteeClient;
import io.github.baseframe.protocol.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** All cases against the client, over sockets. */
class ClientConformanceTest {

  private static final String AGENT = "baseframe";

  private static final List<ConformanceCase> CASES = CaseCatalogue.forSubject(Role.CLIENT);

  private static FuzzingServer server;

  @BeforeAll
  static void start() throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server = FuzzingServer.start(address, CASES);
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @TestFactory
  Stream<DynamicTest> overSockets() {
    String url = "ws://127.0.0.1:" + server.port();
    TesteeClient client = new TesteeClient(url, AGENT, Duration.ofSeconds(10));
    return ParallelCases.tests(
        Role.CLIENT,
        each -> {
          client.runCase(CASES.indexOf(each) + 1);
          return server.result(AGENT, each);
        });
  }
}
