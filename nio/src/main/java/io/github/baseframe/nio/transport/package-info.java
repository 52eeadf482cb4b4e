/** What carries the bytes: TCP, and TLS over it. */
package io.github.baseframe.nio.transport;
