package io.github.baseframe.conformance.interop;

class ClientWithWsTest extends ClientInteroperability {
  @Override
  ForeignServer start() throws Exception {
    NodeScripts.requireNode();
    return new WsServer();
  }
}
