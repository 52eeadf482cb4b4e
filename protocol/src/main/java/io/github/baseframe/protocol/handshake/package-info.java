/**
 * The opening handshake of RFC 6455 sections 4 and 9.1, for both ends: HTTP heads in, verdicts and
 * HTTP heads out, as functions over bytes.
 */
package io.github.baseframe.protocol.handshake;
