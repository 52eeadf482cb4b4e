package io.github.baseframe.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baseframe.protocol.handshake.ServerHandshake;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {

  private static Route route(String path) {
    return new Route(path, new EchoHandler(), new ServerHandshake());
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
  @ValueSource(strings = {"/echo", "/rooms/*"})
  void twoRoutesOfOnePathAreRefused(String path) {
    assertThatThrownBy(() -> new Routes(List.of(route(path), route(path))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(path);
  }
}
