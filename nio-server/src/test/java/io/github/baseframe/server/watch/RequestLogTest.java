package io.github.baseframe.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.server.monitoring.ServerObserver.Request;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestLogTest {

  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-28T12:00:00Z"), ZoneOffset.ofHours(1));

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "192.0.2.7, GET, /a?b, 101, 0, ~192.0.2.7 - - # \"GET /a?b HTTP/1.1\" 101 -~",
        "2001:db8::1, GET, /, 200, 42, ~2001:db8:0:0:0:0:0:1 - - # \"GET / HTTP/1.1\" 200 42~",
        "192.0.2.7, ~~, ~~, 400, 0, ~192.0.2.7 - - # \"-\" 400 -~",
        "192.0.2.7, GET, /\"\\, 404, 0, ~192.0.2.7 - - # \"GET /\\\"\\\\ HTTP/1.1\" 404 -~",
        "192.0.2.7, GET, /\u00e9, 404, 0, ~192.0.2.7 - - # \"GET /\\xe9 HTTP/1.1\" 404 -~",
      })
  void aRequestIsOneLineInTheCommonLogFormat(
      String address, String method, String target, int status, long bytes, String line)
      throws UnknownHostException {
    SocketAddress peer = new InetSocketAddress(InetAddress.getByName(address), 1234);
    List<String> lines = new ArrayList<>();
    new RequestLog(lines::add, NOON)
        .onRequest(
            new Request(peer, method, target, 1, status, bytes, Optional.empty(), Duration.ZERO));

    assertThat(lines).containsExactly(line.replace("#", "[28/Nov/2026:13:00:00 +0100]"));
  }
}
