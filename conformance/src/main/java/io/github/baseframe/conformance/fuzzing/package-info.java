/**
 * The cases over TCP: as a client that connects to a server under test, and as a server that
 * clients under test connect to.
 */
package io.github.baseframe.conformance.fuzzing;
