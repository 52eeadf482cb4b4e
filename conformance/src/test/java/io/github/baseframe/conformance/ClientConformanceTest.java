package io.github.baseframe.conformance;

import io.github.baseframe.conformance.cases.CaseCatalogue;
import io.github.baseframe.conformance.cases.ConformanceCase;
import io.github.baseframe.conformance.fuzzing.FuzzingServer;
import io.github.baseframe.conformance.testee.TesteeClient;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.deflate.PerMessageDeflate;
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
    return ParallelCases.tests(
        Role.CLIENT, runner("baseframe", PerMessageDeflate.defaults(Role.CLIENT)));
  }

  /** By default the client takes context over, and compresses no small messages. */
  @TestFactory
  Stream<DynamicTest> overSocketsWithContextTakeoverAndSmallMessagesCompressed() {
    return ParallelCases.compressionTests(
        Role.CLIENT, runner("all", PerMessageDeflate.defaults(Role.CLIENT).withMinMessageBytes(0)));
  }

  @TestFactory
  Stream<DynamicTest> overSocketsWithoutContextTakeover() {
    return ParallelCases.compressionTests(
        Role.CLIENT,
        runner(
            "forgetting",
            PerMessageDeflate.defaults(Role.CLIENT).withContextTakeover(false, false)));
  }

  private static ParallelCases.Runner runner(String agent, PerMessageDeflate compression) {
    String url = "ws://127.0.0.1:" + server.port();
    TesteeClient client = new TesteeClient(url, agent, Duration.ofSeconds(10), compression);
    return each -> {
      client.runCase(CASES.indexOf(each) + 1);
      return server.result(agent, each);
    };
  }
}
