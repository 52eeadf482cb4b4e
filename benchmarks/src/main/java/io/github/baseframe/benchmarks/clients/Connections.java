package io.github.baseframe.benchmarks.clients;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What both drivers do with connections. */
final class Connections {

  private Connections() {}

  /** Opens one; whatever the library throws if it cannot is an IOException here. */
  static ClientConnection open(ClientLibrary library, URI server, Receiver receiver)
      throws IOException {
    try {
      return library.connect(server, receiver);
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("no connection", e);
    }
  }

  /** Waits for an event; says whether it has happened. */
  static boolean await(CountDownLatch event, long nanos) throws IOException {
    try {
      return event.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }
}
