/**
 * Messages in and out of frames (RFC 6455 sections 5.4 and 5.6), what an extension does to them,
 * and the bytes that wait to be written.
 */
package io.github.baseframe.protocol.message;
