/** Event loops: one thread, many channels, tasks, timers and buffers. */
package io.github.baseframe.nio.loop;
