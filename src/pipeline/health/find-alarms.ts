/** What is wrong with the watch as a whole, from what the database knows: it needs neither a worker nor the queue. */
import { startNames } from '../../../crawlers/site-scope.ts';
import type { AlarmLimits } from '../../model/alarm.ts';
import { type DomainHold, listDomainHolds } from '../../store/crawling/domain-holds.ts';
import type { FoundAlarm } from '../../store/health/alarms.ts';
import { type Beat, listBeats } from '../../store/health/heartbeats.ts';
import {
  type BlockedSite,
  blockedSites,
  overdueSites,
  siteStarts,
  type WatchFigures,
  watchFigures,
} from '../../store/health/watch-figures.ts';
import { type NotifierState, notifierStates } from '../../store/messages/notifiers.ts';
import type { Db } from '../../store/open-database.ts';
import { count } from '../../text/count.ts';
import { type LivingWorker, livingWorkers } from './worker-facts.ts';

/** More sites than this of one kind are one alarm: whoever gets a hundred messages reads none. */
const MANY = 20;
const NAMED = 5;
/** Runs of a day from which a share is told. */
const LEAST_RUNS = 5;

function ago(since: string, now: Date): string {
  const minutes = Math.round((now.getTime() - Date.parse(since)) / 60_000);
  if (minutes < 120) return count(minutes, 'minute');
  return minutes < 48 * 60
    ? count(Math.round(minutes / 60), 'hour')
    : count(Math.round(minutes / 1440), 'day');
}

const secondsSince = (time: string, now: Date) => (now.getTime() - Date.parse(time)) / 1000;

/** One alarm for each, or one for all where there are many. */
function gather(found: readonly FoundAlarm[], what: string): FoundAlarm[] {
  const [first] = found;
  if (first === undefined || found.length <= MANY) return [...found];
  const sites = found.map(({ subject }) => subject);
  const named = sites.slice(0, NAMED).join(', ');
  const summary = `${count(found.length, 'site')} ${what}: ${named} and ${found.length - NAMED} more.`;
  return [{ kind: first.kind, subject: '*', summary, facts: { sites: found.length }, covers: sites }];
}

function whole(
  kind: FoundAlarm['kind'],
  wrong: boolean,
  summary: string,
  facts: FoundAlarm['facts'] = {},
): FoundAlarm[] {
  return wrong ? [{ kind, subject: '*', summary, facts }] : [];
}

async function overdue(db: Db, { overdueSeconds }: AlarmLimits, now: Date): Promise<FoundAlarm[]> {
  const sites = await overdueSites(db, overdueSeconds, now);
  const found = sites.map(({ site, since }): FoundAlarm => {
    const summary = `${site} was due ${ago(since, now)} ago and no run of it began. Is a worker running? See \`jobs list\`.`;
    return { kind: 'run-overdue', subject: site, summary, facts: { since } };
  });
  return gather(found, 'were due and no run of them began');
}

/** Runs in a row: a server that is away for one of them is what the next one is for. */
const DOWN_RUNS = 2;

function down(sites: readonly BlockedSite[]): FoundAlarm[] {
  const lasting = sites.filter(({ kind, runs }) => kind === 'down' && runs >= DOWN_RUNS);
  const found = lasting.map(({ site, since, until }): FoundAlarm => {
    const summary = `The server of ${site} answers with errors only since ${since}; it is left alone until ${until ?? 'its next turn'}. Look whether it has moved, or take it out.`;
    return { kind: 'site-down', subject: site, summary, facts: { since, until } };
  });
  return gather(found, 'answer with errors only');
}

function blocked(sites: readonly BlockedSite[], figures: WatchFigures, limits: AlarmLimits): FoundAlarm[] {
  const refusing = sites.filter(({ kind }) => kind === 'refused');
  const found = refusing.map(({ site, since, until }): FoundAlarm => {
    const summary = `${site} blocks our agent since ${since}; it is left alone until ${until ?? 'its next turn'}. Ask its owner for leave, or take it out.`;
    return { kind: 'blocked', subject: site, summary, facts: { since, until } };
  });
  const { runsOfDay, blockedOfDay } = figures;
  const share = runsOfDay === 0 ? 0 : blockedOfDay / runsOfDay;
  const rate = `${blockedOfDay} of ${count(runsOfDay, 'run')} of the last day were blocked. Crawl less often, or ask the owners for leave.`;
  const many = runsOfDay >= LEAST_RUNS && share >= limits.blocked;
  // One alarm for all says the same as one that gathers sites.
  const each = gather(found, 'block our agent').filter(({ subject }) => !(many && subject === '*'));
  const covers = found.map(({ subject }) => subject);
  return [...each, ...whole('blocked', many, rate, { share }).map((all) => ({ ...all, covers }))];
}

/** Seconds of a pause beyond which it is told: shorter ones are what the next turns are for. */
const LONG_PAUSE = 86_400;

/** Those that are told as blocked are told until when, too. */
async function heldLong(db: Db, told: readonly BlockedSite[]): Promise<FoundAlarm[]> {
  const isLong = ({ since, until }: DomainHold) => Date.parse(until) - Date.parse(since) > LONG_PAUSE * 1000;
  const holds = (await listDomainHolds(db)).filter(isLong);
  if (holds.length === 0) return [];
  const blocked = new Set(told.filter(({ kind }) => kind === 'refused').map(({ site }) => site));
  const found = (await siteStarts(db)).flatMap(({ site, start }): FoundAlarm[] => {
    const names = startNames(start);
    const hold = holds.find(({ name }) => names.has(name));
    if (hold === undefined || blocked.has(site)) return [];
    const { name, since, until, why } = hold;
    const summary = `${name} of ${site} asked to be left alone, which it is from ${since} until ${until} (${why}). Once its owner agrees: \`domains release ${name}\`.`;
    return [{ kind: 'site-held', subject: site, summary, facts: { name, since, until } }];
  });
  return gather(found, 'asked to be left alone for more than a day');
}

/** One that died is told of as such. */
function unkept(workers: readonly LivingWorker[]): FoundAlarm[] {
  const found = workers.flatMap(({ part, storage }) => (storage === null ? [] : [{ part, ...storage }]));
  const [first] = found;
  if (first === undefined) return [];
  const { part, problem, since } = first;
  const who = found.length === 1 ? part : `${part} and ${count(found.length - 1, 'other')}`;
  const summary = `No copy of a page can be kept by ${who} since ${since}, and runs wait there: ${problem} Make room or mend that; they go on by themselves.`;
  return whole('no-storage', true, summary, { workers: found.length, since, problem });
}

function lifeless(
  figures: WatchFigures,
  beats: readonly Beat[],
  limits: AlarmLimits,
  now: Date,
): FoundAlarm[] {
  const { active, queued, firstSite } = figures;
  if (active === 0 || firstSite === null) return [];
  const { lifelessSeconds, silenceSeconds } = limits;
  const alive = (part: string) =>
    beats.some((beat) => beat.part.startsWith(part) && secondsSince(beat.at, now) <= lifelessSeconds);
  const started = secondsSince(firstSite, now) > lifelessSeconds;
  const end = figures.lastEnd ?? firstSite;
  return [
    ...whole(
      'no-worker',
      started && queued > 0 && !alive('worker '),
      `${count(queued, 'run waits', 'runs wait')} and no worker gives a sign of life. Start one with \`work\` or \`serve\`.`,
      { queued },
    ),
    ...whole(
      'no-tick',
      started && !alive('tick'),
      'Nobody looks for sites that are due. Start `schedule` or `serve`.',
    ),
    ...whole(
      'no-run',
      secondsSince(end, now) > silenceSeconds,
      `No run of any site has ended for ${ago(end, now)}. See \`runs list\` and \`jobs list\`.`,
      { since: end },
    ),
  ];
}

/** `cap`: unread alerts at which publishing pauses. */
function waiting(figures: WatchFigures, cap: number, limits: AlarmLimits, now: Date): FoundAlarm[] {
  const { unpublished, oldestUnpublished, unsettled, parked } = figures;
  const unread = unpublished > 0 && unsettled >= cap;
  const late = oldestUnpublished !== null && secondsSince(oldestUnpublished, now) > limits.outboxSeconds;
  return [
    ...whole(
      'review-unread',
      unread,
      `Nobody reads the queue "review": ${count(unsettled, 'alert is', 'alerts are')} unread, ${count(unpublished, 'waits', 'wait')} in the database. Start its consumer.`,
      { unsettled, unpublished },
    ),
    ...whole(
      'outbox-age',
      late && !unread,
      `${count(unpublished, 'alert waits', 'alerts wait')} to be published, the oldest for ${ago(oldestUnpublished ?? '', now)}. Is a worker running, and Redis reachable?`,
      { unpublished, since: oldestUnpublished },
    ),
    ...whole(
      'parked-jobs',
      parked >= limits.parked,
      `${count(parked, 'job was', 'jobs were')} set aside. See \`jobs list\`, then \`jobs replay\` or \`jobs drop\`.`,
      { parked },
    ),
  ];
}

/** Why a worker can send it nothing, as the end of a sentence. */
function hindranceOf(id: string, workers: readonly LivingWorker[]): string | null {
  for (const { part, hindered } of workers)
    for (const { notifier, problem, remedy } of hindered)
      if (notifier === id) return `by ${part}: ${problem}. ${remedy}`;
  return null;
}

function undelivered(
  notifiers: readonly NotifierState[],
  workers: readonly LivingWorker[],
  limits: AlarmLimits,
  now: Date,
): FoundAlarm[] {
  return notifiers.flatMap(({ id, waiting: number, waitingSince, failed }): FoundAlarm[] => {
    const late = waitingSince !== null && secondsSince(waitingSince, now) > limits.undeliveredSeconds;
    const hindrance = hindranceOf(id, workers);
    if (!late && failed === 0 && hindrance === null) return [];
    const rest =
      failed === 0
        ? ''
        : ` ${count(failed, 'was', 'were')} given up: \`notifiers replay ${id} --failed\` sends again, \`notifiers drop\` lets go.`;
    const why = hindrance === null ? '' : ` Nothing can be sent to it ${hindrance}`;
    const summary = `${late ? count(number, 'message') : 'No message'} to ${id} ${number === 1 || !late ? 'waits' : 'wait'}${late ? ` for ${ago(waitingSince, now)}` : ' too long'}.${why}${rest} See \`notifiers log ${id}\`.`;
    return [{ kind: 'undelivered', subject: id, summary, facts: { waiting: number, failed } }];
  });
}

/** Everything but what single runs say. */
export async function findAlarms(db: Db, limits: AlarmLimits, cap: number, now: Date): Promise<FoundAlarm[]> {
  const figures = await watchFigures(db, now);
  const kept = await blockedSites(db);
  const beats = await listBeats(db);
  const workers = livingWorkers(beats, new Date(now.getTime() - limits.lifelessSeconds * 1000));
  return [
    ...(await overdue(db, limits, now)),
    ...blocked(kept, figures, limits),
    ...down(kept),
    ...(await heldLong(db, kept)),
    ...lifeless(figures, beats, limits, now),
    ...unkept(workers),
    ...waiting(figures, cap, limits, now),
    ...undelivered(await notifierStates(db, now), workers, limits, now),
  ];
}
