/**
 * What fails on order, for tests: a {@link io.github.baseframe.testkit.FaultPlan} says which
 * operation fails, {@link io.github.baseframe.testkit.Faults} counts operations and strikes, and
 * the channels, the TLS context and the buffer pool here pass on to real ones what is not struck.
 */
package io.github.baseframe.testkit;
