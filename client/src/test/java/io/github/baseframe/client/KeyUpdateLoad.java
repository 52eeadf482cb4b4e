package io.github.baseframe.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.baseframe.protocol.Limits;
import io.github.baseframe.protocol.SendStatus;
import io.github.baseframe.protocol.WebSocketSession;
import io.github.baseframe.protocol.tls.TlsBuffers;
import io.github.baseframe.protocol.tls.TlsConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.Security;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * A client and a server that send as much as they can, to each other and at the same time, over TLS
 * whose keys change again and again. Prints how many messages have arrived at each.
 */
final class KeyUpdateLoad {
  private static final int MESSAGES = 400;
  private static final int MESSAGE_BYTES = 64 * 1024;

  /** With a masking key, as the client sends it. */
  private static final int FRAME_BYTES = 14 + MESSAGE_BYTES;

  /** Counts messages, and says when the send queue is empty. */
  private static final class Counter extends RecordingHandler {
    private final Semaphore received = new Semaphore(0);
    private final Semaphore writable = new Semaphore(0);

    @Override
    public void onBinary(WebSocketSession session, ByteBuffer payload) {
      if (payload.remaining() == MESSAGE_BYTES) {
        received.release();
      }
    }

    @Override
    public void onWritable(WebSocketSession session) {
      writable.release();
    }
  }

  private KeyUpdateLoad() {}

  public static void main(String[] arguments) throws Exception {
    Security.setProperty("jdk.tls.keyLimits", "AES/GCM/NoPadding KeyUpdate 2^20");
    SSLContext context = TestTls.newContext();
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Counter client = new Counter();
      CompletableFuture<WebSocketSession> connecting =
          ScriptedServer.connect(
              WebSocketClient.builder()
                  .sslContext(context)
                  .noCompression()
                  .limits(Limits.DEFAULT.withMaxQueuedBytes(1 << 20))
                  .build(),
              "wss://localhost:" + listener.socket().getLocalPort() + "/",
              client);
      SSLEngine engine = context.createSSLEngine();
      engine.setUseClientMode(false);
      engine.setEnabledProtocols(new String[] {"TLSv1.3"});
      ScriptedServer.inThread(() -> sendFrom(connecting.join(), client));
      try (SocketChannel peer = listener.accept()) {
        long atServer = new Server(peer, engine).exchange() / FRAME_BYTES;
        client.received.acquire(MESSAGES);
        System.out.println(MESSAGES + " at the client, " + atServer + " at the server");
      }
    }
  }

  private static void sendFrom(WebSocketSession session, Counter client) {
    ByteBuffer message = ByteBuffer.allocate(MESSAGE_BYTES);
    for (int i = 0; i < MESSAGES; i++) {
      while (session.sendBinary(message.clear()) == SendStatus.DROPPED) {
        client.writable.acquireUninterruptibly();
      }
    }
  }

  /**
   * The server's end, in one thread. An {@code SSLSocket} would not do: where one thread reads from
   * it and another writes, answers to key updates may get into the middle of a record.
   */
  private static final class Server {
    private final SocketChannel channel;
    private final TlsConnection tls;
    private final ByteBuffer in = ByteBuffer.allocate(TlsBuffers.BYTES);
    private final StringBuilder request = new StringBuilder();
    private ByteBuffer out = ByteBuffer.allocate(0);
    private long received = -1;

    Server(SocketChannel channel, SSLEngine engine) throws IOException {
      this.channel = channel;
      channel.configureBlocking(false);
      tls = new TlsConnection(engine, new TlsBuffers(), channel::write);
      tls.start();
    }

    /** Sends and receives everything; returns how many bytes of frames have come. */
    long exchange() throws IOException {
      while (received < MESSAGES * FRAME_BYTES || out.hasRemaining() || tls.hasUnsentRecords()) {
        boolean moved = channel.read(tls.receiveBuffer()) > 0;
        tls.decrypt(in.clear());
        onReceived(in.flip());
        int before = out.remaining();
        if (tls.isEstablished() && before > 0) {
          tls.encrypt(new ByteBuffer[] {out}, 0, 1);
        }
        tls.flush();
        if (!moved && before == out.remaining()) {
          LockSupport.parkNanos(100_000);
        }
      }
      return received;
    }

    private void onReceived(ByteBuffer bytes) {
      if (received >= 0) {
        received += bytes.remaining();
        return;
      }
      request.append(ISO_8859_1.decode(bytes));
      int end = request.indexOf("\r\n\r\n");
      if (end >= 0) {
        received = request.length() - end - 4;
        answer();
      }
    }

    private void answer() {
      byte[] response = ScriptedPeer.response(request.toString(), "").getBytes(ISO_8859_1);
      int frameBytes = 10 + MESSAGE_BYTES;
      out = ByteBuffer.allocate(response.length + MESSAGES * frameBytes).put(response);
      for (int i = 0; i < MESSAGES; i++) {
        int next = out.position() + frameBytes;
        out.put((byte) 0x82).put((byte) 127).putLong(MESSAGE_BYTES).position(next);
      }
      out.flip();
    }
  }
}
