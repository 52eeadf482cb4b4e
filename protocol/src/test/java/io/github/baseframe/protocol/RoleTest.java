package io.github.baseframe.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoleTest {
  @Test
  void aConnectionHasTwoEnds() {
    assertThat(Role.values()).containsExactly(Role.CLIENT, Role.SERVER);
  }
}
