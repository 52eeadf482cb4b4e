package io.github.baseframe.testkit;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;

/** A listening channel of the system that fails to accept on order. */
final class FaultyServerSocketChannel extends ServerSocketChannel implements FaultySelector.Faulty {

  private final FaultySelectorProvider provider;
  private final ServerSocketChannel real;

  FaultyServerSocketChannel(FaultySelectorProvider provider, ServerSocketChannel real) {
    super(provider);
    this.provider = provider;
    this.real = real;
  }

  @Override
  public SelectableChannel real() {
    return real;
  }

  @Override
  public SocketChannel accept() throws IOException {
    provider.faults().check(Fault.ACCEPT);
    SocketChannel accepted = real.accept();
    return accepted == null ? null : new FaultySocketChannel(provider, accepted);
  }

  @Override
  public ServerSocketChannel bind(SocketAddress local, int backlog) throws IOException {
    real.bind(local, backlog);
    return this;
  }

  @Override
  public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) throws IOException {
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
  public ServerSocket socket() {
    return real.socket();
  }

  @Override
  public SocketAddress getLocalAddress() throws IOException {
    return real.getLocalAddress();
  }

  @Override
  protected void implConfigureBlocking(boolean block) throws IOException {
    real.configureBlocking(block);
  }

  @Override
  protected void implCloseSelectableChannel() throws IOException {
    real.close();
    provider.faults().check(Fault.CLOSE);
  }
}
