package io.github.baseframe.conformance.engine;

/**
 * What tester and subject agreed on for compressed messages (RFC 7692 section 7.1).
 *
 * @param testerContextTakeover whether messages of the tester may refer to earlier ones
 * @param testerWindowBits how far they may refer back: 8 to 15 for 2^8 to 2^15 octets
 * @param subjectContextTakeover whether messages of the subject may refer to earlier ones
 * @param subjectWindowBits how far they may refer back
 */
public record CompressionAgreement(
    boolean testerContextTakeover,
    int testerWindowBits,
    boolean subjectContextTakeover,
    int subjectWindowBits) {}
