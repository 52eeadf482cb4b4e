/** The server program: echo, broadcast and chat, written with the public API alone. */
package io.github.baseframe.server.program;
