/**
 * The catalogue: what every case sends, what it expects, and by which section of RFC 6455. Nothing
 * here runs anything.
 */
package io.github.baseframe.conformance.cases;
