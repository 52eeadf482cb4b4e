/**
 * Every rule of RFC 6455 as a numbered case that can be run against the core in memory, against any
 * server and against any client.
 */
package io.github.baseframe.conformance;
