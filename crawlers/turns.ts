/** Where it is kept whose turn it is at a domain: for this process alone, or for all that share a database. */
import type { PacePlace } from './site-scope.ts';
import { CALM, pauseMs, type Strain, strainEased } from './strain.ts';

export type TakenTurn =
  | { readonly kind: 'taken'; readonly strain: Strain }
  /** Not yet: worth asking again after so many milliseconds. */
  | { readonly kind: 'wait'; readonly ms: number };

/** `holder` names one turn of one process, and is never used twice. */
export type Turns = {
  /**
   * Takes the turn if nobody has it, `delaySeconds` times the domain's slowness (as far as a pause is lengthened at all) have
   * passed since the last one ended, and neither it nor the host is held. Whoever dies with it loses it after `holdSeconds`.
   */
  take(
    place: Pick<PacePlace, 'key' | 'host'>,
    holder: string,
    delaySeconds: number,
    holdSeconds: number,
  ): Promise<TakenTurn>;
  /** Nobody gets the next turn before the pause is over, nor anybody one at this host before its own is. */
  end(
    place: Pick<PacePlace, 'key' | 'host'>,
    holder: string,
    pause: { readonly ms: number; readonly ofHostMs: number },
    strain: Strain,
  ): Promise<void>;
  /** Nobody gets a turn at the host for so long: what a server asks for with Retry-After. `why`: for people. */
  hold(host: string, seconds: number, why: string): Promise<void>;
};

type Place = { strain: Strain; endedAt: number | null; freeAt: number };

/** For one process, whose callers come one at a time for each domain (see pacing.ts). */
export function turnsInMemory(clock: () => Date): Turns {
  const places = new Map<string, Place>();
  const heldUntil = new Map<string, number>();
  const hold = (host: string, ms: number): void => {
    heldUntil.set(host, Math.max(heldUntil.get(host) ?? 0, clock().getTime() + ms));
  };
  const placeOf = (domain: string): Place => {
    const place = places.get(domain) ?? { strain: CALM, endedAt: null, freeAt: 0 };
    places.set(domain, place);
    return place;
  };
  return {
    async take({ key, host }, _holder, delaySeconds) {
      const { strain, endedAt, freeAt } = placeOf(key);
      const due = endedAt === null ? 0 : endedAt + pauseMs(delaySeconds, strain);
      const ms = Math.max(due, freeAt, heldUntil.get(host) ?? 0) - clock().getTime();
      if (ms > 0) return { kind: 'wait', ms };
      const idleMs = endedAt === null ? 0 : clock().getTime() - endedAt;
      return { kind: 'taken', strain: strainEased(strain, idleMs) };
    },
    async end({ key, host }, _holder, { ms, ofHostMs }, strain) {
      const place = placeOf(key);
      place.endedAt = clock().getTime();
      place.strain = strain;
      place.freeAt = Math.max(place.freeAt, place.endedAt + ms);
      if (ofHostMs > ms) hold(host, ofHostMs);
    },
    hold: async (host, seconds) => hold(host, seconds * 1000),
  };
}
