package io.github.baseframe.conformance.cases;

import java.util.Random;

/**
 * Makes up content of the kinds that applications send: the words are few, their order is random,
 * but the same for the same seed.
 */
final class SampleWriter {

  private static final String[] ADJECTIVES =
      words("quiet bright early narrow patient green hollow distant gentle rapid wooden cold");

  private static final String[] NOUNS =
      words(
          "river harbour lantern garden market letter bridge winter signal traveller kitchen owl");

  private static final String[] VERBS =
      words("follows crosses remembers carries watches repairs answers measures paints forgets");

  private static final String[] PLACES =
      words("behind beside above under beyond near across without towards between");

  private static final String[] SCRIPTS =
      words(
          "Straße Müßiggang naïve élève señor Øresund žluťoučký θάλασσα καλημέρα ποτάμι река письмо"
              + " зима мост שלום נהר سلام نهر नदी पत्र 川 手紙 冬の橋 강 다리 편지 🦉 🚲 🌉 𝔉𝔯𝔞𝔪𝔢");

  private static final String[] TAGS = words("p li td em strong code span blockquote");

  private final Random random;
  private final int length;
  private final StringBuilder text = new StringBuilder();

  /** Everything it makes is so long, give or take the last piece; that is in characters. */
  SampleWriter(long seed, int length) {
    this.random = new Random(seed);
    this.length = length;
  }

  private static String[] words(String list) {
    return list.split(" ");
  }

  String json() {
    text.append('[');
    for (int id = 1; text.length() < length; id++) {
      text.append(id == 1 ? "" : ",").append("\n  {\"id\": ").append(id);
      text.append(", \"name\": \"").append(one(ADJECTIVES)).append(' ').append(one(NOUNS));
      text.append("\", \"price\": ").append(random.nextInt(100_000) / 100.0);
      text.append(", \"available\": ").append(random.nextBoolean());
      text.append(", \"position\": [").append(coordinate()).append(", ").append(coordinate());
      text.append("], \"tags\": [\"").append(one(NOUNS)).append("\", \"").append(one(VERBS));
      text.append("\"], \"parent\": ")
          .append(id % 5 == 0 ? "null" : random.nextInt(id))
          .append('}');
    }
    return text.append("\n]\n").toString();
  }

  byte[] noise() {
    byte[] octets = new byte[length];
    random.nextBytes(octets);
    return octets;
  }

  String prose() {
    while (text.length() < length) {
      appendSentence();
      text.append(random.nextInt(6) == 0 ? "\n\n" : " ");
    }
    return text.toString();
  }

  String html() {
    text.append("<!DOCTYPE html>\n<html lang=\"en\">\n<title>Sample</title>\n<body>\n");
    while (text.length() < length) {
      String tag = one(TAGS);
      text.append("<div class=\"")
          .append(one(NOUNS))
          .append("\" id=\"n")
          .append(random.nextInt(999));
      text.append("\"><").append(tag).append("><a href=\"/").append(one(NOUNS)).append('/');
      text.append(random.nextInt(99_999)).append("\">").append(one(NOUNS)).append("</a> ");
      appendSentence();
      text.append("</").append(tag).append("></div>\n");
    }
    return text.append("</body>\n</html>\n").toString();
  }

  String scripts() {
    while (text.length() < length) {
      text.append(one(SCRIPTS)).append(random.nextInt(8) == 0 ? ". " : " ");
      if (random.nextInt(10) == 0) {
        appendSentence();
      }
    }
    return text.toString();
  }

  private void appendSentence() {
    text.append("The ").append(one(ADJECTIVES)).append(' ').append(one(NOUNS)).append(' ');
    text.append(one(VERBS)).append(" the ").append(one(NOUNS)).append(' ').append(one(PLACES));
    text.append(" a ").append(one(ADJECTIVES)).append(' ').append(one(NOUNS)).append('.');
  }

  private double coordinate() {
    return (random.nextInt(360_000_000) - 180_000_000) / 1e6;
  }

  private String one(String[] list) {
    return list[random.nextInt(list.length)];
  }
}
