package io.github.baseframe.protocol.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;
import java.util.function.UnaryOperator;

/** A socket without a network: what the peer says is known once something was heard from here. */
final class ScriptedSocket extends Socket {

  private enum End {
    OF_STREAM,
    BY_RESET
  }

  /** How often it was read after all of it had been. */
  int readsAfterTheEnd;

  private final UnaryOperator<String> script;
  private final int mostAtOnce;
  private final End end;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  private byte[] input;
  private int position;
  private int writesToFail;
  private boolean failing;
  private boolean closed;
  private boolean outputShutdown;

  /** The peer says all at once what the script makes of what was written, and leaves. */
  ScriptedSocket(UnaryOperator<String> script) {
    this(script, Integer.MAX_VALUE, End.OF_STREAM);
  }

  private ScriptedSocket(UnaryOperator<String> script, int mostAtOnce, End end) {
    this.script = script;
    this.mostAtOnce = mostAtOnce;
    this.end = end;
  }

  /** At once and byte by byte, and with both ends. */
  static List<ScriptedSocket> allKinds(UnaryOperator<String> script) {
    return List.of(
        new ScriptedSocket(script),
        new ScriptedSocket(script, 1, End.OF_STREAM),
        new ScriptedSocket(script, Integer.MAX_VALUE, End.BY_RESET),
        new ScriptedSocket(script, 1, End.BY_RESET));
  }

  /** A server's first write is its response already. */
  void failWritesAfterTheHandshake(boolean server) {
    failing = true;
    writesToFail = server ? 0 : 1;
  }

  String written() {
    return written.toString(ISO_8859_1);
  }

  @Override
  public InputStream getInputStream() {
    return new InputStream() {
      @Override
      public int read() {
        throw new UnsupportedOperationException("one byte at a time is for nobody");
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        return readScript(bytes, offset, length);
      }
    };
  }

  private int readScript(byte[] bytes, int offset, int length) throws IOException {
    if (input == null) {
      input = script.apply(written()).getBytes(ISO_8859_1);
    }
    if (position == input.length) {
      readsAfterTheEnd++;
      if (readsAfterTheEnd > 100) {
        throw new AssertionError("it reads for ever");
      }
      if (end == End.BY_RESET) {
        throw new IOException("reset by the script");
      }
      return -1;
    }
    int count = Math.min(Math.min(length, mostAtOnce), input.length - position);
    System.arraycopy(input, position, bytes, offset, count);
    position += count;
    return count;
  }

  @Override
  public OutputStream getOutputStream() {
    return new OutputStream() {
      @Override
      public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        if (closed || outputShutdown || failing && writesToFail-- <= 0) {
          throw new IOException("broken pipe");
        }
        written.write(bytes, offset, length);
      }
    };
  }

  @Override
  public void setSoTimeout(int millis) {}

  @Override
  public void shutdownOutput() {
    outputShutdown = true;
  }

  @Override
  public boolean isOutputShutdown() {
    return outputShutdown;
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }
}
