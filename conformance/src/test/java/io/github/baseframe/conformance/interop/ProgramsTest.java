package io.github.baseframe.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our two programs, as processes that talk with each other; their command lines are a contract. */
@Timeout(30)
class ProgramsTest {
  private static final String CLIENT = "io.github.baseframe.client.ClientMain";

  private final List<AutoCloseable> started = new ArrayList<>();

  @AfterEach
  void endAll() throws Exception {
    for (AutoCloseable program : started) {
      program.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/echo", "/broadcast"})
  void onceSendsOneMessageAndPrintsTheAnswer(String path) throws Exception {
    ChildProcess client = client(server().uri(path), "--once", "naïve 🐢");
    assertThat(client.line()).isEqualTo("naïve 🐢");
    assertThat(client.line()).isNull();
    assertThat(client.exitStatus()).isZero();
    assertThat(client.errors()).isEmpty();
  }

  @Test
  void linesAreEchoedUntilTheInputEnds() throws Exception {
    ChildProcess client = client(server().uri("/echo"));
    client.type("first");
    assertThat(client.line()).isEqualTo("first");
    client.type("second");
    assertThat(client.line()).isEqualTo("second");
    client.endInput();
    assertThat(client.exitStatus()).isZero();
  }

  @Test
  void aSubprotocolAndHeadersDoNotKeepTheProgramsApart() throws Exception {
    ChildProcess client =
        client(
            server().uri("/echo"), "--subprotocol", "v1.chat", "--header", "X-A: b", "--once", "x");
    assertThat(client.line()).isEqualTo("x");
    assertThat(client.exitStatus()).isZero();
  }

  @Test
  void broadcastReachesEverybodyTheSenderIncluded() throws Exception {
    ServerProgram server = server();
    ChildProcess ada = client(server.uri("/broadcast"));
    ada.type("Ada is here");
    assertThat(ada.line()).isEqualTo("Ada is here");
    ChildProcess bob = client(server.uri("/broadcast"));
    bob.type("Bob is here");
    assertThat(bob.line()).isEqualTo("Bob is here");
    assertThat(ada.line()).isEqualTo("Bob is here");
  }

  @Test
  void chatTellsEverybodyWhoSaysWhat() throws Exception {
    ServerProgram server = server();
    ChildProcess ada = client(server.uri("/chat"));
    String adaId = NodeScripts.parse(ada.line()).get("id").asText();
    ada.type("{\"type\":\"nick\",\"nick\":\"Ada\"}");
    assertThat(NodeScripts.parse(ada.line()).get("nick").asText()).isEqualTo("Ada");

    ChildProcess bob = client(server.uri("/chat"));
    assertThat(NodeScripts.parse(bob.line()).get("participants").findValuesAsText("nick"))
        .contains("Ada");
    ada.type("{\"type\":\"message\",\"text\":\"naïve 🐢\"}");
    JsonNode message = NodeScripts.parse(bob.line());
    assertThat(message.get("type").asText()).isEqualTo("message");
    assertThat(message.get("id").asText()).isEqualTo(adaId);
    assertThat(message.get("nick").asText()).isEqualTo("Ada");
    assertThat(message.get("text").asText()).isEqualTo("naïve 🐢");
  }

  @Test
  void sigtermCloses1001ForEverybodyAndExitsWith0() throws Exception {
    ServerProgram server = server();
    ChildProcess ada = client(server.uri("/echo"));
    ada.type("hello");
    assertThat(ada.line()).isEqualTo("hello");
    server.process().terminate();
    assertThat(server.process().exitStatus()).isZero();
    assertThat(ada.errors().strip()).startsWith("closed 1001");
    assertThat(ada.exitStatus()).isZero();
  }

  @Test
  void aPortInUseIsOneLineAndExitsWith1() throws Exception {
    int port = URI.create(server().uri("/")).getPort();
    ChildProcess second = start(ServerProgram.MAIN_CLASS, "--port", Integer.toString(port));
    assertThat(second.exitStatus()).isOne();
    assertThat(second.errors().strip()).contains("in use").doesNotContain("\n");
    assertThat(second.line()).isNull();
  }

  @Test
  void aRefusedConnectionIsOneLineAndExitsWith1() throws Exception {
    ServerProgram server = server();
    server.close();
    server.process().exitStatus();
    ChildProcess client = client(server.uri("/"), "--once", "x");
    assertThat(client.exitStatus()).isOne();
    assertThat(client.errors().strip()).contains("refused").doesNotContain("\n");
  }

  @Test
  void anUnknownPathIsOneLineThatTellsTheStatusAndExitsWith1() throws Exception {
    ChildProcess client = client(server().uri("/missing"), "--once", "x");
    assertThat(client.exitStatus()).isOne();
    assertThat(client.errors().strip()).contains("404").doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {ServerProgram.MAIN_CLASS, CLIENT})
  void aWrongFlagPrintsUsageOnStderrAndExitsWith2(String program) throws Exception {
    ChildProcess process = start(program, "--wrong");
    assertThat(process.exitStatus()).isEqualTo(2);
    assertThat(process.errors()).contains("--wrong", "usage: java -jar");
    assertThat(process.line()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {ServerProgram.MAIN_CLASS, CLIENT})
  void helpPrintsUsageOnStdoutAndExitsWith0(String program) throws Exception {
    ChildProcess process = start(program, "--help");
    assertThat(process.line()).startsWith("usage: java -jar");
    assertThat(process.exitStatus()).isZero();
    assertThat(process.errors()).isEmpty();
  }

  private ServerProgram server() throws IOException {
    ServerProgram server = new ServerProgram();
    started.add(server);
    return server;
  }

  private ChildProcess client(String... arguments) throws IOException {
    return start(CLIENT, arguments);
  }

  private ChildProcess start(String mainClass, String... arguments) throws IOException {
    ChildProcess process = ChildProcess.startJava(mainClass, arguments);
    started.add(process);
    return process;
  }
}
