package io.github.baseframe.conformance.interop;

class ClientWithJettyTest extends ClientInteroperability {
  @Override
  ForeignServer start() throws Exception {
    return new JettyServer();
  }
}
