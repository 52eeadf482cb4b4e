package io.github.baseframe.conformance.interop;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** The npm library ws, on Node.js: {@code ws-server.mjs}. */
final class WsServer extends ForeignServer {
  private final ChildProcess process;
  private final int port;

  WsServer() throws IOException {
    process = NodeScripts.start("ws-server.mjs");
    port = NodeScripts.parse(process.line()).get("port").asInt();
    process.forEachLine(this::ended);
  }

  private void ended(String line) {
    JsonNode close = NodeScripts.parse(line);
    closedByClient(close.get("code").asInt(), close.get("reason").asText());
  }

  @Override
  int port() {
    return port;
  }

  @Override
  void stop() {
    process.close();
  }
}
