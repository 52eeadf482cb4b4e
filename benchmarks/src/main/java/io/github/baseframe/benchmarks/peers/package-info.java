/** The servers that are compared: each a minimal echo, as its own documentation recommends. */
package io.github.baseframe.benchmarks.peers;
