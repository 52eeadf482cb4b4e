package io.github.baseframe.server.program;

import io.github.baseframe.protocol.handshake.OriginPolicy;
import java.util.List;

/**
 * The command line of the server program.
 *
 * @param help whether only the usage is wanted
 * @param host where to listen
 * @param port where to listen, 0 for any
 * @param loops how many event loops
 * @param maxMessageBytes the largest message that is taken
 * @param compression whether permessage-deflate is agreed to
 * @param origins which pages may connect
 * @param tls with which certificate TLS is spoken, if any
 * @param network where to listen instead of host and port, and which proxies are believed
 * @param metrics the path where metrics are served, null for nowhere
 */
record ServerArguments(
    boolean help,
    String host,
    int port,
    int loops,
    int maxMessageBytes,
    boolean compression,
    OriginPolicy origins,
    TlsArguments tls,
    NetworkArguments network,
    String metrics) {

  static final String USAGE =
      """
      usage: java -jar baseframe-server.jar [flags]

        --host HOST            address to listen on (default 127.0.0.1)
        --port PORT            port to listen on, 0 for any that is free (default 8080)
        --listen ADDRESS       listen here instead, at HOST:PORT, [IPV6]:PORT, unix:PATH, or inherited
                               for a socket that is the standard input; may be repeated
        --loops N              event loops, one thread each (default: one for each processor)
        --max-message BYTES    largest message and frame taken (default 67108864, 64 MiB,
                               but no more than a sixteenth of the heap)
        --compression on|off   permessage-deflate for clients that offer it (default on)
        --origins ORIGINS      pages that may connect: same (default), any, or origins such as
                               https://app.example, with commas between
        --tls-cert FILE        speak TLS (wss, https) with the certificates in this PEM file, the
                               server's own first; read again when it changes, and at SIGHUP
        --tls-key FILE         the private key of that, PEM
        --tls-self-signed      speak TLS with a certificate for localhost that is made now
        --keystore FILE        speak TLS (wss, https) with the key in this PKCS #12 or JKS file
        --keystore-password FILE
                               the password of the keystore, the first line of this file
        --proxy-protocol-from NETWORK
                               whose connections begin with a header of the PROXY protocol, such as
                               10.0.0.0/8, ::1 or unix; may be repeated, like the next two
        --trust-forwarded-from NETWORK
                               whose Forwarded is believed
        --trust-x-forwarded-from NETWORK
                               whose X-Forwarded-For, -Proto and -Host are believed
        --metrics PATH         serve metrics as OpenMetrics text at this path, such as /metrics
        --help                 print this

      WebSocket paths:
        / and /echo            every message comes back
        /broadcast             every message goes to everyone connected here, the sender included
        /chat                  chat in JSON; open http://HOST:PORT/ in a browser
      """;

  private static final int LARGEST_MESSAGE = 1 << 30;

  /**
   * Reads the command line.
   *
   * @param arguments flags and values in turn
   * @return what they say
   * @throws IllegalArgumentException if they are not as the usage says; the message is one line
   */
  static ServerArguments parse(String... arguments) {
    boolean help = false;
    String host = "127.0.0.1";
    int port = 8080;
    int loops = Runtime.getRuntime().availableProcessors();
    int maxMessageBytes = (int) Math.min(64 << 20, Runtime.getRuntime().maxMemory() / 16);
    boolean compression = true;
    OriginPolicy origins = OriginPolicy.sameOrigin();
    TlsArguments tls = TlsArguments.NONE;
    NetworkArguments network = NetworkArguments.NONE;
    String metrics = null;
    for (int i = 0; i < arguments.length; i++) {
      String flag = arguments[i];
      if (flag.equals("--help")) {
        help = true;
        continue;
      }
      if (flag.equals(TlsArguments.SELF_SIGNED)) {
        tls = tls.withSelfSigned();
        continue;
      }
      String value = i + 1 < arguments.length ? arguments[i + 1] : null;
      i++;
      if (NetworkArguments.isFlag(flag)) {
        network = network.with(flag, requireValue(flag, value));
        continue;
      }
      switch (flag) {
        case "--host" -> host = requireValue(flag, value);
        case "--port" -> port = number(flag, value, 0, 65_535);
        case "--loops" -> loops = number(flag, value, 1, 1024);
        case "--max-message" -> maxMessageBytes = number(flag, value, 1, LARGEST_MESSAGE);
        case "--compression" -> compression = onOrOff(flag, value);
        case "--origins" -> origins = origins(requireValue(flag, value));
        case "--metrics" -> metrics = path(flag, value);
        default -> {
          if (!TlsArguments.isFlag(flag)) {
            throw new IllegalArgumentException("unknown flag: " + flag);
          }
          tls = tls.with(flag, requireValue(flag, value));
        }
      }
    }
    return new ServerArguments(
        help,
        host,
        port,
        loops,
        maxMessageBytes,
        compression,
        origins,
        tls.checked(),
        network,
        metrics);
  }

  private static String requireValue(String flag, String value) {
    if (value == null) {
      throw new IllegalArgumentException(flag + " needs a value");
    }
    return value;
  }

  private static String path(String flag, String value) {
    if (!requireValue(flag, value).startsWith("/")) {
      throw new IllegalArgumentException(flag + " needs a path such as /metrics, not " + value);
    }
    return value;
  }

  private static int number(String flag, String value, int least, int most) {
    try {
      int number = Integer.parseInt(requireValue(flag, value));
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, like a number out of range.
    }
    throw new IllegalArgumentException(
        flag + " needs a number from " + least + " to " + most + ", not " + value);
  }

  private static OriginPolicy origins(String value) {
    return switch (value) {
      case "same" -> OriginPolicy.sameOrigin();
      case "any" -> OriginPolicy.any();
      default -> allow(value);
    };
  }

  private static OriginPolicy allow(String origins) {
    try {
      return OriginPolicy.allow(List.of(origins.split(",")));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--origins: " + e.getMessage(), e);
    }
  }

  private static boolean onOrOff(String flag, String value) {
    return switch (requireValue(flag, value)) {
      case "on" -> true;
      case "off" -> false;
      default -> throw new IllegalArgumentException(flag + " is on or off, not " + value);
    };
  }
}
