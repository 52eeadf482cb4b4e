/** Frames on the wire (RFC 6455 section 5.2): reading, judging, writing and masking them. */
package io.github.baseframe.protocol.frame;
