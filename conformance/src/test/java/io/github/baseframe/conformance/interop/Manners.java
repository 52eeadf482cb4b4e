package io.github.baseframe.conformance.interop;

import io.github.baseframe.protocol.CloseCode;

/**
 * How every server of these tests answers a text message, so that the same tests can be run against
 * all of them. Messages are echoed, binary ones always, save for a few polite requests:
 *
 * <pre>
 * please tell NAME            sends the value of that header field of the request
 * please ping PAYLOAD         sends a ping, and when its pong is there "pong PAYLOAD"
 * please fragment A|B|C       sends the message ABC in three frames
 * please close CODE REASON    starts the closing handshake
 * please close                the same without a code
 * please cut                  ends the TCP connection without a Close frame
 * </pre>
 *
 * <p>The node scripts have the same manners, in {@code manners.mjs}.
 */
final class Manners {
  private static final String PLEASE = "please ";

  private Manners() {}

  static void answer(Peer peer, String message) {
    if (!message.startsWith(PLEASE)) {
      peer.send(message);
      return;
    }
    String[] words = message.substring(PLEASE.length()).split(" ", 2);
    String argument = words.length > 1 ? words[1] : "";
    switch (words[0]) {
      case "tell" -> peer.send(peer.header(argument));
      case "ping" -> peer.ping(argument);
      case "fragment" -> peer.sendFragments(argument.split("\\|"));
      case "close" -> close(peer, argument);
      case "cut" -> peer.cut();
      default -> throw new IllegalArgumentException("no server of these tests can " + words[0]);
    }
  }

  private static void close(Peer peer, String codeAndReason) {
    if (codeAndReason.isEmpty()) {
      peer.close(CloseCode.NO_STATUS_RECEIVED, "");
      return;
    }
    String[] words = codeAndReason.split(" ", 2);
    peer.close(Integer.parseInt(words[0]), words.length > 1 ? words[1] : "");
  }
}
