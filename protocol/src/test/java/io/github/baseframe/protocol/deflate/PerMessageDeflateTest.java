package io.github.baseframe.protocol.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.baseframe.protocol.Role;
import org.junit.jupiter.api.Test;

class PerMessageDeflateTest {

  private static final PerMessageDeflate SERVER = PerMessageDeflate.defaults(Role.SERVER);

  @Test
  void aServerTakesNoContextOverByDefaultAndAClientDoes() {
    assertThat(SERVER).isEqualTo(new PerMessageDeflate(2, 512, false, false, 15, 15));
    assertThat(PerMessageDeflate.defaults(Role.CLIENT))
        .isEqualTo(new PerMessageDeflate(2, 512, true, true, 15, 15));
  }

  @Test
  void eachSettingChangesAlone() {
    assertThat(SERVER.withLevel(9)).isEqualTo(new PerMessageDeflate(9, 512, false, false, 15, 15));
    assertThat(SERVER.withMinMessageBytes(0))
        .isEqualTo(new PerMessageDeflate(2, 0, false, false, 15, 15));
    assertThat(SERVER.withContextTakeover(true, false))
        .isEqualTo(new PerMessageDeflate(2, 512, true, false, 15, 15));
    assertThat(SERVER.withMaxWindowBits(8, 9))
        .isEqualTo(new PerMessageDeflate(2, 512, false, false, 8, 9));
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SERVER.withLevel(0))
        .withMessage("level must be from 1 to 9, not 0");
    assertThatIllegalArgumentException().isThrownBy(() -> SERVER.withLevel(10));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SERVER.withMinMessageBytes(-1))
        .withMessageStartingWith("minMessageBytes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SERVER.withMaxWindowBits(7, 15))
        .withMessageStartingWith("serverMaxWindowBits");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SERVER.withMaxWindowBits(15, 16))
        .withMessageStartingWith("clientMaxWindowBits");
  }
}
