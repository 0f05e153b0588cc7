/** Where it is kept whose turn it is at a domain: for this process alone, or for all that share a database. */
import { CALM, pauseMs, type Strain, strainEased } from './strain.ts';

export type TakenTurn =
  | { readonly kind: 'taken'; readonly strain: Strain }
  /** Not yet: worth asking again after so many milliseconds. */
  | { readonly kind: 'wait'; readonly ms: number };

/** `holder` names one turn of one process, and is never used twice. */
export type Turns = {
  /**
   * Takes the turn if nobody has it, `delaySeconds` times the domain's slowness (as far as a pause is lengthened at all) have
   * passed since the last one ended, and the domain is not held. Whoever dies with it loses it after `holdSeconds`.
   */
  take(domain: string, holder: string, delaySeconds: number, holdSeconds: number): Promise<TakenTurn>;
  /** Nobody gets the next turn before `pauseMs`. */
  end(domain: string, holder: string, pauseMs: number, strain: Strain): Promise<void>;
  /** Nobody gets a turn for so long: what a server asks for with Retry-After. */
  hold(domain: string, seconds: number): Promise<void>;
};

type Place = { strain: Strain; endedAt: number | null; freeAt: number };

/** For one process, whose callers come one at a time for each domain (see pacing.ts). */
export function turnsInMemory(clock: () => Date): Turns {
  const places = new Map<string, Place>();
  const placeOf = (domain: string): Place => {
    const place = places.get(domain) ?? { strain: CALM, endedAt: null, freeAt: 0 };
    places.set(domain, place);
    return place;
  };
  return {
    async take(domain, _holder, delaySeconds) {
      const { strain, endedAt, freeAt } = placeOf(domain);
      const due = endedAt === null ? 0 : endedAt + pauseMs(delaySeconds, strain);
      const ms = Math.max(due, freeAt) - clock().getTime();
      if (ms > 0) return { kind: 'wait', ms };
      const idleMs = endedAt === null ? 0 : clock().getTime() - endedAt;
      return { kind: 'taken', strain: strainEased(strain, idleMs) };
    },
    async end(domain, _holder, pauseMs, strain) {
      const place = placeOf(domain);
      place.endedAt = clock().getTime();
      place.strain = strain;
      place.freeAt = Math.max(place.freeAt, place.endedAt + pauseMs);
    },
    async hold(domain, seconds) {
      const place = placeOf(domain);
      place.freeAt = Math.max(place.freeAt, clock().getTime() + seconds * 1000);
    },
  };
}
