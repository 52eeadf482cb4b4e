package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.nio.websocket.ReceiveRate;
import io.github.baseframe.protocol.connection.ConnectionSettings;
import io.github.baseframe.protocol.handshake.OriginPolicy;
import io.github.baseframe.server.monitoring.Monitoring;
import io.github.baseframe.server.watch.Monitor;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {

  private static Route route(String path) {
    return new RouteBuilder(path, new EchoHandler())
        .build(
            OriginPolicy.sameOrigin(),
            ConnectionSettings.DEFAULT,
            ReceiveRate.UNLIMITED,
            new Monitor(Monitoring.OFF, ServerConfig.LOG));
  }

  @ParameterizedTest
  @CsvSource({
    "/, /",
    "/echo, /echo",
    "/echo/, ",
    "/Echo, ",
    "/rooms, ",
    "/rooms/, /rooms/*",
    "/rooms/a/b, /rooms/*",
    "/rooms/red/, /rooms/red/*",
    "/rooms/red/1, /rooms/red/*",
    "/rooms/red/door, /rooms/red/door",
  })
  void theExactPathComesFirstThenTheLongestWildcard(String requested, String expected) {
    Routes routes =
        new Routes(
            List.of(
                route("/rooms/*"),
                route("/rooms/red/door"),
                route("/rooms/red/*"),
                route("/echo"),
                route("/")));

    Route found = routes.find(requested);

    assertThat(found == null ? null : found.path()).isEqualTo(expected);
  }

  @Test
  void aWildcardAtTheRootTakesEverythingThatNobodyElseTakes() {
    Routes routes = new Routes(List.of(route("/*"), route("/echo")));

    assertThat(routes.find("/anything/at/all").path()).isEqualTo("/*");
    assertThat(routes.find("/").path()).isEqualTo("/*");
    assertThat(routes.find("/echo").path()).isEqualTo("/echo");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "echo", "/a?b", "/a#b", "/a*", "/*/b", "/**", "*"})
  void whatIsNoPathIsRefused(String path) {
    assertThatThrownBy(() -> route(path)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"/café, /caf%C3%A9", "/a b, /a%20b"})
  void aPathThatNoRequestCanHaveIsRefusedAndTheOneItWouldHaveIsNamed(String path, String encoded) {
    ServerBuilder builder = WebSocketServer.builder();
    for (ThrowingCallable setting :
        List.<ThrowingCallable>of(
            () -> builder.route(path, new EchoHandler()),
            () -> builder.page(path, "text/plain", new byte[0]))) {
      assertThatThrownBy(setting)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith("it would say " + encoded);
    }
    builder.route(encoded, new EchoHandler());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/echo", "/rooms/*"})
  void twoRoutesOfOnePathAreRefused(String path) {
    assertThatThrownBy(() -> new Routes(List.of(route(path), route(path))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(path);
  }
}
