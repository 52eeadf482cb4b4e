/**
 * TLS without I/O, for {@code wss} (RFC 6455 sections 3 and 10.6): bytes in, bytes out, for a
 * server, a client and a tester alike.
 */
package io.github.baseframe.protocol.tls;
