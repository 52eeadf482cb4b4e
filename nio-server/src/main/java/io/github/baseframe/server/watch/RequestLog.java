package io.github.baseframe.server.watch;

import io.github.baseframe.server.monitoring.ServerObserver;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A line for each answered request in the common log format: {@code 192.0.2.7 - -
 * [28/Nov/2026:12:00:00 +0000] "GET /chat HTTP/1.1" 101 -}.
 */
final class RequestLog implements ServerObserver {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT);

  private final Consumer<String> lines;
  private final Clock clock;

  RequestLog(Consumer<String> lines, Clock clock) {
    this.lines = lines;
    this.clock = clock;
  }

  @Override
  public void onRequest(Request request) {
    String bytes = request.bodyBytes() == 0 ? "-" : Long.toString(request.bodyBytes());
    lines.accept(
        PeerText.host(request.peer())
            + " - - ["
            + TIME.format(ZonedDateTime.now(clock))
            + "] \""
            + requestLine(request)
            + "\" "
            + request.status()
            + " "
            + bytes);
  }

  private static String requestLine(Request request) {
    if (request.method().isEmpty()) {
      return "-";
    }
    return request.method() + " " + escape(request.target()) + " HTTP/1." + request.minorVersion();
  }

  /** What a client chose must end neither the quotes nor the line. */
  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        escaped.append('\\').append(c);
      } else if (c < ' ' || c >= 0x7F) {
        escaped.append(String.format("\\x%02x", (int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
