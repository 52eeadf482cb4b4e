package io.github.baseframe.nio.testing;

import io.github.baseframe.nio.transport.Transport;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** Passes everything on, save for what a test makes of it. */
public class ForwardingTransport implements Transport {

  private final Transport transport;

  public ForwardingTransport(Transport transport) {
    this.transport = transport;
  }

  @Override
  public boolean isReadable() {
    return transport.isReadable();
  }

  @Override
  public int minRoom() {
    return transport.minRoom();
  }

  @Override
  public boolean isReady() {
    return transport.isReady();
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return transport.read(into);
  }

  @Override
  public void limitReads(int bytes) {
    transport.limitReads(bytes);
  }

  @Override
  public boolean isInputEnded() {
    return transport.isInputEnded();
  }

  @Override
  public long write(ByteBuffer[] segments, int first, int count) throws IOException {
    return transport.write(segments, first, count);
  }

  @Override
  public boolean flush() throws IOException {
    return transport.flush();
  }

  @Override
  public void waitFor(boolean reading, boolean writing) {
    transport.waitFor(reading, writing);
  }

  @Override
  public void shutdownOutput() throws IOException {
    transport.shutdownOutput();
  }

  @Override
  public void close() {
    transport.close();
  }

  @Override
  public void reset() {
    transport.reset();
  }

  @Override
  public SocketAddress peerAddress() {
    return transport.peerAddress();
  }
}
