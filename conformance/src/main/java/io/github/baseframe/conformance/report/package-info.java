/** What verdicts look like to people and to programs: HTML, JSON and JUnit's XML. */
package io.github.baseframe.conformance.report;
