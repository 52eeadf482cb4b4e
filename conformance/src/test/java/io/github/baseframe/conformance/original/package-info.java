/**
 * The Autobahn test suite itself: it tests Baseframe, and its verdicts are compared with those of
 * our cases. Runs only with the Maven profile {@code autobahn}, which fetches it.
 */
package io.github.baseframe.conformance.original;
