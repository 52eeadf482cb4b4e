/** What was measured, as a table, as JSON and as plots. */
package io.github.baseframe.benchmarks.report;
