package io.github.baseframe.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.Hex;
import io.github.baseframe.protocol.OpeningHandshake;
import io.github.baseframe.protocol.WebSocketHandler;
import io.github.baseframe.protocol.WebSocketSession;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HandlerAdapterTest {

  private final List<Throwable> told = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();

  @Test
  void everyEventReachesTheHandler() {
    RecordingHandler handler = new RecordingHandler();
    HandlerAdapter adapter = adapter(handler);

    events().forEach(event -> event.accept(adapter));

    assertThat(handler.events)
        .containsExactly(
            "open", "writable", "text hi", "binary 01", "ping 02", "pong 03", "close 1000 true");
    assertThat(failures).isEmpty();
  }

  @Test
  void whoWasNotToldThatItIsOpenIsNotToldThatItIsClosed() {
    RecordingHandler handler = new RecordingHandler();

    adapter(handler).onClose(CloseReason.of(1000, ""), true);

    assertThat(handler.events).isEmpty();
  }

  @Test
  void aHandlerMayTakeTextAsBytes() {
    List<String> taken = new ArrayList<>();
    HandlerAdapter adapter =
        adapter(
            new WebSocketHandler() {
              @Override
              public void onUtf8Text(WebSocketSession session, ByteBuffer utf8) {
                taken.add(Hex.of(utf8));
              }

              @Override
              public void onText(WebSocketSession session, String text) {
                taken.add(text);
              }
            });

    adapter.onText(Hex.bytes("6869"));

    assertThat(taken).containsExactly("6869");
  }

  @Test
  void aHandlerThatOverridesNothingIgnoresEverything() {
    HandlerAdapter adapter = adapter(new WebSocketHandler() {});

    events().forEach(event -> event.accept(adapter));

    assertThat(failures).isEmpty();
  }

  @Test
  void aHandlerNeedNotCareForWhatItsOtherMethodsThrow() {
    Throwable thrown = new IllegalStateException("x");

    adapter(
            new WebSocketHandler() {
              @Override
              public void onText(WebSocketSession session, String text) {
                throw (IllegalStateException) thrown;
              }
            })
        .onText(Hex.bytes("6869"));

    assertThat(failures).containsExactly(thrown);
  }

  @ParameterizedTest
  @MethodSource("events")
  void whateverTheHandlerThrowsGoesToOnErrorAndThenToTheDriver(Consumer<HandlerAdapter> event) {
    for (Throwable thrown : List.of(new IllegalStateException("x"), new StackOverflowError())) {
      HandlerAdapter adapter = adapter(throwing(thrown, null));
      adapter.onOpen(null);
      failures.clear();
      told.clear();

      event.accept(adapter);

      assertThat(told).containsExactly(thrown);
      assertThat(failures).containsExactly(thrown);
    }
  }

  @Test
  void anOnErrorThatThrowsToo() {
    Throwable first = new IllegalStateException("first");
    Throwable second = new AssertionError("second");

    adapter(throwing(first, second)).onBinary(Hex.bytes("01"));

    assertThat(failures).containsExactly(first);
    assertThat(first).hasSuppressedException(second);
  }

  @Test
  void anOnErrorThatThrowsWhatItWasTold() {
    Throwable thrown = new IllegalStateException("first");

    adapter(throwing(thrown, thrown)).onBinary(Hex.bytes("01"));

    assertThat(failures).containsExactly(thrown);
    assertThat(thrown).hasNoSuppressedExceptions();
  }

  static Stream<Consumer<HandlerAdapter>> events() {
    return Stream.of(
        adapter -> adapter.onOpen(null),
        adapter -> adapter.onWritable(),
        adapter -> adapter.onText(Hex.bytes("6869")),
        adapter -> adapter.onBinary(Hex.bytes("01")),
        adapter -> adapter.onPing(Hex.bytes("02")),
        adapter -> adapter.onPong(Hex.bytes("03")),
        adapter -> adapter.onClose(CloseReason.of(1000, ""), true));
  }

  private HandlerAdapter adapter(WebSocketHandler handler) {
    return new HandlerAdapter(handler, null) {
      @Override
      protected void onHandlerFailure(Throwable error) {
        failures.add(error);
      }
    };
  }

  /** Throws whatever is called, and perhaps something else from onError, which is written down. */
  private WebSocketHandler throwing(Throwable thrown, Throwable thrownByOnError) {
    return (WebSocketHandler)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {WebSocketHandler.class},
            (proxy, method, arguments) -> {
              if (!method.getName().equals("onError")) {
                throw thrown;
              }
              told.add((Throwable) arguments[1]);
              if (thrownByOnError != null) {
                throw thrownByOnError;
              }
              return null;
            });
  }

  private static final class RecordingHandler implements WebSocketHandler {
    final List<String> events = new ArrayList<>();

    @Override
    public void onOpen(WebSocketSession session, OpeningHandshake handshake) {
      events.add("open");
    }

    @Override
    public void onText(WebSocketSession session, String text) {
      events.add("text " + text);
    }

    @Override
    public void onBinary(WebSocketSession session, ByteBuffer payload) {
      events.add("binary " + Hex.of(payload));
    }

    @Override
    public void onPing(WebSocketSession session, ByteBuffer payload) {
      events.add("ping " + Hex.of(payload));
    }

    @Override
    public void onPong(WebSocketSession session, ByteBuffer payload) {
      events.add("pong " + Hex.of(payload));
    }

    @Override
    public void onWritable(WebSocketSession session) {
      events.add("writable");
    }

    @Override
    public void onClose(WebSocketSession session, CloseReason reason, boolean clean) {
      events.add("close " + reason.code() + " " + clean);
    }
  }
}
