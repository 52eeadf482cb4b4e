/** Keys and certificates of the server: read from files, chosen by name, exchanged when renewed. */
package io.github.baseframe.server.tls;
