/**
 * Plays cases against a subject and judges it. The tester here checks the subject's frames with
 * code of its own, not with the protocol module's: that may be what is being tested.
 */
package io.github.baseframe.conformance.engine;
