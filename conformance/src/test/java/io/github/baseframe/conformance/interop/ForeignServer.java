package io.github.baseframe.conformance.interop;

import io.github.baseframe.protocol.CloseReason;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A WebSocket server of somebody else, for our client to connect to. At {@code /echo} it behaves as
 * {@link Manners} says and speaks the subprotocols v2.chat and v1.chat; at {@code /forbidden} it
 * answers 403, elsewhere 404. It takes messages of more than 1 MiB.
 */
abstract class ForeignServer {
  static final String[] SUBPROTOCOLS = {"v2.chat", "v1.chat"};

  /** More than the tests send. */
  static final int MAX_MESSAGE_BYTES = 4 << 20;

  private final BlockingQueue<CloseReason> closes = new LinkedBlockingQueue<>();

  /** Returns the port of 127.0.0.1 that the server listens on. */
  abstract int port();

  abstract void stop() throws Exception;

  final String uri(String path) {
    return "ws://127.0.0.1:" + port() + path;
  }

  /** The server was told of the end of a connection that a client had closed. */
  final void closedByClient(int code, String reason) {
    closes.add(new CloseReason(code, reason == null ? "" : reason));
  }

  /** Waits until a client has closed a connection just so; passes over how others were closed. */
  final void awaitClose(CloseReason expected) {
    String what = "the server to be told of " + expected;
    while (!Waiting.next(closes, what).equals(expected)) {
      // Left by an earlier test.
    }
  }
}
