package io.github.baseframe.client;

import io.github.baseframe.protocol.WebSocketSession;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** What the tests have in common: a scripted server, a recording handler, and known loops. */
@Timeout(30)
abstract class ScriptedTest {
  final RecordingHandler handler = new RecordingHandler();

  /** The threads of all event loops of the clients that a {@link #builder} made. */
  final List<Thread> threads = new CopyOnWriteArrayList<>();

  ScriptedServer server;

  @BeforeEach
  final void startServer() throws IOException {
    server = new ScriptedServer();
  }

  @AfterEach
  final void stopServer() throws IOException {
    server.close();
  }

  ClientBuilder builder() {
    return WebSocketClient.builder()
        .threadFactory(
            task -> {
              Thread thread = new Thread(task);
              thread.setDaemon(true);
              threads.add(thread);
              return thread;
            });
  }

  /** Waits until nothing is left of any connection, and no handler is being called. */
  final void awaitEndOfLoops() throws InterruptedException {
    for (Thread thread : threads) {
      TimeUnit.SECONDS.timedJoin(thread, ScriptedServer.DEADLINE_SECONDS);
      if (thread.isAlive()) {
        throw new AssertionError("still running: " + List.of(thread.getStackTrace()));
      }
    }
  }

  static void awaitWritten(WebSocketSession session) {
    await(() -> session.bufferedAmount() == 0);
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ScriptedServer.DEADLINE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("it never became true");
      }
      // Not busily: it is others that are waited for.
      LockSupport.parkNanos(1_000_000);
    }
  }
}
