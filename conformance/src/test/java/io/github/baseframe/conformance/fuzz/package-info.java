/**
 * Targets for a fuzzer, each a {@code fuzzerTestOneInput} as Jazzer and OSS-Fuzz call it: any bytes
 * at all, and whatever is not as the rules say is thrown. {@code CorpusTest} runs the inputs that
 * are known.
 */
package io.github.baseframe.conformance.fuzz;
