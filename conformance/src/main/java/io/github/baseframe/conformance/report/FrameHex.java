package io.github.baseframe.conformance.report;

import io.github.baseframe.conformance.engine.WireLog;
import java.util.HexFormat;

/** A frame as it is on the wire, but for its mask, its length in its shortest form (5.2). */
final class FrameHex {

  /** Stands for each octet of the masking key, which the log does not keep. */
  static final String MASKING_KEY_OCTET = "**";

  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
  private static final int MASK_BIT = 0x80;

  private FrameHex() {}

  static String of(WireLog.Line line) {
    HexFormat digits = HexFormat.of();
    int maskBit = line.masked() ? MASK_BIT : 0;
    StringBuilder hex = new StringBuilder();
    hex.append(digits.toHexDigits((byte) line.frame().firstByte())).append(' ');
    if (isAtMost(line, 125)) {
      hex.append(digits.toHexDigits((byte) (maskBit | line.length())));
    } else if (isAtMost(line, 0xFFFF)) {
      hex.append(digits.toHexDigits((byte) (maskBit | 126))).append(' ');
      hex.append(spaced(digits.toHexDigits((short) line.length())));
    } else {
      hex.append(digits.toHexDigits((byte) (maskBit | 127))).append(' ');
      hex.append(spaced(digits.toHexDigits(line.length())));
    }
    hex.append(line.masked() ? (" " + MASKING_KEY_OCTET).repeat(4) : "");
    byte[] shown = line.frame().payload().toBytes();
    hex.append(shown.length == 0 ? "" : " " + HEX.formatHex(shown));
    return hex.append(isAtMost(line, shown.length) ? "" : " ...").toString();
  }

  /** A length is unsigned, and nobody could send as much as the largest ones announce. */
  private static boolean isAtMost(WireLog.Line line, long octets) {
    return Long.compareUnsigned(line.length(), octets) <= 0;
  }

  private static String spaced(String digits) {
    return HEX.formatHex(HexFormat.of().parseHex(digits));
  }
}
