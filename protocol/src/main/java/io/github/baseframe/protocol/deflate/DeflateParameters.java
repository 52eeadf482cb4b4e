package io.github.baseframe.protocol.deflate;

import io.github.baseframe.protocol.handshake.Extension;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The parameters of one offer or one answer (RFC 7692 section 7.1).
 *
 * @param serverNoContextTakeover whether the server begins each message with an empty window
 * @param clientNoContextTakeover whether the client does
 * @param serverMaxWindowBits 8 to 15, or 0 if it is not named
 * @param clientMaxWindowBits 8 to 15, or 0 if it is not named; 15 is also an offer's without value
 */
record DeflateParameters(
    boolean serverNoContextTakeover,
    boolean clientNoContextTakeover,
    int serverMaxWindowBits,
    int clientMaxWindowBits) {

  static final String EXTENSION = "permessage-deflate";

  private static final String SERVER_NO_CONTEXT_TAKEOVER = "server_no_context_takeover";
  private static final String CLIENT_NO_CONTEXT_TAKEOVER = "client_no_context_takeover";
  private static final String SERVER_MAX_WINDOW_BITS = "server_max_window_bits";
  private static final String CLIENT_MAX_WINDOW_BITS = "client_max_window_bits";

  private static final int INVALID = -1;
  private static final int NOT_NAMED = 0;

  /** The window where none is named. */
  static final int DEFAULT_WINDOW_BITS = 15;

  /** The window of the server in bits where these parameters are what was agreed on. */
  int serverWindowBits() {
    return serverMaxWindowBits == NOT_NAMED ? DEFAULT_WINDOW_BITS : serverMaxWindowBits;
  }

  /** The window of the client in bits where these parameters are what was agreed on. */
  int clientWindowBits() {
    return clientMaxWindowBits == NOT_NAMED ? DEFAULT_WINDOW_BITS : clientMaxWindowBits;
  }

  /**
   * Reads the parameters of an offer.
   *
   * @return null if one is unknown, named twice or has a value that it must not have
   */
  static DeflateParameters ofOffer(Extension offer) {
    return of(offer, DEFAULT_WINDOW_BITS);
  }

  /** The same for an answer, in which client_max_window_bits has a value always. */
  static DeflateParameters ofAnswer(Extension answer) {
    return of(answer, INVALID);
  }

  private static DeflateParameters of(Extension extension, int clientBitsWithoutValue) {
    Set<String> names = new HashSet<>();
    int serverBits = NOT_NAMED;
    int clientBits = NOT_NAMED;
    for (Extension.Parameter parameter : extension.parameters()) {
      String value = parameter.value();
      boolean valid = names.add(parameter.name());
      switch (parameter.name()) {
        case SERVER_NO_CONTEXT_TAKEOVER, CLIENT_NO_CONTEXT_TAKEOVER -> valid &= value == null;
        case SERVER_MAX_WINDOW_BITS -> serverBits = windowBits(value, INVALID);
        case CLIENT_MAX_WINDOW_BITS -> clientBits = windowBits(value, clientBitsWithoutValue);
        default -> valid = false;
      }
      if (!valid || serverBits == INVALID || clientBits == INVALID) {
        return null;
      }
    }
    return new DeflateParameters(
        names.contains(SERVER_NO_CONTEXT_TAKEOVER),
        names.contains(CLIENT_NO_CONTEXT_TAKEOVER),
        serverBits,
        clientBits);
  }

  /** Sections 7.1.2.1 and 7.1.2.2: 8 to 15 in decimal, without leading zeros. */
  private static int windowBits(String value, int withoutValue) {
    if (value == null) {
      return withoutValue;
    }
    return switch (value) {
      case "8" -> 8;
      case "9" -> 9;
      case "10" -> 10;
      case "11" -> 11;
      case "12" -> 12;
      case "13" -> 13;
      case "14" -> 14;
      case "15" -> 15;
      default -> INVALID;
    };
  }

  /** Writes an offer; the full window of the client is offered without a value. */
  Extension toOffer() {
    return toExtension(DEFAULT_WINDOW_BITS);
  }

  /** Writes an answer. */
  Extension toAnswer() {
    return toExtension(INVALID);
  }

  private Extension toExtension(int clientBitsWithoutValue) {
    List<Extension.Parameter> parameters = new ArrayList<>();
    if (serverNoContextTakeover) {
      parameters.add(new Extension.Parameter(SERVER_NO_CONTEXT_TAKEOVER, null));
    }
    if (clientNoContextTakeover) {
      parameters.add(new Extension.Parameter(CLIENT_NO_CONTEXT_TAKEOVER, null));
    }
    if (serverMaxWindowBits != NOT_NAMED) {
      String value = Integer.toString(serverMaxWindowBits);
      parameters.add(new Extension.Parameter(SERVER_MAX_WINDOW_BITS, value));
    }
    if (clientMaxWindowBits != NOT_NAMED) {
      String value =
          clientMaxWindowBits == clientBitsWithoutValue
              ? null
              : Integer.toString(clientMaxWindowBits);
      parameters.add(new Extension.Parameter(CLIENT_MAX_WINDOW_BITS, value));
    }
    return new Extension(EXTENSION, parameters);
  }

  /** Whether an answer keeps to this offer. */
  boolean allows(DeflateParameters answer) {
    // 7.1.1.1: agreed to by naming it.
    boolean serverContext = answer.serverNoContextTakeover || !serverNoContextTakeover;
    // 7.1.2.1: agreed to by naming the same or a smaller window.
    boolean serverWindow =
        serverMaxWindowBits == NOT_NAMED
            || answer.serverMaxWindowBits != NOT_NAMED
                && answer.serverMaxWindowBits <= serverMaxWindowBits;
    // 7.1.2.2: named only if offered, with the same or a smaller window.
    boolean clientWindow = answer.clientMaxWindowBits <= clientMaxWindowBits;
    return serverContext && serverWindow && clientWindow;
  }
}
