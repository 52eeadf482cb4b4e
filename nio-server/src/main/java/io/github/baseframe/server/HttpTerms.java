package io.github.baseframe.server;

import io.github.baseframe.nio.websocket.WebSocketLoop;
import io.github.baseframe.protocol.handshake.ExtensionNegotiator;
import io.github.baseframe.protocol.handshake.HttpLimits;
import io.github.baseframe.server.watch.Monitor;

/**
 * What the {@link HttpConversation}s of one event loop have in common.
 *
 * @param routes where connections are served
 * @param responder what plain HTTP requests get
 * @param limits how large the head of a request may be
 * @param extension what is agreed to of the extensions that a client offers; null for none
 * @param date the header field Date of responses
 * @param webSockets what the conversations share that begin here
 * @param proxies who is believed to speak for others
 * @param places of the connections of all loops
 * @param pending where those are whose handshake is not over
 * @param monitor is told of answers
 */
record HttpTerms(
    Routes routes,
    HttpResponder responder,
    HttpLimits limits,
    ExtensionNegotiator extension,
    HttpDate date,
    WebSocketLoop webSockets,
    TrustedProxies proxies,
    Places places,
    PendingHandshakes pending,
    Monitor monitor) {}
