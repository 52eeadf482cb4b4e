/** Counters of event loops, written by their threads and read by any. */
package io.github.baseframe.nio.statistics;
