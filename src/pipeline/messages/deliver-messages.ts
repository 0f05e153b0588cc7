/** Sends what waits for one notifier, message by message, and decides what comes of an attempt that failed. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describeError } from '../../model/errors.ts';
import type { SendMessage, Sent } from '../../notify/create-sender.ts';
import {
  type Attempt,
  type ClaimedMessage,
  claimMessage,
  claimThisMessage,
  type Lane,
  releaseMessage,
  settleAttempt,
} from '../../store/messages/messages.ts';
import type { Db } from '../../store/open-database.ts';
import { isOutage } from '../../store/outage.ts';

export type DeliveryTools = { readonly db: Db; readonly send: SendMessage; readonly clock: () => Date };

/**
 * Longer than any attempt may take (15 s by webhook, 30 s by mail) and a good while of an outage after it: a process that died keeps
 * the notifier from the others no longer than this.
 */
const LEASE_SECONDS = 60;

/** How long what came of an attempt waits to be stored again. */
const STORE_AGAIN_MS = 500;
/** At shutdown, of the 8 s in which a job has to end. */
const STORE_AT_END_MS = 4_000;

/** Seconds until a message is tried again that the receiver refused, by refusal; then it is given up: two days in all. */
const PAUSES = [5, 30, 120, 600, 1800, 3600, 10_800, 43_200, 86_400] as const;

/** A receiver that does not answer is left alone for 5 s, twice as long each time, at most for this. */
const LONGEST_REST_SECONDS = 900;
/** It may ask for more itself, but not for ever. */
const LONGEST_ASKED_SECONDS = 3600;

/**
 * A receiver that is down takes no message with it: nothing is given up for that, the oldest is tried until it answers.
 * A message that the receiver refuses is given up after two days, and the others go on meanwhile.
 */
export function attemptOf(
  message: Pick<ClaimedMessage, 'refusals' | 'failures'>,
  sent: Sent,
  milliseconds: number,
  now: Date,
): Attempt {
  const made = { milliseconds, status: sent.status, refused: sent.end === 'refused', givenUp: false };
  const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
  switch (sent.end) {
    case 'taken':
      return { ...made, problem: null, nextAttempt: null, restsUntil: null };
    case 'unanswered': {
      const rest = Math.min(LONGEST_REST_SECONDS, 5 * 2 ** Math.min(message.failures, 20));
      const until = later(Math.max(rest, Math.min(LONGEST_ASKED_SECONDS, sent.retryAfterSeconds ?? 0)));
      const forbidden = sent.forbidden === true ? { forbidden: true as const } : {};
      return { ...made, problem: sent.problem, nextAttempt: null, restsUntil: until, ...forbidden };
    }
    case 'refused': {
      const pause = PAUSES[message.refusals];
      const nextAttempt = pause === undefined ? null : later(pause);
      return { ...made, givenUp: pause === undefined, problem: sent.problem, nextAttempt, restsUntil: null };
    }
  }
}

/** Null when the process ends before it is known what came of it. */
async function attempt(
  o: DeliveryTools,
  message: ClaimedMessage,
  signal: AbortSignal,
): Promise<Attempt | null> {
  const from = performance.now();
  let sent: Sent;
  try {
    sent = await o.send(message, signal);
  } catch (error) {
    if (signal.aborted) {
      await releaseMessage(o.db, message);
      return null;
    }
    // A message that cannot be made is put off and given up as a refused one: the others go on, and it stands in the log.
    sent = { end: 'refused', status: null, problem: `it could not be sent: ${describeError(error)}` };
  }
  return attemptOf(message, sent, Math.round(performance.now() - from), o.clock());
}

type Claim = { readonly message: ClaimedMessage; readonly from: number };

/**
 * While the database is away nobody else can take the message either: it is tried again for as long as the lease lasts, since a
 * message of which it is not known that it was taken is sent a second time.
 */
async function store(
  o: DeliveryTools,
  { message, from }: Claim,
  result: Attempt,
  signal: AbortSignal,
): Promise<void> {
  let end = from + LEASE_SECONDS * 1000;
  for (let ending = false; ; ) {
    try {
      await settleAttempt(o.db, message, result, o.clock());
      return;
    } catch (error) {
      if (signal.aborted && !ending) {
        ending = true;
        end = Math.min(end, performance.now() + STORE_AT_END_MS);
      }
      if (!isOutage(error) || performance.now() > end) throw error;
    }
    await sleep(STORE_AGAIN_MS);
  }
}

/**
 * Until nothing is due, the notifier has to rest, `budgetMs` have passed or the signal fires. Any number of processes
 * may do this: one at a time sends to a notifier. Gives how many messages were taken.
 */
export async function deliverLane(
  o: DeliveryTools,
  lane: Lane,
  limits: { readonly signal: AbortSignal; readonly budgetMs: number },
): Promise<number> {
  const end = performance.now() + limits.budgetMs;
  let taken = 0;
  while (!limits.signal.aborted && performance.now() < end) {
    const from = performance.now();
    const message = await claimMessage(o.db, lane, o.clock(), LEASE_SECONDS);
    if (message === null) break;
    const result = await attempt(o, message, limits.signal);
    if (result === null) break;
    await store(o, { message, from }, result, limits.signal);
    if (result.problem === null) taken += 1;
  }
  return taken;
}

/** One attempt at one message, which is given up if it fails: for a trial. Null when it is being sent already. */
export async function deliverOnce(
  o: DeliveryTools,
  id: number,
  signal: AbortSignal,
): Promise<Attempt | null> {
  const from = performance.now();
  const message = await claimThisMessage(o.db, id, LEASE_SECONDS);
  if (message === null) return null;
  const result = await attempt(o, message, signal);
  if (result === null) return null;
  const once = { ...result, givenUp: true };
  await store(o, { message, from }, once, signal);
  return once;
}
