package io.github.baseframe.conformance.cases;

import java.util.List;

/**
 * An opening handshake that a case is about: the octets of the tester's side of it, legal or not.
 * What is only known when the case is run stands in braces: {@code {host}}, {@code {path}} and
 * {@code {key}} in a request, {@code {accept}} in a response.
 *
 * @param head start line, header fields, and the empty line if there is one, as ISO 8859-1
 * @param behind what leaves together with the head, as it is on the wire
 * @param pieceOctets how much leaves at once, 0 for all of it
 * @param subprotocols those that a request offers, each of which a server may choose
 * @param naming a header field that the subject's refusal is to have, such as {@code
 *     Sec-WebSocket-Version: 13}, or empty
 */
public record Handshake(
    String head, Payload behind, int pieceOctets, List<String> subprotocols, String naming) {

  static Handshake of(String head) {
    return new Handshake(head, Payload.EMPTY, 0, List.of(), "");
  }

  Handshake behind(String hex) {
    return new Handshake(head, Payload.hex(hex), pieceOctets, subprotocols, naming);
  }

  Handshake inPieces(int octets) {
    return new Handshake(head, behind, octets, subprotocols, naming);
  }

  Handshake offering(String... names) {
    return new Handshake(head, behind, pieceOctets, List.of(names), naming);
  }

  Handshake toBeAnsweredWith(String field) {
    return new Handshake(head, behind, pieceOctets, subprotocols, field);
  }
}
