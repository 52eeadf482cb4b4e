/** A WebSocket conversation of either role: core, session, handler and broadcasts. */
package io.github.baseframe.nio.websocket;
