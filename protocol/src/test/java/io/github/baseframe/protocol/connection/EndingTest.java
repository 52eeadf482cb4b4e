package io.github.baseframe.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.Hex;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.frame.Frames;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever happens to a connection, in whatever order: it ends once and as it should. */
class EndingTest {

  @Property
  void everyEndingIsToldExactlyOnceAndIsTheLastEvent(
      @ForAll Role role, @ForAll OverflowPolicy policy, @ForAll("lives") List<Step> life) {
    Limits limits = new Limits(300, 400, 3, 500);
    Endpoint endpoint = new Endpoint(role, new ConnectionSettings(limits, policy, 50));
    TransportEnd ordered = TransportEnd.NOT_YET;

    for (Step step : life) {
      step.run(endpoint);
      assertThat(endpoint.transportEnd()).isGreaterThanOrEqualTo(ordered);
      ordered = endpoint.transportEnd();
      assertConsistent(endpoint);
    }
    endpoint.connection.transportClosed();

    assertConsistent(endpoint);
    assertThat(endpoint.state()).isEqualTo(ConnectionState.CLOSED);
    assertThat(endpoint.transportEnd()).isEqualTo(TransportEnd.CLOSE);
    assertThat(endpoint.pool.lent()).isZero();
    assertThat(endpoint.connection.outputBytes()).isZero();
  }

  private static void assertConsistent(Endpoint endpoint) {
    List<String> events = endpoint.events();
    long closes = events.stream().filter(event -> event.startsWith("close ")).count();
    boolean closed = endpoint.state() == ConnectionState.CLOSED;
    assertThat(closes).isEqualTo(closed ? 1 : 0);
    if (closed) {
      assertThat(events.get(events.size() - 1)).startsWith("close ");
    } else {
      assertThat(endpoint.transportEnd()).isEqualTo(TransportEnd.NOT_YET);
    }
    assertThat(endpoint.connection.isEnding())
        .isEqualTo(
            endpoint.state() != ConnectionState.OPEN && endpoint.connection.outputBytes() == 0);
  }

  /** Something that happens to a connection. */
  private record Step(String name, Consumer<Endpoint> action) {
    void run(Endpoint endpoint) {
      action.accept(endpoint);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @Provide
  Arbitrary<List<Step>> lives() {
    Arbitrary<Step> bytes =
        Arbitraries.bytes()
            .array(byte[].class)
            .ofMaxSize(20)
            .map(
                array -> {
                  String name = "receive " + Hex.of(ByteBuffer.wrap(array));
                  return new Step(name, e -> e.receive(ByteBuffer.wrap(array.clone())));
                });
    return Arbitraries.frequencyOf(
            Tuple.of(8, received()), Tuple.of(8, sent()), Tuple.of(1, ends()), Tuple.of(1, bytes))
        .list()
        .ofMaxSize(15);
  }

  private static Arbitrary<Step> received() {
    return Arbitraries.of(
        receive("text", frames -> frames.text("hello")),
        receive("not UTF-8", frames -> frames.frame(0x81, new byte[] {(byte) 0xFF})),
        receive("first fragment", frames -> frames.frame(0x02, "x")),
        receive("last fragment", frames -> frames.frame(0x80, "y")),
        receive("too large", frames -> frames.binary(new byte[301])),
        receive("ping", frames -> frames.ping("hello")),
        receive("pong", frames -> frames.pong("hello")),
        receive("Close", frames -> frames.close(1000, "bye")),
        receive("empty Close", Frames::close),
        receive("bad Close", frames -> frames.close(1006, "")));
  }

  private static Arbitrary<Step> sent() {
    return Arbitraries.of(
        new Step("sendText", e -> e.connection.sendText("hello")),
        new Step("sendBinary", e -> e.connection.sendBinary(ByteBuffer.allocate(200))),
        new Step("send", e -> e.connection.send(PreparedMessage.text("hello"))),
        new Step("sendPing", e -> e.connection.sendPing(Hex.bytes("01"))),
        new Step("drain", Endpoint::drain),
        new Step("drain 100", e -> e.drain(100)),
        new Step("drain 0", e -> e.drain(0)));
  }

  private static Arbitrary<Step> ends() {
    return Arbitraries.of(
        new Step("sendClose", e -> e.connection.sendClose(CloseReason.of(1001, "away"))),
        new Step("fail", e -> e.connection.fail(1011, "oops")),
        new Step("outputLost", e -> e.connection.outputLost()),
        new Step("receiveEof", e -> e.connection.receiveEof()),
        new Step("transportClosed", e -> e.connection.transportClosed()));
  }

  private static Step receive(String name, Consumer<Frames> frames) {
    return new Step(
        "receive " + name,
        endpoint -> {
          Frames stream = Frames.sentTo(endpoint.role);
          frames.accept(stream);
          endpoint.receive(stream);
        });
  }
}
