package io.github.baseframe.protocol.handshake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The header fields of an HTTP head, in their order, several of one name included (RFC 9110 section
 * 5).
 *
 * <p>Names are compared without regard to case. Whatever is in here may go onto the wire as it is:
 * every name is a token, and no value holds CR, LF, NUL or another control character (the tab
 * excepted), nor one beyond ISO-8859-1, nor white space at its ends. Immutable, for any thread.
 */
public final class HttpFields {
  /** No fields at all. */
  public static final HttpFields EMPTY = new HttpFields(new String[0]);

  /** Name, value, name, value: one array, because a head is read once and then thrown away. */
  private final String[] namesAndValues;

  /** For those who have checked every name and value already. */
  HttpFields(String[] namesAndValues) {
    this.namesAndValues = namesAndValues;
  }

  /**
   * Makes fields of names and values in turn: {@code of("Host", "example.com", "Upgrade",
   * "websocket")}.
   *
   * @param namesAndValues name, value, name, value and so on
   * @return these fields in this order
   * @throws IllegalArgumentException for a name that is no token, for a value that a field cannot
   *     carry, or for a name without a value
   */
  public static HttpFields of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a header field's name without a value");
    }
    String[] checked = namesAndValues.clone();
    for (int i = 0; i < checked.length; i += 2) {
      requireValid(checked[i], checked[i + 1]);
    }
    return new HttpFields(checked);
  }

  /**
   * These fields and one more at their end.
   *
   * @param name the field's name, a token
   * @param value its value, may be empty
   * @return new fields; these stay as they are
   * @throws IllegalArgumentException for a name that is no token, or for a value that a field
   *     cannot carry
   */
  public HttpFields with(String name, String value) {
    requireValid(name, value);
    String[] longer = Arrays.copyOf(namesAndValues, namesAndValues.length + 2);
    longer[longer.length - 2] = name;
    longer[longer.length - 1] = value;
    return new HttpFields(longer);
  }

  /**
   * These fields and, behind them, others.
   *
   * @param others the fields that come last
   * @return new fields; these stay as they are
   */
  public HttpFields with(HttpFields others) {
    String[] longer =
        Arrays.copyOf(namesAndValues, namesAndValues.length + others.namesAndValues.length);
    System.arraycopy(
        others.namesAndValues, 0, longer, namesAndValues.length, others.namesAndValues.length);
    return new HttpFields(longer);
  }

  private static void requireValid(String name, String value) {
    if (!HttpGrammar.isToken(name)) {
      throw new IllegalArgumentException("not the name of a header field");
    }
    if (!HttpGrammar.isFieldValue(value)) {
      throw new IllegalArgumentException("not a value for the header field " + name);
    }
  }

  /**
   * How many fields there are, each line counted.
   *
   * @return the number of fields
   */
  public int size() {
    return namesAndValues.length / 2;
  }

  /**
   * The name of the field at a place.
   *
   * @param index from 0 to below {@link #size()}
   * @return its name as it was written
   */
  public String name(int index) {
    return namesAndValues[2 * index];
  }

  /**
   * The value of the field at a place.
   *
   * @param index from 0 to below {@link #size()}
   * @return its value, empty perhaps, never null
   */
  public String value(int index) {
    return namesAndValues[2 * index + 1];
  }

  /**
   * How many fields have this name.
   *
   * @param name the name, in any case
   * @return their number
   */
  public int count(String name) {
    int count = 0;
    for (int i = 0; i < size(); i++) {
      if (name(i).equalsIgnoreCase(name)) {
        count++;
      }
    }
    return count;
  }

  /**
   * Whether there is a field of this name.
   *
   * @param name the name, in any case
   * @return true if there is one at least
   */
  public boolean contains(String name) {
    return first(name) != null;
  }

  /**
   * The value of the first field of this name.
   *
   * @param name the name, in any case
   * @return its value, or null when there is no such field
   */
  public String first(String name) {
    for (int i = 0; i < size(); i++) {
      if (name(i).equalsIgnoreCase(name)) {
        return value(i);
      }
    }
    return null;
  }

  /**
   * The values of all fields of this name.
   *
   * @param name the name, in any case
   * @return their values in order, unmodifiable, empty when there is no such field
   */
  public List<String> all(String name) {
    List<String> values = new ArrayList<>(1);
    for (int i = 0; i < size(); i++) {
      if (name(i).equalsIgnoreCase(name)) {
        values.add(value(i));
      }
    }
    return List.copyOf(values);
  }

  /**
   * The elements of a comma-separated list that may be spread over several fields (RFC 9110 section
   * 5.6.1). Empty elements do not count. Not for lists that may hold a quoted string.
   *
   * @param name the name, in any case
   * @return the elements in order, without white space around them
   */
  public List<String> elements(String name) {
    List<String> elements = new ArrayList<>(2);
    for (int i = 0; i < size(); i++) {
      if (name(i).equalsIgnoreCase(name)) {
        split(value(i), elements);
      }
    }
    return elements;
  }

  private static void split(String list, List<String> elements) {
    int start = 0;
    while (start < list.length()) {
      int comma = list.indexOf(',', start);
      int next = comma < 0 ? list.length() : comma;
      int end = next;
      while (start < end && HttpGrammar.isWhitespace(list.charAt(start))) {
        start++;
      }
      while (end > start && HttpGrammar.isWhitespace(list.charAt(end - 1))) {
        end--;
      }
      if (end > start) {
        elements.add(list.substring(start, end));
      }
      start = next + 1;
    }
  }

  /**
   * Whether a comma-separated list, such as Connection's, holds a token.
   *
   * @param name the field's name, in any case
   * @param token what is looked for, in any case
   * @return true if it is an element of one of these fields
   */
  public boolean containsToken(String name, String token) {
    for (String element : elements(name)) {
      if (element.equalsIgnoreCase(token)) {
        return true;
      }
    }
    return false;
  }
}
