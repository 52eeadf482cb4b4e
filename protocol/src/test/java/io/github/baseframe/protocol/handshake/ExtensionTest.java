package io.github.baseframe.protocol.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\r\n", "a,b", "a;b", "a=b", "\"a\"", "\u00e9"})
  void namesAndValuesAreTokens(String bad) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Extension(bad, List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> new Extension.Parameter(bad, null));
    assertThatIllegalArgumentException().isThrownBy(() -> new Extension.Parameter("a", bad));
  }

  @Test
  void theParametersCannotBeChanged() {
    List<Extension.Parameter> mine = new ArrayList<>();
    Extension extension = new Extension("a", mine);
    mine.add(new Extension.Parameter("b", "c"));

    assertThat(extension.parameters()).isEmpty();
  }
}
