package io.github.baseframe.protocol.deflate;

import io.github.baseframe.protocol.ProtocolException;
import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.frame.Opcode;
import io.github.baseframe.protocol.message.MessageTransform;
import java.nio.ByteBuffer;

/** Compression of one connection: what comes in, what goes out, and which messages are worth it. */
final class DeflateTransform implements MessageTransform {

  private final PerMessageDeflate settings;
  private final MessageInflater inflater;
  private final MessageDeflater deflater;
  private final Encoding sharedEncoding;

  /** Where no context is taken over, these decide what becomes of a message. */
  private record Encoding(PerMessageDeflate settings, int windowBits) {}

  /** Creates the transform of one side for what both sides agreed on. */
  DeflateTransform(
      Role role, PerMessageDeflate settings, DeflateParameters agreed, DeflatePool pool) {
    boolean server = role == Role.SERVER;
    int serverBits = agreed.serverWindowBits();
    int clientBits = agreed.clientWindowBits();
    boolean serverTakeover = !agreed.serverNoContextTakeover();
    boolean clientTakeover = !agreed.clientNoContextTakeover();
    this.settings = settings;
    this.inflater =
        server
            ? new MessageInflater(pool, clientBits, clientTakeover)
            : new MessageInflater(pool, serverBits, serverTakeover);
    this.deflater =
        server
            ? new MessageDeflater(pool, serverBits, serverTakeover)
            : new MessageDeflater(pool, clientBits, clientTakeover);
    boolean takeover = server ? serverTakeover : clientTakeover;
    this.sharedEncoding =
        takeover ? null : new Encoding(settings, server ? serverBits : clientBits);
  }

  @Override
  public boolean decode(ByteBuffer piece, boolean endOfMessage, DecodedPayload output)
      throws ProtocolException {
    return inflater.inflate(piece, endOfMessage, output);
  }

  @Override
  public boolean encode(Opcode type, ByteBuffer payload, EncodedPayload output) {
    return payload.remaining() >= settings.minMessageBytes() && deflater.deflate(payload, output);
  }

  @Override
  public Object sharedEncoding() {
    return sharedEncoding;
  }

  @Override
  public int heldBytes() {
    return inflater.heldBytes() + deflater.heldBytes();
  }

  @Override
  public void close() {
    inflater.close();
    deflater.close();
  }
}
