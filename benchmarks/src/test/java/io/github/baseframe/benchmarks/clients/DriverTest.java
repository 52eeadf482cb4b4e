package io.github.baseframe.benchmarks.clients;

import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.baseframe.benchmarks.load.Scenario;
import io.github.baseframe.benchmarks.load.Scenario.Shape;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A driver takes nothing but what should come back. */
class DriverTest {

  private static final URI NOWHERE = URI.create("ws://127.0.0.1/echo");
  private static final Scenario ECHO = Scenario.echo("one", "", false, 64, 1, 1);
  private static final Scenario VISIT =
      new Scenario("visit", "", Shape.CONNECT, false, 64, 1, 1, 1, 0);
  private static final long LONG = TimeUnit.SECONDS.toNanos(30);

  /** What comes instead of an echo. */
  private interface Answer {
    void to(byte[] payload, Receiver receiver);
  }

  private static ClientLibrary answering(Answer answer) {
    return (server, receiver) ->
        new ClientConnection() {
          @Override
          public Runnable text(String text) {
            throw new UnsupportedOperationException();
          }

          @Override
          public Runnable binary(byte[] payload) {
            return () -> answer.to(payload, receiver);
          }

          @Override
          public void close() {
            receiver.onClosed();
          }
        };
  }

  @Test
  void aMessageThatIsTooShortFailsTheRun() throws IOException {
    ClientLibrary cutting = answering((payload, receiver) -> receiver.onBinary(payload.length - 1));

    assertThatIOException()
        .isThrownBy(() -> new EchoDriver(cutting, NOWHERE, ECHO).run(LONG))
        .withMessageContaining("message 0 is 63 long, not 64");
    assertThatIOException()
        .isThrownBy(() -> new VisitDriver(cutting, NOWHERE, VISIT).run(LONG))
        .withMessageContaining("the answer is 63 long, not 64");
  }

  @Test
  void aConnectionThatEndsFailsTheRun() throws IOException {
    ClientLibrary ending = answering((payload, receiver) -> receiver.onClosed());

    assertThatIOException()
        .isThrownBy(() -> new EchoDriver(ending, NOWHERE, ECHO).run(LONG))
        .withMessageContaining("a connection was closed");
    assertThatIOException().isThrownBy(() -> new VisitDriver(ending, NOWHERE, VISIT).run(LONG));
  }

  @Test
  void anErrorOfTheLibraryFailsTheRun() throws IOException {
    ClientLibrary failing =
        answering((payload, receiver) -> receiver.onFailure(new IllegalStateException("broken")));

    assertThatIOException()
        .isThrownBy(() -> new EchoDriver(failing, NOWHERE, ECHO).run(LONG))
        .withMessageContaining("broken");
    assertThatIOException()
        .isThrownBy(() -> new VisitDriver(failing, NOWHERE, VISIT).run(LONG))
        .withMessageContaining("broken");
  }
}
