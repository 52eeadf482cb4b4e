/** Seeing inside of a running server: figures, events, frames. */
package io.github.baseframe.server.monitoring;
