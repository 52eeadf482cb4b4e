/** Attackers beside a good client: what becomes of a server that is attacked, and of its guests. */
package io.github.baseframe.benchmarks.attack;
