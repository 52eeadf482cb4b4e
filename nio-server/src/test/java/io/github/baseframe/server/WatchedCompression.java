package io.github.baseframe.server;

import io.github.baseframe.protocol.ProtocolException;
import io.github.baseframe.protocol.deflate.NativeMemory;
import io.github.baseframe.protocol.deflate.PerMessageDeflate;
import io.github.baseframe.protocol.frame.Opcode;
import io.github.baseframe.protocol.handshake.Extension;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator;
import io.github.baseframe.protocol.message.MessageTransform;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Watches the compression of all loops of a server. */
final class WatchedCompression {

  private final PerMessageDeflate settings;
  private final List<ExtensionNegotiator> made = new CopyOnWriteArrayList<>();
  private final AtomicInteger messagesCompressed = new AtomicInteger();

  WatchedCompression(PerMessageDeflate settings) {
    this.settings = settings;
  }

  /** Makes the negotiator of one loop. */
  ExtensionNegotiator newNegotiator() {
    ExtensionNegotiator negotiator = settings.newNegotiator();
    made.add(negotiator);
    return new Watched(negotiator);
  }

  /** How many inflaters and deflaters hold memory outside of the heap now, lent or kept. */
  int alive() {
    return made.stream().mapToInt(NativeMemory::alive).sum();
  }

  int messagesCompressed() {
    return messagesCompressed.get();
  }

  /** Makes transforms that count. */
  private final class Watched implements ExtensionNegotiator {
    private final ExtensionNegotiator real;

    Watched(ExtensionNegotiator real) {
      this.real = real;
    }

    @Override
    public Agreement accept(List<Extension> offers) {
      Agreement agreement = real.accept(offers);
      return agreement == null
          ? null
          : new Agreement(agreement.extension(), () -> new Counting(agreement.transforms().get()));
    }

    @Override
    public List<Extension> offers() {
      return real.offers();
    }

    @Override
    public Agreement verify(List<Extension> answer) {
      return real.verify(answer);
    }

    @Override
    public void close() {
      real.close();
    }
  }

  /** Counts the messages that are compressed. */
  private final class Counting implements MessageTransform {
    private final MessageTransform real;

    Counting(MessageTransform real) {
      this.real = real;
    }

    @Override
    public boolean decode(ByteBuffer piece, boolean endOfMessage, DecodedPayload output)
        throws ProtocolException {
      return real.decode(piece, endOfMessage, output);
    }

    @Override
    public boolean encode(Opcode type, ByteBuffer payload, EncodedPayload output) {
      messagesCompressed.incrementAndGet();
      return real.encode(type, payload, output);
    }

    @Override
    public Object sharedEncoding() {
      return real.sharedEncoding();
    }

    @Override
    public void close() {
      real.close();
    }
  }
}
