package io.github.baseframe.conformance.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.baseframe.protocol.Role;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The opening handshake in front of an {@link EchoSubject}, strict by default and wrong where it is
 * told. It shares no code with the protocol module. As a client it takes its request for sent.
 */
final class OpeningSubject implements Subject {

  /** What the client's server has to answer. */
  static final String EXPECTED_ACCEPT = OpeningPlayer.accept("AAAAAAAAAAAAAAAAAAAAAA==");

  private static final int MAX_OCTETS = 16 * 1024;
  private static final int MAX_FIELDS = 100;
  private static final String ILLEGAL = "(?s).*(?<!\r)\n.*|(?s).*\r[^\n].*|(?s).*\0.*";
  private static final String END = "\r\n\r\n";

  private final Role role;
  private final Set<OpeningQuirk> quirks = EnumSet.noneOf(OpeningQuirk.class);
  private final EchoSubject echo;
  private final StringBuilder received = new StringBuilder();
  private ByteBuffer sending = ByteBuffer.allocate(0);
  private List<String> lines = List.of();
  private int interimResponses;
  private boolean emptyLineSkipped;
  private boolean open;
  private boolean refused;

  OpeningSubject(Role role, OpeningQuirk... quirks) {
    this.role = role;
    this.quirks.addAll(List.of(quirks));
    this.echo = new EchoSubject(role, null);
  }

  Role role() {
    return role;
  }

  private boolean does(OpeningQuirk quirk) {
    return quirks.contains(quirk);
  }

  @Override
  public void receive(ByteBuffer in) {
    while (in.hasRemaining() && !open && !refused) {
      received.append((char) (in.get() & 0xff));
      if (role == Role.SERVER && !emptyLineSkipped && received.toString().equals("\r\n")) {
        emptyLineSkipped = true;
        received.setLength(0);
      } else if (received.length() > MAX_OCTETS || received.toString().equals("\r\n")) {
        refuse("431 Too Large");
      } else if (received.length() >= END.length() && received.indexOf(END) >= 0) {
        onHead(received.substring(0, received.length() - END.length()));
        if (open && does(OpeningQuirk.LOSES_FRAMES_BEHIND_THE_HEAD)) {
          in.position(in.limit());
        }
      } else if (in.remaining() == 0 && received.toString().matches(ILLEGAL)) {
        refuse("400 Bad Request");
      }
    }
    if (open && in.hasRemaining()) {
      echo.receive(in);
    }
    in.position(in.limit());
  }

  private void onHead(String head) {
    received.setLength(0);
    if (role == Role.CLIENT && head.startsWith("HTTP/1.1 1") && !head.startsWith("HTTP/1.1 101")) {
      refused = ++interimResponses > CaseRunner.MAX_INTERIM_RESPONSES;
      return;
    }
    lines = new ArrayList<>(Arrays.asList(head.split("\r\n", -1)));
    String startLine = lines.remove(0);
    boolean good =
        !head.matches(ILLEGAL)
            && lines.size() <= MAX_FIELDS
            && isGoodSyntax()
            && isGoodUpgrade()
            && (role == Role.SERVER ? isGoodRequest(startLine) : isGoodResponse(startLine));
    if (!good) {
      refuse("400 Bad Request");
    } else if (!isGoodVersion()) {
      boolean names = !does(OpeningQuirk.REFUSES_WITHOUT_NAMING_THE_VERSION);
      refuse("426 Upgrade Required" + (names ? "\r\nSec-WebSocket-Version: 13" : ""));
    } else {
      open = true;
      if (role == Role.SERVER) {
        send(response());
      }
    }
  }

  private boolean isGoodSyntax() {
    boolean anyLine =
        does(
            role == Role.SERVER
                ? OpeningQuirk.ACCEPTS_LINES_WITHOUT_COLON
                : OpeningQuirk.ACCEPTS_RESPONSES_WITH_LINES_WITHOUT_COLON);
    String blanks = does(OpeningQuirk.ACCEPTS_WHITE_SPACE_BEFORE_COLONS) ? "[ \t]*" : "";
    String name = "[A-Za-z0-9-]" + (does(OpeningQuirk.ACCEPTS_FIELDS_WITHOUT_NAME) ? "*" : "+");
    return lines.stream()
        .allMatch(each -> each.matches(name + blanks + ":.*") || anyLine && !each.contains(":"));
  }

  /** The values of a field, one for each line. */
  private List<String> all(String name) {
    return lines.stream()
        .filter(each -> sameName(each.split(":", 2)[0].strip(), name))
        .map(each -> each.substring(each.indexOf(':') + 1).strip())
        .toList();
  }

  private boolean sameName(String name, String other) {
    return does(OpeningQuirk.READS_NAMES_BY_THEIR_LETTERS)
        ? name.equals(other)
        : name.equalsIgnoreCase(other);
  }

  private boolean isGoodUpgrade() {
    List<String> upgrade = values("Upgrade");
    List<String> connection = values("Connection");
    if (does(OpeningQuirk.READS_ONE_VALUE_OF_CONNECTION) && !connection.isEmpty()) {
      connection = connection.subList(0, 1);
    }
    boolean namesWebSocket =
        upgrade.contains("websocket") || does(OpeningQuirk.ACCEPTS_ANY_UPGRADE);
    boolean namesUpgrade =
        connection.contains("upgrade") || does(OpeningQuirk.ACCEPTS_ANY_CONNECTION);
    return (upgrade.isEmpty() ? does(OpeningQuirk.ACCEPTS_NO_UPGRADE) : namesWebSocket)
        && (connection.isEmpty() ? does(OpeningQuirk.ACCEPTS_NO_CONNECTION) : namesUpgrade);
  }

  /** In lower case, unless the letters count. */
  private List<String> values(String name) {
    return all(name).stream()
        .flatMap(value -> Arrays.stream(value.split(",")))
        .map(String::strip)
        .map(
            value ->
                does(OpeningQuirk.READS_VALUES_BY_THEIR_LETTERS)
                    ? value.replace("Upgrade", "upgrade")
                    : value.toLowerCase(Locale.ROOT))
        .toList();
  }

  private boolean isGoodRequest(String line) {
    return line.matches("[^ ]+ [^ ]+( HTTP/.*)?")
        && (line.startsWith("GET ") || does(OpeningQuirk.ACCEPTS_ANY_METHOD))
        && (line.endsWith(" HTTP/1.1") || does(OpeningQuirk.ACCEPTS_OTHER_VERSIONS_OF_HTTP))
        && isGood(
            "Host",
            value -> value.matches("[A-Za-z0-9.:-]+"),
            OpeningQuirk.ACCEPTS_NO_HOST,
            OpeningQuirk.ACCEPTS_TWO_HOSTS,
            OpeningQuirk.ACCEPTS_ANY_HOST)
        && isGood(
            "Sec-WebSocket-Key",
            value -> value.matches("[A-Za-z0-9+/]{22}=="),
            OpeningQuirk.ACCEPTS_NO_KEY,
            OpeningQuirk.ACCEPTS_TWO_KEYS,
            OpeningQuirk.ACCEPTS_ANY_KEY)
        && (hasNoBody() || does(OpeningQuirk.TAKES_A_BODY_FOR_FRAMES))
        && isGoodOffer();
  }

  /** A field that has to be there once. */
  private boolean isGood(
      String name, Predicate<String> value, OpeningQuirk none, OpeningQuirk two, OpeningQuirk any) {
    List<String> values = all(name);
    return switch (values.size()) {
      case 0 -> does(none);
      case 1 -> value.test(values.get(0)) || does(any);
      default -> does(two);
    };
  }

  private boolean hasNoBody() {
    List<String> lengths = all("Content-Length");
    return all("Transfer-Encoding").isEmpty()
        && (lengths.isEmpty() || lengths.equals(List.of("0")));
  }

  private boolean isGoodOffer() {
    return all("Sec-WebSocket-Extensions").stream()
            .noneMatch(
                each ->
                    each.contains("\"")
                        && (!each.endsWith("\"") || does(OpeningQuirk.REFUSES_QUOTED_STRINGS)))
        && all("Sec-WebSocket-Protocol").stream()
            .allMatch(each -> each.matches("[a-z-]+(, [a-z-]+)*"));
  }

  private boolean isGoodVersion() {
    return role == Role.CLIENT
        || isGood(
            "Sec-WebSocket-Version",
            "13"::equals,
            OpeningQuirk.ACCEPTS_NO_VERSION,
            OpeningQuirk.ACCEPTS_TWO_VERSIONS,
            OpeningQuirk.ACCEPTS_ANY_VERSION);
  }

  private boolean isGoodResponse(String line) {
    boolean anyVersion = does(OpeningQuirk.ACCEPTS_RESPONSES_IN_HTTP_1_0);
    return line.matches("HTTP/1[.][01] [0-9]{3}( .*)?")
        && (line.startsWith("HTTP/1.1") || anyVersion)
        && (line.startsWith("101", 9) || does(OpeningQuirk.ACCEPTS_ANY_STATUS))
        && isGood(
            "Sec-WebSocket-Accept",
            EXPECTED_ACCEPT::equals,
            OpeningQuirk.ACCEPTS_NO_ACCEPT,
            OpeningQuirk.ACCEPTS_TWO_ACCEPTS,
            OpeningQuirk.ACCEPTS_ANY_ACCEPT)
        && (all("Sec-WebSocket-Extensions").isEmpty() || does(OpeningQuirk.ACCEPTS_ANY_EXTENSION))
        && (all("Sec-WebSocket-Protocol").isEmpty() || does(OpeningQuirk.ACCEPTS_ANY_SUBPROTOCOL));
  }

  private String response() {
    List<String> keys = all("Sec-WebSocket-Key");
    String accept = OpeningPlayer.accept(keys.isEmpty() ? "" : keys.get(0));
    List<String> response = new ArrayList<>();
    if (does(OpeningQuirk.SENDS_FURTHER_FIELDS)) {
      return furtherFields(accept);
    }
    String status = does(OpeningQuirk.SENDS_STATUS_200) ? " 200 OK" : " 101 Switching Protocols";
    response.add((does(OpeningQuirk.SENDS_HTTP_1_0) ? "HTTP/1.0" : "HTTP/1.1") + status);
    add(response, "Upgrade: websocket", !does(OpeningQuirk.SENDS_NO_UPGRADE));
    add(response, "Connection: Upgrade", !does(OpeningQuirk.SENDS_NO_CONNECTION));
    boolean other = does(OpeningQuirk.SENDS_ANOTHER_ACCEPT);
    String value = "Sec-WebSocket-Accept: " + (other ? EXPECTED_ACCEPT : accept);
    add(response, value, !does(OpeningQuirk.SENDS_NO_ACCEPT));
    add(response, "Sec-WebSocket-Extensions: x-other", does(OpeningQuirk.SENDS_AN_EXTENSION));
    add(response, "Sec-WebSocket-Protocol: x-other", does(OpeningQuirk.SENDS_A_SUBPROTOCOL));
    add(response, "nonsense", does(OpeningQuirk.SENDS_A_LINE_WITHOUT_COLON));
    return String.join("\r\n", response) + END;
  }

  private static String furtherFields(String accept) {
    return String.join(
            "\r\n",
            "HTTP/1.1 101 ",
            "date: Thu, 01 Jan 1970 00:00:00 GMT",
            "sec-websocket-accept:" + accept,
            "set-cookie: a=b",
            "set-cookie: c=d",
            "connection: keep-alive, upgrade",
            "upgrade: WebSocket")
        + END;
  }

  private static void add(List<String> response, String line, boolean condition) {
    if (condition) {
      response.add(line);
    }
  }

  private void refuse(String status) {
    refused = true;
    if (role == Role.SERVER && !does(OpeningQuirk.REFUSES_BY_ENDING_THE_STREAM)) {
      send("HTTP/1.1 " + status + "\r\nConnection: close" + END);
    }
  }

  private String interimResponses() {
    if (does(OpeningQuirk.SENDS_TOO_MANY_INTERIM_RESPONSES)) {
      return ("HTTP/1.1 100 Continue" + END).repeat(CaseRunner.MAX_INTERIM_RESPONSES + 1);
    }
    return does(OpeningQuirk.SENDS_INTERIM_RESPONSES)
        ? "HTTP/1.1 103 Early Hints" + END + "HTTP/1.1 100 Continue" + END
        : "";
  }

  private void send(String head) {
    sending = ByteBuffer.wrap((interimResponses() + head).getBytes(ISO_8859_1));
  }

  @Override
  public void receiveEndOfStream() {
    echo.receiveEndOfStream();
  }

  @Override
  public void send(ByteBuffer out) {
    if (sending.hasRemaining()) {
      out.put(sending);
    } else if (open) {
      echo.send(out);
    }
  }

  @Override
  public boolean hasEnded() {
    return refused || echo.hasEnded();
  }
}
