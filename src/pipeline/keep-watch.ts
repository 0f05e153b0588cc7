/** Watches over the watch while the process runs: rounds of checks, alarms sent without the queue, the outside heartbeat. */
import type { Settings } from '../../config/settings.ts';
import type { Log } from '../log.ts';
import type { AlarmKind } from '../model/alarm.ts';
import { describeError } from '../model/errors.ts';
import type { NotifierConfig } from '../model/notifier.ts';
import { PRODUCT, VERSION } from '../model/product.ts';
import type { HttpClient } from '../net/http-client.ts';
import { openHttpClient } from '../net/http-client.ts';
import { beatOutside } from '../notify/beat-outside.ts';
import { takeTurn } from '../store/health/heartbeats.ts';
import { listNotifiers } from '../store/messages/notifiers.ts';
import { logFailure } from '../store/outage.ts';
import { type DeliveryTools, deliverLane } from './messages/deliver-messages.ts';
import { type NotifierFault, withoutFaults } from './messages/open-sender.ts';
import { type WatchReport, type WatchTools, watchHealth } from './watch-health.ts';

const EVERY_MS = 60_000;
/** An attempt ends well before this; a round does not wait for a receiver that hangs. */
const SEND_MS = 20_000;
const STOP_MS = 5_000;
/** A little less than a round, so that several processes beat once a round between them. */
const BEAT_SECONDS = 50;

/** While one of these stands, the outside monitor is left to notice silence. */
const DEADLY: ReadonlySet<AlarmKind> = new Set(['no-run', 'no-worker', 'no-tick', 'outbox-age']);

/** A notifier that could not be looked after: what waits for it was not found, or what came of it not recorded. */
export type BrokenLane = { readonly notifier: string; readonly problem: string };

/**
 * Sends the alarms that wait, whether or not a worker or the queue is there, to those of the notifiers that it can. Gives
 * those with which it broke; they keep it from none of the others.
 */
export async function sendAlarms(
  o: DeliveryTools,
  notifiers: readonly string[],
  signal: AbortSignal,
): Promise<BrokenLane[]> {
  const sending = notifiers.map(async (notifier): Promise<BrokenLane[]> => {
    try {
      await deliverLane(o, { notifier, alarmsOnly: true }, { signal, budgetMs: SEND_MS });
      return [];
    } catch (error) {
      return [{ notifier, problem: describeError(error) }];
    }
  });
  return (await Promise.all(sending)).flat();
}

export type KeepWatch = WatchTools &
  DeliveryTools & {
    /** What keeps some of them from being sent to from here. */
    readonly faultsOf: (notifiers: readonly NotifierConfig[]) => readonly NotifierFault[];
    readonly heartbeatUrl: Settings['heartbeatUrl'];
    readonly log: Log;
    readonly everyMs?: number;
    /** Receivers of the heartbeat on this machine, for tests. */
    readonly origins?: ReadonlySet<string>;
  };

/** Those in use now that can be sent to from here; `told` holds the faults that stand in the log. */
async function ableOnes({ db, faultsOf, log }: KeepWatch, told: Set<string>): Promise<string[]> {
  const notifiers = await listNotifiers(db);
  const faults = faultsOf(notifiers);
  for (const fault of faults) {
    const text = `${fault.notifier}: ${fault.problem}`;
    if (!told.has(text)) log.warn(fault, 'alarms cannot be sent to a notifier from this process');
    told.add(text);
  }
  return withoutFaults(notifiers, faults).map(({ id }) => id);
}

async function round(o: KeepWatch, http: HttpClient, told: Set<string>, signal: AbortSignal): Promise<void> {
  const report = await watchHealth(o);
  tellLog(o.log, report);
  const notifiers = await ableOnes(o, told);
  const broken = await sendAlarms(o, notifiers, signal);
  for (const lane of broken) o.log.error(lane, 'alarms could not be sent to a notifier; it is tried again');
  // Where nobody could be told of an alarm, the outside monitor is what is left to tell.
  if (broken.length > 0 && broken.length === notifiers.length) return;
  if (o.heartbeatUrl === null || report.standing.some(({ kind }) => DEADLY.has(kind))) return;
  if (!(await takeTurn(o.db, 'heartbeat', BEAT_SECONDS, o.clock()))) return;
  const problem = await beatOutside(http, new URL(o.heartbeatUrl), signal);
  if (problem !== null) o.log.warn({ problem }, 'the outside monitor did not take the heartbeat');
}

function tellLog(log: Log, { raised, cleared }: WatchReport): void {
  for (const { kind, subject, summary } of raised) log.error({ alarm: kind, subject }, `alarm: ${summary}`);
  for (const { kind, subject } of cleared) log.info({ alarm: kind, subject }, 'alarm over');
}

/** The first round comes after one pause, so that what has just started has given a sign of life. */
export function keepWatch(o: KeepWatch): AsyncDisposable {
  const stop = new AbortController();
  const url = o.heartbeatUrl === null ? null : new URL(o.heartbeatUrl);
  const ports = url === null || url.port === '' ? [] : [Number(url.port)];
  const allowedOrigins = o.origins ?? new Set();
  const http = openHttpClient({ userAgent: `${PRODUCT}/${VERSION}`, allowedOrigins, ports });
  const told = new Set<string>();
  let going: Promise<void> | null = null;
  const timer = setInterval(() => {
    going ??= round(o, http, told, stop.signal)
      .catch((error: unknown) => {
        if (!stop.signal.aborted) logFailure(o.log, error, 'health not watched');
      })
      .finally(() => {
        going = null;
      });
  }, o.everyMs ?? EVERY_MS);
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      stop.abort(new Error('shutting down'));
      const late = new Promise((resolve) => setTimeout(resolve, STOP_MS).unref());
      if (going !== null) await Promise.race([going, late]);
      await http[Symbol.asyncDispose]();
    },
  };
}
