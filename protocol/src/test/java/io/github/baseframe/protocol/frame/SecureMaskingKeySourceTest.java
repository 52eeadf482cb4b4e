package io.github.baseframe.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecureMaskingKeySourceTest {

  @Test
  void keysAreTheRandomBytesInTheirOrder() {
    SecureMaskingKeySource keys = new SecureMaskingKeySource(new CountingRandom());

    for (int i = 0; i < 200; i++) {
      assertThat(keys.next()).isEqualTo(i);
    }
  }

  @Test
  void randomBytesAreFetchedForABlockOf64KeysAndNotBeforeTheyAreNeeded() {
    CountingRandom random = new CountingRandom();
    SecureMaskingKeySource keys = new SecureMaskingKeySource(random);
    assertThat(random.calls).isZero();

    for (int i = 0; i < 64; i++) {
      keys.next();
      assertThat(random.calls).isEqualTo(1);
    }
    keys.next();
    assertThat(random.calls).isEqualTo(2);
  }

  @Test
  void keysDoNotRepeatWithinABlockAndDifferBetweenSources() {
    Set<Integer> seen = new HashSet<>();
    MaskingKeySource one = MaskingKeySource.secure();
    MaskingKeySource other = MaskingKeySource.secure();

    for (int i = 0; i < 500; i++) {
      seen.add(one.next());
      seen.add(other.next());
    }

    // Of 1,000 random keys, more than two pairs are alike once in four trillion runs.
    assertThat(seen).hasSizeGreaterThanOrEqualTo(998);
  }

  /** Counts up in steps of one key, so that every byte can be told. */
  private static final class CountingRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private int calls;
    private int next;

    @Override
    public void nextBytes(byte[] bytes) {
      calls++;
      ByteBuffer out = ByteBuffer.wrap(bytes);
      while (out.hasRemaining()) {
        out.putInt(next++);
      }
    }
  }
}
