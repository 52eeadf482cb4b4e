/** A WebSocket server (RFC 6455) on selector event loops: many connections per thread. */
package io.github.baseframe.server;
