package io.github.baseframe.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.Allocations;
import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.frame.Frames;
import io.github.baseframe.protocol.message.BufferPool;
import io.github.baseframe.protocol.message.MessageConsumer;
import io.github.baseframe.protocol.message.OutboundQueue.SegmentWriter;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A steady stream of frames leaves nothing to the garbage collector. */
class ZeroAllocationTest {

  private static final int FRAMES = 10_000;
  private static final int WARM_UP_FRAMES = 1_000;

  /** Of a run, not of a frame: what the measurement itself may cost. */
  private static final long MAX_BYTES = 1024;

  /** A client copies what it masks, so there the payload has to fit a pooled buffer. */
  @ParameterizedTest
  @CsvSource({
    "SERVER, 0",
    "SERVER, 125",
    "SERVER, 1024",
    "SERVER, 65536",
    "CLIENT, 125",
    "CLIENT, 1024"
  })
  void anEchoOfBinaryMessagesAllocatesNothing(Role role, int payloadBytes) {
    assertNothingIsAllocated(role, Frames.sentTo(role).binary(new byte[payloadBytes]));
  }

  @ParameterizedTest
  @EnumSource
  void anEchoOfTextMessagesAllocatesNothing(Role role) {
    assertNothingIsAllocated(role, Frames.sentTo(role).text("\u20AC".repeat(300)));
  }

  @ParameterizedTest
  @EnumSource
  void pingsAndPongsAllocateNothing(Role role) {
    assertNothingIsAllocated(role, Frames.sentTo(role).ping("ping").pong("pong"));
  }

  private static void assertNothingIsAllocated(Role role, Frames frames) {
    Loop loop = new Loop(role, frames.bytes());
    loop.run(WARM_UP_FRAMES);

    long allocated = Allocations.during(() -> loop.run(FRAMES));

    assertThat(allocated).isLessThan(MAX_BYTES);
    assertThat(loop.answers).isEqualTo(WARM_UP_FRAMES + FRAMES);
  }

  /** A driver in its smallest form: what comes in is echoed. */
  private static final class Loop
      implements MessageConsumer, WebSocketConnection.Driver, SegmentWriter<RuntimeException> {
    private final WebSocketConnection connection;
    private final ByteBuffer wire;
    private final ByteBuffer in;
    private final ByteBuffer transport = ByteBuffer.allocate(1 << 17);
    private int answers;

    Loop(Role role, ByteBuffer frames) {
      ConnectionSettings settings = ConnectionSettings.DEFAULT;
      BufferPool pool = BufferPool.of(16 * 1024, 1, false);
      connection =
          role == Role.SERVER
              ? WebSocketConnection.server(settings, pool, null, this, this)
              : WebSocketConnection.client(settings, pool, () -> Frames.KEY, null, this, this);
      wire = frames;
      in = ByteBuffer.allocate(frames.limit());
    }

    void run(int times) {
      for (int i = 0; i < times; i++) {
        in.clear().put(wire.position(0)).flip();
        connection.receive(in);
        connection.writeTo(this);
      }
    }

    @Override
    public void writeNow() {
      connection.writeTo(this);
    }

    @Override
    public long write(ByteBuffer[] segments, int first, int count) {
      transport.clear();
      for (int i = first; i < first + count; i++) {
        transport.put(segments[i]);
      }
      answers++;
      return transport.position();
    }

    @Override
    public void onText(ByteBuffer utf8) {
      connection.sendUtf8Text(utf8);
    }

    @Override
    public void onBinary(ByteBuffer payload) {
      connection.sendBinary(payload);
    }

    @Override
    public void onPing(ByteBuffer payload) {}

    @Override
    public void onPong(ByteBuffer payload) {}

    @Override
    public void onClose(CloseReason reason, boolean clean) {}
  }
}
