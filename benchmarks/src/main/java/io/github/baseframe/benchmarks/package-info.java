/** The programs: micro-benchmarks, the side-by-side run, and how cost grows. */
package io.github.baseframe.benchmarks;
