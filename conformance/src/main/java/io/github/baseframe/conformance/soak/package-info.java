/** Many good clients and a few bad ones for a long time: what is lost, and what grows. */
package io.github.baseframe.conformance.soak;
