/**
 * The load generator: one thread, one selector, messages that were framed beforehand, and a look at
 * every byte that comes back.
 */
package io.github.baseframe.benchmarks.load;
