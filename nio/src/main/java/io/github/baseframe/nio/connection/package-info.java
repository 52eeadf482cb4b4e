/** One connection: a pump between a transport and whoever its bytes are for at the moment. */
package io.github.baseframe.nio.connection;
