/** Politeness in time: per registrable domain one request at a time, with a pause after each that grows when the domain strains. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { orAbort } from './or-abort.ts';
import type { PacePlace } from './site-scope.ts';
import { LONGEST_PAUSE_MS, pauseMs, strainAfter } from './strain.ts';
import { type TakenTurn, type Turns, turnsInMemory } from './turns.ts';

/** Resolves after `ms`; rejects with the signal's reason when it aborts. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

export const sleep: Sleep = async (ms, signal) => {
  signal.throwIfAborted();
  try {
    await wait(ms, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
};

export type Turn = {
  /** How long the domain was to be left in peace before this turn. */
  readonly pauseSeconds: number;
  /** Ends the turn; the pause before the next one starts here. `failed`: the server is in trouble, or gave no answer. */
  end(failed: boolean): Promise<void>;
};

export type Pacer = {
  /**
   * Waits until nobody else is at the place and `delaySeconds`, times its slowness, have passed since the last turn there
   * ended. Rejects with the signal's reason when it aborts, and with LeftAlone when the wait is longer than a run should
   * sit out; both give the place up.
   */
  take(place: PacePlace, delaySeconds: number, signal: AbortSignal): Promise<Turn>;
  /** Nobody gets a turn at the host of the place for so long, however long. `why`: for people. */
  hold(place: PacePlace, seconds: number, why: string): Promise<void>;
};

/** A host that must be left alone for longer than a run should wait for it. */
export class LeftAlone extends Error {
  readonly seconds: number;

  constructor(host: string, seconds: number) {
    super(`${host} is to be left alone for ${Math.ceil(seconds)} s`);
    this.name = 'LeftAlone';
    this.seconds = seconds;
  }
}

export type PacerOptions = {
  readonly clock: () => Date;
  readonly sleep: Sleep;
  /** Shared with other processes. Without one the pacer holds for its callers alone; that of our own servers always does. */
  readonly shared?: Turns;
  /** How long a turn may last before another process takes its holder for dead: above any page's own limit. */
  readonly holdSeconds?: number;
};

/** A server that asks for more patience than this is left alone until a later run. */
export const MAX_WAIT_SECONDS = 300;
const DEFAULT_HOLD_SECONDS = 120;
/** A turn that another process has may end at any moment. */
const LONGEST_SLEEP_MS = 60_000;

/**
 * What a place's neighbours on the same servers wait for it: a shop that wants an hour between two requests gets it, without holding
 * up the others for more than strain would.
 */
function sharedMs({ key, host }: PacePlace, ms: number): number {
  return key === host ? ms : Math.min(ms, LONGEST_PAUSE_MS);
}

/** Callers of this process come one after the other in the order in which they asked; give one pacer to all of them. */
export function createPacer(o: PacerOptions): Pacer {
  const tails = new Map<string, Promise<void>>();
  const own = turnsInMemory(o.clock);
  const turnsOf = ({ ours }: PacePlace): Turns => (ours ? own : (o.shared ?? own));
  const holdSeconds = o.holdSeconds ?? DEFAULT_HOLD_SECONDS;

  /** Asks until the turn is ours. */
  const acquire = async (place: PacePlace, delay: number, holder: string, signal: AbortSignal) => {
    const patience = Math.max(MAX_WAIT_SECONDS, 2 * delay) * 1000;
    const shared = sharedMs(place, delay * 1000) / 1000;
    for (;;) {
      signal.throwIfAborted();
      const taken: TakenTurn = await turnsOf(place).take(place, holder, shared, holdSeconds);
      if (taken.kind === 'taken') return taken.strain;
      if (taken.ms > patience) throw new LeftAlone(place.host, taken.ms / 1000);
      await o.sleep(Math.min(taken.ms, LONGEST_SLEEP_MS), signal);
    }
  };
  return {
    async take(place, delaySeconds, signal) {
      const before = tails.get(place.key) ?? Promise.resolve();
      const { promise: mine, resolve } = Promise.withResolvers<void>();
      const tail = before.then(() => mine);
      tails.set(place.key, tail);
      const release = (): void => {
        resolve();
        // A worker comes to ever more domains, if only for their pictures.
        if (tails.get(place.key) === tail) tails.delete(place.key);
      };
      const holder = place.ours ? '' : randomUUID();
      try {
        await orAbort(before, signal);
        const strain = await acquire(place, delaySeconds, holder, signal);
        const startedAt = o.clock().getTime();
        return {
          pauseSeconds: pauseMs(delaySeconds, strain) / 1000,
          end: async (failed) => {
            try {
              const ms = o.clock().getTime() - startedAt;
              const after = strainAfter(strain, { ms, failed });
              const ofHostMs = pauseMs(delaySeconds, after, ms);
              const pause = { ms: sharedMs(place, ofHostMs), ofHostMs };
              await turnsOf(place).end(place, holder, pause, after);
            } finally {
              release();
            }
          },
        };
      } catch (error) {
        release();
        throw error;
      }
    },
    hold: (place, seconds, why) => turnsOf(place).hold(place.host, seconds, why),
  };
}
