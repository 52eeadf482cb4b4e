package io.github.baseframe.testkit;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;

/** A channel of the system whose operations fail, or do less than they could, on order. */
final class FaultySocketChannel extends SocketChannel implements FaultySelector.Faulty {

  private final Faults faults;
  private final SocketChannel real;

  FaultySocketChannel(FaultySelectorProvider provider, SocketChannel real) {
    super(provider);
    this.faults = provider.faults();
    this.real = real;
  }

  @Override
  public SelectableChannel real() {
    return real;
  }

  // ---- Reading and writing

  @Override
  public int read(ByteBuffer into) throws IOException {
    faults.check(Fault.READ);
    if (faults.strikes(Fault.EMPTY_READ)) {
      return 0;
    }
    if (!faults.strikes(Fault.SHORT_READ) || !into.hasRemaining()) {
      return real.read(into);
    }
    int limit = into.limit();
    try {
      return real.read(into.limit(into.position() + 1));
    } finally {
      into.limit(limit);
    }
  }

  @Override
  public long read(ByteBuffer[] into, int first, int count) throws IOException {
    for (int i = first; i < first + count; i++) {
      if (into[i].hasRemaining()) {
        return read(into[i]);
      }
    }
    return 0;
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    return (int) write(new ByteBuffer[] {from}, 0, 1);
  }

  @Override
  public long write(ByteBuffer[] from, int first, int count) throws IOException {
    checkWrite();
    if (faults.strikes(Fault.BLOCKED_WRITE)) {
      return 0;
    }
    return faults.strikes(Fault.SHORT_WRITE)
        ? writeOneByte(from, first, count)
        : real.write(from, first, count);
  }

  /** Where a write fails for the peer, nothing comes from there any more. */
  private void checkWrite() throws IOException {
    try {
      faults.check(Fault.WRITE);
    } catch (IOException e) {
      real.shutdownInput();
      real.shutdownOutput();
      throw e;
    }
  }

  private int writeOneByte(ByteBuffer[] from, int first, int count) throws IOException {
    for (int i = first; i < first + count; i++) {
      ByteBuffer next = from[i];
      if (next.hasRemaining()) {
        int limit = next.limit();
        try {
          return real.write(next.limit(next.position() + 1));
        } finally {
          next.limit(limit);
        }
      }
    }
    return 0;
  }

  @Override
  public SocketChannel shutdownInput() throws IOException {
    real.shutdownInput();
    return this;
  }

  @Override
  public SocketChannel shutdownOutput() throws IOException {
    checkWrite();
    real.shutdownOutput();
    return this;
  }

  // ---- Connecting

  @Override
  public boolean connect(SocketAddress remote) throws IOException {
    faults.check(Fault.CONNECT);
    return real.connect(remote);
  }

  @Override
  public boolean finishConnect() throws IOException {
    faults.check(Fault.CONNECT);
    return real.finishConnect();
  }

  @Override
  public boolean isConnected() {
    return real.isConnected();
  }

  @Override
  public boolean isConnectionPending() {
    return real.isConnectionPending();
  }

  // ---- What it is set to

  @Override
  public SocketChannel bind(SocketAddress local) throws IOException {
    real.bind(local);
    return this;
  }

  @Override
  public <T> SocketChannel setOption(SocketOption<T> name, T value) throws IOException {
    faults.check(Fault.CONFIGURE);
    real.setOption(name, value);
    return this;
  }

  @Override
  public <T> T getOption(SocketOption<T> name) throws IOException {
    return real.getOption(name);
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return real.supportedOptions();
  }

  @Override
  public SocketAddress getRemoteAddress() throws IOException {
    faults.check(Fault.CONFIGURE);
    return real.getRemoteAddress();
  }

  @Override
  public SocketAddress getLocalAddress() throws IOException {
    return real.getLocalAddress();
  }

  @Override
  public Socket socket() {
    return real.socket();
  }

  @Override
  protected void implConfigureBlocking(boolean block) throws IOException {
    faults.check(Fault.CONFIGURE);
    real.configureBlocking(block);
  }

  @Override
  protected void implCloseSelectableChannel() throws IOException {
    real.close();
    faults.check(Fault.CLOSE);
  }
}
