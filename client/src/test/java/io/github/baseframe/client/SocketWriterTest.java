package io.github.baseframe.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baseframe.protocol.Role;
import io.github.baseframe.protocol.connection.ConnectionSettings;
import io.github.baseframe.protocol.connection.HandlerAdapter;
import io.github.baseframe.protocol.connection.WebSocketConnection;
import io.github.baseframe.protocol.frame.MaskingKeySource;
import io.github.baseframe.protocol.message.BufferPool;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The writing thread alone, with a socket that fails as no real one does on demand. */
class SocketWriterTest {

  private static final class BrokenSocket extends Socket {
    @Override
    public InputStream getInputStream() {
      return InputStream.nullInputStream();
    }

    @Override
    public OutputStream getOutputStream() {
      return new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          throw new IOException("broken");
        }
      };
    }
  }

  @Test
  @Timeout(10)
  void aWriteThatFailsSetsADeadlineToTheReadingThread() throws IOException {
    ReentrantLock lock = new ReentrantLock();
    HandlerAdapter adapter =
        new HandlerAdapter(new RecordingHandler(), null) {
          @Override
          protected void onHandlerFailure(Throwable error) {}
        };
    HandlerCalls handler = new HandlerCalls(lock, adapter);
    WebSocketConnection core =
        new WebSocketConnection(
            ConnectionSettings.defaults(Role.CLIENT),
            BufferPool.of(1024, 0, false),
            MaskingKeySource.secure(),
            handler);
    AtomicInteger ends = new AtomicInteger();
    try (Socket broken = new BrokenSocket()) {
      Transport transport = new Transport(broken, broken);
      SocketWriter writer = new SocketWriter(lock, core, handler, transport, ends::incrementAndGet);
      core.sendText("lost");

      writer.run();

      assertThat(ends).hasValue(1);
    }
  }
}
