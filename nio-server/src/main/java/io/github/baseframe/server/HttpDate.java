package io.github.baseframe.server;

import io.github.baseframe.protocol.handshake.HttpFields;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The header field Date, which a server with a clock puts into its responses (RFC 9110 section
 * 6.6.1), made once a second. For one thread.
 */
final class HttpDate {

  /** IMF-fixdate (RFC 9110 section 5.6.7), such as {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private long second = Long.MIN_VALUE;
  private HttpFields field;

  /** Returns the field as of now. */
  HttpFields field() {
    return field(System.currentTimeMillis());
  }

  HttpFields field(long epochMillis) {
    long epochSecond = Math.floorDiv(epochMillis, 1000L);
    if (epochSecond != second) {
      second = epochSecond;
      field = HttpFields.of("Date", FORMAT.format(Instant.ofEpochSecond(epochSecond)));
    }
    return field;
  }
}
