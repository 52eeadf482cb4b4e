/** Baseframe itself as the subject of a fuzzing server, this one's or another. */
package io.github.baseframe.conformance.testee;
