/**
 * The WebSocket protocol as RFC 6455 states it, for both ends of a connection, without I/O: here is
 * what applications use, and the plain values that all packages below speak of.
 *
 * <p>Nothing here opens a socket, starts a thread, reads a clock or writes a log. A driver hands in
 * the bytes that arrived and takes away the bytes to send; server and client are two such drivers.
 */
package io.github.baseframe.protocol;
