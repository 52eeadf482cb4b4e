package io.github.baseframe.protocol.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.Hex;
import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.OverflowPolicy;
import io.github.baseframe.protocol.PreparedMessage;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.connection.ConnectionSettings;
import io.github.baseframe.protocol.connection.ConnectionState;
import io.github.baseframe.protocol.connection.Endpoint;
import io.github.baseframe.protocol.frame.Frames;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever is sent, and however few bytes the transport takes at a time: a peer that decodes the
 * stream by all rules gets everything once, messages in their order.
 */
class OutboundQueuePropertyTest {

  private enum Kind {
    SMALL,
    LARGE,
    PREPARED_SMALL,
    PREPARED_LARGE,
    PING,
    PONG,
    PEER_PING,
    DRAIN
  }

  /** Something that happens, and then the transport takes so many bytes, or is not asked. */
  private record Step(Kind kind, int taken) {}

  private static final int NOT_ASKED = -1;

  @Property(tries = 500)
  void whatIsSentArrives(
      @ForAll Role role,
      @ForAll("maxFrameBytes") int maxFrameBytes,
      @ForAll("steps") List<Step> steps,
      @ForAll boolean close) {
    Run run = new Run(role, maxFrameBytes);

    steps.forEach(run::perform);

    run.finish(close);
  }

  @Provide
  Arbitrary<Integer> maxFrameBytes() {
    return Arbitraries.of(100, 9_000, Integer.MAX_VALUE);
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Integer> taken =
        Arbitraries.oneOf(
            Arbitraries.of(NOT_ASKED, NOT_ASKED, NOT_ASKED, 0, 1, 2, 1 << 20),
            Arbitraries.integers().between(0, 400),
            Arbitraries.integers().between(0, 20_000));
    return Combinators.combine(Arbitraries.of(Kind.class), taken)
        .as(Step::new)
        .list()
        .ofMaxSize(25);
  }

  /** One connection, its peer at the other end, and what the peer has to hear. */
  private static final class Run {
    private final Endpoint sender;
    private final Endpoint receiver;
    private final List<String> messages = new ArrayList<>();
    private final List<String> pings = new ArrayList<>();
    private final List<String> pongs = new ArrayList<>();
    private final List<String> answers = new ArrayList<>();
    private int sequence;

    Run(Role role, int maxFrameBytes) {
      sender =
          new Endpoint(
              role,
              new ConnectionSettings(Limits.DEFAULT, OverflowPolicy.DROP_MESSAGE, maxFrameBytes));
      receiver = new Endpoint(Frames.peerOf(role));
    }

    void perform(Step step) {
      sender.writeNow =
          () -> {
            if (step.taken != NOT_ASKED) {
              transfer(step.taken);
            }
          };
      byte[] callers = callersBytes(step.kind);
      ByteBuffer payload = ByteBuffer.wrap(callers);
      String hex = Hex.of(payload);
      switch (step.kind) {
        case SMALL, LARGE -> {
          messages.add("binary " + hex);
          sender.connection.sendBinary(payload);
        }
        case PREPARED_SMALL, PREPARED_LARGE -> {
          messages.add("binary " + hex);
          sender.connection.send(PreparedMessage.binary(payload));
        }
        case PING -> {
          pings.add("ping " + new String(callers, UTF_8));
          sender.connection.sendPing(payload);
        }
        case PONG -> {
          pongs.add("pong " + new String(callers, UTF_8));
          sender.connection.sendPong(payload);
        }
        case PEER_PING -> {
          answers.add("pong " + new String(callers, UTF_8));
          sender.receive(Frames.sentTo(sender.role).frame(0x89, callers));
        }
        default -> {}
      }
      sender.writeNow.run();
      Arrays.fill(callers, (byte) 0xEE);
    }

    void finish(boolean close) {
      if (close) {
        sender.connection.sendClose(CloseReason.NO_STATUS);
      }
      transfer(Integer.MAX_VALUE);

      List<String> heard = new ArrayList<>(receiver.events());
      if (close) {
        assertThat(heard.remove(heard.size() - 1)).isEqualTo("close 1005 clean");
      }
      assertThat(only(heard, "binary ")).isEqualTo(messages);
      assertThat(only(heard, "ping ")).containsExactlyInAnyOrderElementsOf(pings);
      assertPongs(only(heard, "pong "));
      assertThat(receiver.state()).isEqualTo(close ? ConnectionState.CLOSED : ConnectionState.OPEN);
      assertThat(sender.connection.outputBytes()).isZero();
      assertThat(sender.pool.lent()).isZero();
    }

    /**
     * All that the application sent, and answers to some pings, in the order of these, to the last
     * one for sure.
     */
    private void assertPongs(List<String> heard) {
      assertThat(heard).doesNotHaveDuplicates().containsAll(pongs);
      List<String> answered = new ArrayList<>(heard);
      answered.removeAll(pongs);
      assertThat(answers.stream().filter(answered::contains)).containsExactlyElementsOf(answered);
      if (!answers.isEmpty()) {
        assertThat(answered).contains(answers.get(answers.size() - 1));
      }
    }

    private void transfer(int most) {
      long before = sender.connection.outputBytes();
      ByteBuffer taken = sender.drain(most);
      assertThat(taken.remaining()).isEqualTo((int) Math.min(most, before));
      assertThat(sender.connection.outputBytes()).isEqualTo(before - taken.remaining());
      receiver.receive(taken);
    }

    /** Different for every step. */
    private byte[] callersBytes(Kind kind) {
      sequence++;
      byte[] bytes =
          switch (kind) {
            case SMALL, PREPARED_SMALL -> new byte[sequence * 7 % 300];
            case LARGE, PREPARED_LARGE -> new byte[8_193 + sequence * 977 % 12_000];
            default -> ("control " + sequence).getBytes(UTF_8);
          };
      if (kind.compareTo(Kind.PING) < 0) {
        Arrays.fill(bytes, (byte) sequence);
      }
      return bytes;
    }

    private static List<String> only(List<String> events, String prefix) {
      return events.stream().filter(event -> event.startsWith(prefix)).toList();
    }
  }
}
