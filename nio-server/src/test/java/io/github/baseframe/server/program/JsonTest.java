package io.github.baseframe.server.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @Test
  void objectsOfStringsAreRead() throws Json.MalformedException {
    assertThat(Json.parseObject("{}")).isEmpty();
    assertThat(Json.parseObject(" \t\r\n{ \"a\" : \"b\" , \"c\":\"\" } "))
        .isEqualTo(Map.of("a", "b", "c", ""));
    assertThat(Json.parseObject("{\"a\":\"1\",\"a\":\"2\"}")).isEqualTo(Map.of("a", "2"));
  }

  @Test
  void everyEscapeIsRead() throws Json.MalformedException {
    assertThat(Json.parseObject("{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83D\\uDE00\"}"))
        .isEqualTo(Map.of("a", "\"\\/\b\f\n\r\té😀"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "\"a\"",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":\"b\"",
        "{\"a\":\"b\",}",
        "{,}",
        "{\"a\" \"b\"}",
        "{a:\"b\"}",
        "{'a':'b'}",
        "{\"a\":1}",
        "{\"a\":null}",
        "{\"a\":{}}",
        "{\"a\":[\"b\"]}",
        "{} {}",
        "{}x",
        "{\"a\":\"b}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\u0000\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"\\u\uff11234\"}",
        "{\"a\":\"\\ud83d\"}",
        "{\"a\":\"\\ude00\\ud83d\"}",
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> Json.parseObject(text)).isInstanceOf(Json.MalformedException.class);
  }

  @Test
  void deepNestingIsRefusedAtOnce() {
    assertThatThrownBy(() -> Json.parseObject("{\"a\":".repeat(1_000_000)))
        .isInstanceOf(Json.MalformedException.class);
  }

  @Test
  void whatIsWrittenIsReadBack() throws Json.MalformedException {
    StringBuilder every = new StringBuilder("😀</script>");
    for (char c = 0; c < 0x300; c++) {
      every.append(c);
    }
    String text = every.toString();

    assertThat(Json.parseObject(Json.object("name", text, text, "")))
        .isEqualTo(Map.of("name", text, text, ""));
    assertThat(Json.quote("a\"\\\n")).isEqualTo("\"a\\\"\\\\\\u000a\"");
  }
}
