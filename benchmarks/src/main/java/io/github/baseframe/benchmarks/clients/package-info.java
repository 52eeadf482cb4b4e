/**
 * The client libraries that are compared, and the program that drives each of them the same way.
 * What is here uses nothing of Baseframe but its public API, as it may run with an older build.
 */
package io.github.baseframe.benchmarks.clients;
