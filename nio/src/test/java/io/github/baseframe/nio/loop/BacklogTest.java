package io.github.baseframe.nio.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BacklogTest {

  private final List<Settled> unsettled = new ArrayList<>();
  private final List<String> done = new ArrayList<>();
  private final Backlog backlog = new Backlog(unsettled::add, new Log("io.github.baseframe"));

  /** Needs so many turns. */
  private final class Lengthy implements Backlog.Work {
    private final String name;
    private final long turnNanos;
    private int left;

    Lengthy(String name, long turnNanos, int left) {
      this.name = name;
      this.turnNanos = turnNanos;
      this.left = left;
    }

    @Override
    public void goOn() {
      done.add(name);
      left--;
      if (left > 0) {
        backlog.add(this);
      }
      if (left < 0) {
        throw new IllegalStateException("pretended");
      }
    }

    @Override
    public long turnNanos() {
      return turnNanos;
    }

    @Override
    public void onFailure(Throwable error) {
      done.add(error.getMessage());
    }
  }

  private void turn() {
    List<Settled> now = List.copyOf(unsettled);
    unsettled.clear();
    now.forEach(Settled::settle);
    done.add("-");
  }

  @Test
  void eachIsGoneOnWithOnceInATurn() {
    backlog.add(new Lengthy("a", Long.MAX_VALUE, 2));
    backlog.add(new Lengthy("b", Long.MAX_VALUE, 1));
    turn();
    turn();

    assertThat(done).containsExactly("a", "b", "-", "a", "-");
    assertThat(unsettled).isEmpty();
  }

  @Test
  void whenTheTimeIsUpTheOthersWaitForTheNextTurnAndComeFirst() {
    backlog.add(new Lengthy("a", 0, 2));
    backlog.add(new Lengthy("b", 0, 1));
    turn();
    turn();
    turn();

    assertThat(done).containsExactly("a", "-", "b", "-", "a", "-");
    assertThat(unsettled).isEmpty();
  }

  @Test
  void whatThrowsKeepsNobodyFromGoingOn() {
    backlog.add(new Lengthy("a", Long.MAX_VALUE, 0));
    backlog.add(new Lengthy("b", Long.MAX_VALUE, 1));
    turn();

    assertThat(done).containsExactly("a", "pretended", "b", "-");
  }
}
