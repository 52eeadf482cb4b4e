package io.github.baseframe.conformance.fuzzing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.baseframe.conformance.cases.Behavior;
import io.github.baseframe.conformance.cases.CaseCatalogue;
import io.github.baseframe.conformance.engine.CaseResult;
import io.github.baseframe.conformance.engine.EchoSubjectServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DialerTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String REFUSING = "127.0.0.2";
  private static final String LOOPBACK = "127.0.0.1";

  /** A name with these addresses. */
  private static Dialer.Resolver addresses(String... addresses) {
    return host -> {
      List<InetAddress> found = new ArrayList<>();
      for (String address : addresses) {
        found.add(InetAddress.getByAddress(host, InetAddress.getByName(address).getAddress()));
      }
      return found.toArray(InetAddress[]::new);
    };
  }

  @Test
  void anAddressThatRefusesIsFollowedByTheNextOne() throws IOException {
    try (EchoSubjectServer server = new EchoSubjectServer()) {
      int port = URI.create(server.urls().get("RIGHT")).getPort();
      FuzzingClient client =
          new FuzzingClient(
              "ws://server.example:" + port + "/RIGHT", null, addresses(REFUSING, LOOPBACK));

      CaseResult result = client.run(CaseCatalogue.find("1.1.1"));
      assertThat(result.behavior()).as(result.explanation()).isEqualTo(Behavior.OK);
    }
  }

  @Test
  void theFirstAddressThatAnswersIsConnectedTo() throws IOException {
    try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK));
        ServerSocket second =
            new ServerSocket(first.getLocalPort(), 1, InetAddress.getByName(REFUSING))) {
      new Dialer(addresses(LOOPBACK, REFUSING), TIMEOUT)
          .dial("server.example", first.getLocalPort())
          .close();

      first.setSoTimeout((int) TIMEOUT.toMillis());
      first.accept().close();
      second.setSoTimeout(1);
      assertThatThrownBy(second::accept).isInstanceOf(IOException.class);
    }
  }

  @Test
  void theFailureNamesEachAddressInOrder() throws IOException {
    int port = freePort();
    Dialer dialer = new Dialer(addresses(REFUSING, LOOPBACK, "::1"), TIMEOUT);

    assertThatThrownBy(() -> dialer.dial("server.example", port))
        .isInstanceOf(ConnectException.class)
        .hasMessageMatching(
            "cannot connect to 127.0.0.2:%1$d: .+; to 127.0.0.1:%1$d: .+; to \\[0.*:1]:%1$d: .+"
                .formatted(port));
  }

  @Test
  void anAddressThatIsSilentLeavesTimeForTheNextOne() throws IOException {
    assumeTrue(
        System.getProperty("os.name").equals("Linux"),
        "only Linux is known to ignore connections that a full backlog has no room for");
    List<Socket> filling = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName(REFUSING));
        ServerSocket answering =
            new ServerSocket(full.getLocalPort(), 1, InetAddress.getByName(LOOPBACK))) {
      for (int i = 0; i < 2; i++) {
        filling.add(new Socket(full.getInetAddress(), full.getLocalPort()));
      }
      Duration timeout = Duration.ofSeconds(2);
      long start = System.nanoTime();

      new Dialer(addresses(REFUSING, LOOPBACK), timeout)
          .dial("server.example", answering.getLocalPort())
          .close();

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(timeout);
    } finally {
      for (Socket socket : filling) {
        socket.close();
      }
    }
  }

  @Test
  void aNameWithoutAddressIsAFailure() {
    Dialer dialer =
        new Dialer(
            host -> {
              throw new UnknownHostException(host);
            },
            TIMEOUT);

    assertThatThrownBy(() -> dialer.dial("nowhere.example", 1))
        .isInstanceOf(UnknownHostException.class)
        .hasMessage("nowhere.example");
  }

  private static int freePort() throws IOException {
    try (ServerSocket closedSoon = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
      return closedSoon.getLocalPort();
    }
  }
}
