package io.github.baseframe.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of the client program.
 *
 * @param uri where to connect to
 * @param subprotocols to offer
 * @param headers further header fields of the request, each as {@code {name, value}}
 * @param compression whether permessage-deflate is offered
 * @param once the one text to send, or null for what stdin brings
 */
record ClientOptions(
    String uri,
    List<String> subprotocols,
    List<String[]> headers,
    boolean compression,
    String once) {
  static final String USAGE =
      """
      usage: java -jar baseframe-client.jar URL [options]

      Connects to a WebSocket server. Lines of stdin are sent as text messages, what comes is
      printed: text as it is, save that control characters other than newline and tab are escaped;
      binary messages as a line "binary: " and hexadecimal digits. stdin and stdout are UTF-8.

        URL                  ws://host[:port][/path][?query], or wss:// for TLS
        --subprotocol S      offer a subprotocol; may be repeated, the preferred one first
        --header 'N: V'      add a header field to the request; may be repeated
        --once TEXT          send one message, print the first answer, close
        --compression on|off offer permessage-deflate (default on)
        --help               print this

      exit status: 0 after a clean close, 1 after any other end or if there was no connection,
      2 for a wrong command line
      """;

  /** A wrong command line. */
  static final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }

  /** Reads a command line, which does not hold {@code --help}. */
  static ClientOptions parse(String... arguments) throws UsageException {
    ArrayDeque<String> left = new ArrayDeque<>(List.of(arguments));
    List<String> subprotocols = new ArrayList<>();
    List<String[]> headers = new ArrayList<>();
    String uri = null;
    boolean compression = true;
    String once = null;
    while (!left.isEmpty()) {
      String argument = left.remove();
      switch (argument) {
        case "--subprotocol" -> subprotocols.add(valueOf(argument, left));
        case "--header" -> headers.add(header(valueOf(argument, left)));
        case "--once" -> once = valueOf(argument, left);
        case "--compression" -> compression = onOrOff(argument, valueOf(argument, left));
        default -> {
          if (argument.startsWith("-")) {
            throw new UsageException("unknown option " + argument);
          }
          if (uri != null) {
            throw new UsageException("more than one URL: " + argument);
          }
          uri = argument;
        }
      }
    }
    if (uri == null) {
      throw new UsageException("the URL is missing");
    }
    return new ClientOptions(uri, subprotocols, headers, compression, once);
  }

  private static String valueOf(String option, ArrayDeque<String> left) throws UsageException {
    if (left.isEmpty()) {
      throw new UsageException(option + " needs a value");
    }
    return left.remove();
  }

  private static String[] header(String field) throws UsageException {
    int colon = field.indexOf(':');
    if (colon < 0) {
      throw new UsageException("a header is written 'Name: value'");
    }
    return new String[] {field.substring(0, colon), field.substring(colon + 1).strip()};
  }

  private static boolean onOrOff(String option, String value) throws UsageException {
    return switch (value) {
      case "on" -> true;
      case "off" -> false;
      default -> throw new UsageException(option + " is on or off, not " + value);
    };
  }
}
