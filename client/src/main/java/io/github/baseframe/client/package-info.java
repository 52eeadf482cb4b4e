/** A WebSocket client (RFC 6455) with one blocking reader thread per connection. */
package io.github.baseframe.client;
