package io.github.baseframe.conformance.interop;

class ClientWithNettyTest extends ClientInteroperability {
  @Override
  ForeignServer start() throws Exception {
    return new NettyServer();
  }
}
