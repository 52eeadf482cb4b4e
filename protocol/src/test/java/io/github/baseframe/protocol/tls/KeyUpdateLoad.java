package io.github.baseframe.protocol.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.Security;

/**
 * Two sides that send as much as they can, to each other and at the same time, over pipes of little
 * room, and change their keys again and again. Prints how many messages have arrived; ends when
 * nothing moves any more.
 */
final class KeyUpdateLoad {

  private static final int MESSAGES = 400;
  private static final int MESSAGE_BYTES = 64 * 1024;
  private static final int PIPE_BYTES = 100_000;

  /** One of the two, and what it still has to send. */
  private static final class Side {
    private final ConnectionEndpoint end;
    private final ByteBuffer message = ByteBuffer.allocate(MESSAGE_BYTES);
    private int toSend = MESSAGES;
    private long received;

    Side(ConnectionEndpoint end) {
      this.end = end;
    }

    /** Sends until the pipe is full; returns whether anything moved. */
    boolean send() throws IOException {
      int before = end.sent.position();
      while (toSend > 0) {
        end.send(message);
        if (message.hasRemaining()) {
          break;
        }
        message.clear();
        toSend--;
      }
      end.tls.flush();
      return end.sent.position() > before;
    }

    /** Reads once; returns whether anything moved. */
    boolean receiveFrom(Side peer) throws IOException {
      ByteBuffer records = end.tls.receiveBuffer();
      int bytes = Math.min(records.remaining(), peer.end.sent.position());
      records.put(peer.end.take(bytes));
      end.decrypt();
      received += end.received.size();
      end.received.reset();
      return bytes > 0;
    }

    @Override
    public String toString() {
      return received / MESSAGE_BYTES + " of " + MESSAGES;
    }
  }

  private KeyUpdateLoad() {}

  public static void main(String[] arguments) throws Exception {
    Security.setProperty("jdk.tls.keyLimits", "AES/GCM/NoPadding KeyUpdate 2^20");
    TlsKeys keys = new TlsKeys();
    Side server = new Side(new ConnectionEndpoint(keys.server("TLSv1.3")));
    Side client = new Side(new ConnectionEndpoint(keys.client("TLSv1.3")));
    Endpoint.connect(server.end, client.end);
    server.end.pipeBytes = PIPE_BYTES;
    client.end.pipeBytes = PIPE_BYTES;
    boolean moved = true;
    while (moved) {
      moved = server.send() | client.send();
      moved |= server.receiveFrom(client) | client.receiveFrom(server);
    }
    System.out.println(server + ", " + client);
  }
}
