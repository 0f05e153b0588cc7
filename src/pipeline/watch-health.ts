/** Silence is an alarm: compares what is wrong now with the alarms that are raised, raises, clears, and has it told. */
import { z } from 'zod';
import type { Alarm, AlarmLimits } from '../model/alarm.ts';
import { clearAlarm, type FoundAlarm, lockAlarms, raiseAlarm, raisedAlarms } from '../store/health/alarms.ts';
import { beat, forgetBeats, listBeats } from '../store/health/heartbeats.ts';
import {
  type EndedSite,
  type EndedUntil,
  sitesWithNewRuns,
  unwatchedSites,
} from '../store/health/watch-figures.ts';
import { addMessage } from '../store/messages/messages.ts';
import { listNotifiers } from '../store/messages/notifiers.ts';
import type { Db } from '../store/open-database.ts';
import { findAlarms } from './health/find-alarms.ts';
import { judgeSiteRuns, RUN_KINDS } from './health/judge-site-runs.ts';

/** Sites whose runs are judged in one round; the others have their turn in the next. */
const SITES_A_ROUND = 500;
const FORGET_MS = 7 * 86_400_000;
/** A run may be seen a little later than others that ended after it. */
const OVERLAP_MS = 60_000;
const PART = 'watch';

export type WatchTools = {
  readonly db: Db;
  readonly limits: AlarmLimits;
  /** Unread alerts at which publishing pauses. */
  readonly cap: number;
  readonly clock: () => Date;
};

export type WatchReport = {
  readonly raised: readonly Alarm[];
  readonly cleared: readonly Alarm[];
  /** All that are raised now. */
  readonly standing: readonly Alarm[];
};

const isRunKind = (kind: string) => RUN_KINDS.some((each) => each === kind);

/** What single runs say is looked at when one has ended, and stands until the next. Gives the sites that were judged, too. */
async function judgeNewRuns(
  { db, limits }: WatchTools,
  after: EndedUntil | null,
  most: number,
): Promise<{ found: FoundAlarm[]; sites: EndedSite[] }> {
  const sites = await sitesWithNewRuns(db, after, most);
  const found: FoundAlarm[] = [];
  for (const { site, limits: own } of sites) found.push(...(await judgeSiteRuns(db, site, own, limits)));
  return { found, sites };
}

/** How far the rounds have come. `site`: more had ended than one round judges; the next one goes on behind it. */
const progress = z.object({
  judgedUntil: z.iso.datetime({ offset: true }),
  site: z.string().nullable().catch(null),
});
type Progress = z.infer<typeof progress>;

async function judgedUntil(db: Db): Promise<Progress | null> {
  const facts = (await listBeats(db)).find(({ part }) => part === PART)?.facts;
  return progress.safeParse(facts).data ?? null;
}

/** Runs that ended by a clock that was ahead keep nobody from judging those that end by the right one. */
function judgeAfter({ judgedUntil: until, site }: Progress, now: Date): EndedUntil {
  const end = Math.min(Date.parse(until), now.getTime());
  return site === null ? { end: new Date(end - OVERLAP_MS), site: '' } : { end: new Date(end), site };
}

function progressOf(before: Progress | null, sites: readonly EndedSite[], most: number): Progress | null {
  const last = sites.at(-1);
  if (last === undefined) return before === null ? null : { ...before, site: null };
  return { judgedUntil: last.end, site: sites.length < most ? null : last.site };
}

async function settle(
  tx: Db,
  found: readonly FoundAlarm[],
  judged: ReadonlySet<string>,
  now: Date,
): Promise<WatchReport> {
  const keyOf = ({ kind, subject }: Pick<FoundAlarm, 'kind' | 'subject'>) => `${kind} ${subject}`;
  const present = new Set(
    found.flatMap(({ kind, subject, covers = [] }) =>
      [subject, ...covers].map((each) => keyOf({ kind, subject: each })),
    ),
  );
  const raised: Alarm[] = [];
  const cleared: Alarm[] = [];
  const before = await raisedAlarms(tx);
  const ofRuns = before.filter(({ kind }) => isRunKind(kind)).map(({ subject }) => subject);
  const gone = new Set(await unwatchedSites(tx, ofRuns));
  for (const each of found) {
    const alarm = await raiseAlarm(tx, each, now);
    if (alarm !== null) raised.push(alarm);
  }
  for (const alarm of before) {
    const { kind, subject } = alarm;
    const looked = !isRunKind(kind) || judged.has(subject) || gone.has(subject);
    if (looked && !present.has(keyOf(alarm))) cleared.push(await clearAlarm(tx, alarm.id, now));
  }
  return { raised, cleared, standing: await raisedAlarms(tx) };
}

/** Alarms wait for nobody: neither digest nor quiet hours hold them back. */
async function tell(tx: Db, alarms: readonly Alarm[], now: Date): Promise<void> {
  if (alarms.length === 0) return;
  const notifiers = (await listNotifiers(tx)).filter((notifier) => notifier.alarms);
  for (const { id } of notifiers) {
    for (const alarm of alarms) {
      // That nothing reaches a notifier is of no use to it.
      if (alarm.kind === 'undelivered' && alarm.subject === id) continue;
      const content = { kind: 'alarm', alarm } as const;
      await addMessage(tx, { notifier: id, alert: null, content, due: now }, now);
    }
  }
}

/** What a round looks at, and changes nothing by. */
async function look(o: WatchTools, now: Date, sitesARound: number) {
  const before = await judgedUntil(o.db);
  const after = before === null ? null : judgeAfter(before, now);
  const ofRuns = await judgeNewRuns(o, after, sitesARound);
  const found = [...(await findAlarms(o.db, o.limits, o.cap, now)), ...ofRuns.found];
  return { before, sites: ofRuns.sites, found };
}

/** One that could not be noted has no number yet. */
export type StandingAlarm = Omit<Alarm, 'id'> & { readonly id: number | null };

/** For a database that takes no writes: what is raised, and what one round would raise. Nothing is cleared, and nobody told. */
export async function readHealth(o: WatchTools): Promise<StandingAlarm[]> {
  const now = o.clock();
  const { found } = await look(o, now, SITES_A_ROUND);
  const raised = await raisedAlarms(o.db);
  const isNew = (each: FoundAlarm) =>
    raised.every(({ kind, subject }) => kind !== each.kind || subject !== each.subject);
  const state = { state: 'raised', raisedAt: now.toISOString(), clearedAt: null } as const;
  const unnoted = found.filter(isNew).map(({ kind, subject, summary }) => ({ kind, subject, summary }));
  return [...raised, ...unnoted.map((each) => ({ id: null, ...each, ...state }))];
}

/** One round. Any number of processes may do it at the same time: each alarm is raised, told and cleared once. */
export async function watchHealth(o: WatchTools, sitesARound = SITES_A_ROUND): Promise<WatchReport> {
  const now = o.clock();
  const { before, sites, found } = await look(o, now, sitesARound);
  const judged = new Set(sites.map(({ site }) => site));
  const report = await o.db.transaction().execute(async (tx) => {
    await lockAlarms(tx);
    const settled = await settle(tx, found, judged, now);
    await tell(tx, [...settled.raised, ...settled.cleared], now);
    return settled;
  });
  await beat(o.db, PART, progressOf(before, sites, sitesARound) ?? {}, now);
  await forgetBeats(o.db, new Date(now.getTime() - FORGET_MS));
  return report;
}
