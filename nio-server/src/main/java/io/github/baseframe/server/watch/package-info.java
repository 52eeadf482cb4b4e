/** What {@code monitoring} promises: figures collected and shown, events told. */
package io.github.baseframe.server.watch;
