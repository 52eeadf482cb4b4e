package io.github.baseframe.server;

import io.github.baseframe.nio.loop.Selected;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The connections of an event loop that are in their handshakes, the oldest first. Belongs to the
 * thread of the loop.
 */
final class PendingHandshakes {

  private final Set<Selected> pending = new LinkedHashSet<>();
  private final int most;

  /**
   * Makes it for a loop.
   *
   * @param most how many there may be
   */
  PendingHandshakes(int most) {
    this.most = most;
  }

  /**
   * One begins; if that is one too many, the oldest is cut.
   *
   * @param newcomer removes itself when it is cut
   */
  void add(Selected newcomer) {
    if (pending.size() >= most) {
      Iterator<Selected> oldest = pending.iterator();
      Selected cut = oldest.next();
      oldest.remove();
      cut.cut();
    }
    pending.add(newcomer);
  }

  /**
   * One has ended, or is over.
   *
   * @param selected need not be there any more
   */
  void remove(Selected selected) {
    pending.remove(selected);
  }
}
