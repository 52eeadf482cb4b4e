package io.github.baseframe.conformance.interop;

class ClientWithUndertowTest extends ClientInteroperability {
  @Override
  ForeignServer start() throws Exception {
    return new UndertowServer();
  }
}
