package io.github.baseframe.protocol.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

class DeflatePoolTest {

  private final DeflatePool pool = new DeflatePool(6);
  private final List<Inflater> inflaters = new ArrayList<>();
  private final List<Deflater> deflaters = new ArrayList<>();

  private void lend(int count) {
    for (int i = 0; i < count; i++) {
      inflaters.add(pool.acquireInflater());
      deflaters.add(pool.acquireDeflater());
    }
  }

  private void giveBack() {
    inflaters.forEach(pool::release);
    deflaters.forEach(pool::release);
  }

  @Test
  void itKeepsNoMoreThanItSays() {
    lend(100);
    assertThat(pool.alive()).isEqualTo(200);

    giveBack();

    assertThat(pool.alive())
        .isEqualTo(DeflatePool.MAX_KEPT_INFLATERS + DeflatePool.MAX_KEPT_DEFLATERS);
  }

  @Test
  void whatIsKeptIsLentAgainAsNew() {
    byte[] out = new byte[100];
    Deflater deflater = pool.acquireDeflater();
    deflater.setInput(new byte[1000]);
    deflater.deflate(out);
    pool.release(deflater);

    assertThat(pool.acquireDeflater()).isSameAs(deflater);
    assertThat(deflater.getBytesRead()).isZero();
    assertThat(deflater.needsInput()).isTrue();
  }

  @Test
  void closingEndsWhatIsKeptAndThenWhatComesBack() {
    lend(2);
    pool.release(pool.acquireInflater());
    pool.release(pool.acquireDeflater());

    pool.close();
    assertThat(pool.alive()).isEqualTo(4);
    giveBack();

    assertThat(pool.alive()).isZero();
    // Which exception it is depends on the JDK.
    assertThatThrownBy(() -> inflaters.get(0).reset()).isInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> deflaters.get(0).reset()).isInstanceOf(RuntimeException.class);
    lend(1);
    giveBackLast();
    assertThat(pool.alive()).isZero();
  }

  private void giveBackLast() {
    pool.release(inflaters.get(inflaters.size() - 1));
    pool.release(deflaters.get(deflaters.size() - 1));
  }
}
