/** The extension permessage-deflate (RFC 7692): its negotiation, and messages in and out of it. */
package io.github.baseframe.protocol.deflate;
