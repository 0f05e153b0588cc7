/** Offers whose addresses lead to another page: one that does is gone; many to one page tell of the site, not of themselves. */
import type { Remembered, Visited } from './page-record.ts';

type LedAway = { readonly visited: Visited; readonly remembered: Remembered };

/** So many offers of one run that lead to one page are no proof that any of them is gone. */
const MANY = 3;
/** Looks in vain after which it is believed all the same: the pauses between them are of days, and no outage is as long. */
const BELIEVED_AFTER = 2;

export type LedAwayOffers = {
  /**
   * A page that shows offers, or says that what was offered is gone, is no page for outages: what lists do not name any more may
   * well lead there.
   */
  noteSound(url: string): void;
  /** `place`: where the address led, null where it did not lead away. True: what the visit says is told by `settle`, when the run has come to its end. */
  wait(visited: Visited, remembered: Remembered, place: string | null): boolean;
  /** What the visits say in the light of each other; `fail` makes of one that it told nothing. */
  settle(fail: (visited: Visited) => Remembered): readonly Remembered[];
};

/** `starts`: the site's own, which lead on to its lists and are read in each run: a site that has none of its offers has none there. */
export function createLedAwayOffers(starts: readonly string[]): LedAwayOffers {
  const waiting = new Map<string, LedAway[]>();
  const sound = new Set(starts.map((url) => URL.parse(url)?.href ?? url));
  const believes = ({ planned, before }: Visited, place: string): boolean =>
    (planned.missing && sound.has(place)) || (before !== null && before.failures >= BELIEVED_AFTER);
  return {
    noteSound: (url) => sound.add(url),
    wait(visited, remembered, place) {
      if (place === null || remembered.gone.length === 0) return false;
      const there = waiting.get(place) ?? [];
      there.push({ visited, remembered });
      waiting.set(place, there);
      return true;
    },
    settle: (fail) =>
      [...waiting].flatMap(([place, offers]) =>
        offers.map(({ visited, remembered }) =>
          offers.length < MANY || believes(visited, place) ? remembered : fail(visited),
        ),
      ),
  };
}
