package io.github.baseframe.conformance.testee;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One connection to a fuzzing server, from its opening to its end, which can be awaited. */
class Visit implements WebSocketHandler {

  /** Longer than any case of the original may take. */
  private static final long MAX_MINUTES = 10;

  private final CountDownLatch closed = new CountDownLatch(1);

  @Override
  public final void onClose(WebSocketSession session, CloseReason reason, boolean clean) {
    closed.countDown();
  }

  /** Waits until the connection has ended. */
  final void awaitEnd() throws IOException {
    try {
      if (!closed.await(MAX_MINUTES, TimeUnit.MINUTES)) {
        throw new IOException("the server left a connection open for " + MAX_MINUTES + " minutes");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** What a case expects of its subject. */
  static final class Echoing extends Visit implements Echo {}

  /** Keeps what the server says. */
  static final class Listening extends Visit {
    private volatile String heard = "nothing";

    @Override
    public void onText(WebSocketSession session, String text) {
      heard = text;
    }

    String heard() {
      return heard;
    }
  }
}
