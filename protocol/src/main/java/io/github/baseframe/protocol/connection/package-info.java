/**
 * One connection after its opening handshake, as a driver uses it: control frames, the closing
 * handshake and failures (RFC 6455 sections 5.5 and 7).
 */
package io.github.baseframe.protocol.connection;
