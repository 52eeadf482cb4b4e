/** Who a peer is, and how often it comes: without I/O, without a clock. */
package io.github.baseframe.server.peer;
