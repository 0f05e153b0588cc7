/** What a monitor is told, as Prometheus metrics: names, labels and where each figure comes from. */
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Log } from '../log.ts';
import { ALARM_KINDS } from '../model/alarm.ts';
import { describeError } from '../model/errors.ts';
import { listBeats } from '../store/health/heartbeats.ts';
import {
  countAlarms,
  countPages,
  countRuns,
  countSites,
  fieldShares,
  queueWaits,
  siteFigures,
  sums,
} from '../store/health/metric-figures.ts';
import { notifierStates } from '../store/messages/notifiers.ts';
import type { Db } from '../store/open-database.ts';
import type { QueueControl } from './queue-control.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Workers that are told of by name. */
const NAMED_WORKERS = 100;

type Labels = Readonly<Record<string, string>>;
export type Sample = { readonly labels: Labels; readonly value: number };

/** One metric as a monitor sees it; a value that is not known is left out. */
export type Metric = { readonly name: string; readonly help: string; readonly samples: readonly Sample[] };

function metric(name: string, help: string, samples: readonly (readonly [Labels, number | null])[]): Metric {
  const known = samples.flatMap(([labels, value]) => (value === null ? [] : [{ labels, value }]));
  return { name: `precursor_${name}`, help, samples: known };
}

async function ofSites(db: Db, now: Date): Promise<Metric[]> {
  const sites = await siteFigures(db, now);
  const each = (name: string, help: string, value: (site: (typeof sites)[number]) => number | null) =>
    metric(
      name,
      `${help} The hundred worst sites.`,
      sites.map((site) => [{ site: site.site }, value(site)] as const),
    );
  return [
    each('site_late_seconds', 'Seconds since the site was due and no run began.', (site) => site.late),
    each('site_failed_runs', 'Runs in a row that ended without content.', (site) => site.failed),
    each('site_listings', 'Listings of the newest run.', (site) => site.listings),
    each('site_listings_usual', 'Median of the ten runs before.', (site) => site.usualListings),
    each('site_alerts', 'Alerts opened or revised by the newest run.', (site) => site.alerts),
    each('site_alerts_usual', 'Median of the ten runs before.', (site) => site.usualAlerts),
  ];
}

async function ofRuns(db: Db, now: Date): Promise<Metric[]> {
  const day = new Date(now.getTime() - DAY_MS);
  const runs = await countRuns(db, day);
  const ended = runs.filter(({ name }) => name !== 'queued' && name !== 'running');
  const all = ended.reduce((sum, { count }) => sum + count, 0);
  const blocked = runs.find(({ name }) => name === 'blocked')?.count ?? 0;
  const by = (label: string, rows: readonly { name: string; count: number }[]) =>
    rows.map(({ name, count }) => [{ [label]: name }, count] as const);
  const shares = await fieldShares(db);
  return [
    metric('sites', 'Sites by how they stand.', by('state', await countSites(db, now))),
    metric('runs', 'Runs under way, and those that ended in the last day, by status.', by('status', runs)),
    metric(
      'pages',
      'Addresses of the runs that ended in the last day, by outcome.',
      by('outcome', await countPages(db, day)),
    ),
    metric('blocked_share', 'Share of the runs of the last day that were blocked.', [
      [{}, all === 0 ? 0 : blocked / all],
    ]),
    metric(
      'field_share',
      'Share of the listings of the newest runs that have a field.',
      shares.map(({ pages, field, share }) => [{ pages, field }, share] as const),
    ),
  ];
}

async function ofWaiting(db: Db, now: Date): Promise<Metric[]> {
  const waits = await queueWaits(db, new Date(now.getTime() - HOUR_MS), now);
  const { watchlist, unpublished, unsettled, parked, lost, alerts } = await sums(db);
  const notifiers = await notifierStates(db, now);
  return [
    metric(
      'queue_wait_seconds',
      'Seconds that work of the last hour waited: runs to begin, alerts to be published, messages to be taken.',
      waits.flatMap(({ queue, p50, p95, p99 }) => [
        [{ queue, quantile: '0.5' }, p50] as const,
        [{ queue, quantile: '0.95' }, p95] as const,
        [{ queue, quantile: '0.99' }, p99] as const,
      ]),
    ),
    metric(
      'queue_oldest_seconds',
      'Seconds that the oldest has waited.',
      waits.map(({ queue, oldest }) => [{ queue }, oldest] as const),
    ),
    metric('outbox_unpublished', 'Alerts that wait to be published.', [[{}, unpublished]]),
    metric('outbox_unsettled', 'Alerts that are published and not known to be read.', [[{}, unsettled]]),
    metric('parked_jobs', 'Jobs that were set aside.', [[{}, parked]]),
    metric(
      'lost_jobs',
      'Jobs that the queue had lost and that were made again, in the days that ledgers are kept.',
      [[{}, lost]],
    ),
    metric('alerts', 'Alerts in all, without those of the practice market.', [[{}, alerts]]),
    metric('watchlist', 'The watch-list in use.', watchlist === null ? [] : [[{ version: watchlist }, 1]]),
    metric(
      'notifier_waiting',
      'Messages that wait for a notifier.',
      notifiers.map(({ id, waiting }) => [{ notifier: id }, waiting] as const),
    ),
    metric(
      'notifier_failed',
      'Messages to a notifier that were given up.',
      notifiers.map(({ id, failed }) => [{ notifier: id }, failed] as const),
    ),
  ];
}

async function ofProcesses(db: Db, now: Date): Promise<Metric[]> {
  const beats = await listBeats(db);
  const age = (at: string) => (now.getTime() - Date.parse(at)) / 1000;
  const workers = beats.filter(({ part }) => part.startsWith('worker ')).slice(0, NAMED_WORKERS);
  const raised = new Map((await countAlarms(db)).map(({ name, count }) => [name, count]));
  const memory = workers.map(({ part, facts }) => {
    const rss = facts['rss'];
    return [{ worker: part.slice('worker '.length) }, typeof rss === 'number' ? rss : null] as const;
  });
  return [
    metric(
      'beat_age_seconds',
      'Seconds since the last sign of life.',
      beats
        .filter(({ part }) => !part.startsWith('worker '))
        .concat(workers)
        .map(({ part, at }) => [{ part }, age(at)] as const),
    ),
    metric('worker_memory_bytes', 'Resident memory of a worker, at its last sign of life.', memory),
    metric(
      'alarms',
      'Alarms that are raised.',
      Object.keys(ALARM_KINDS).map((kind) => [{ kind }, raised.get(kind) ?? 0] as const),
    ),
  ];
}

/** What the queues say; only that they are down when they do not answer. */
async function ofQueues(queues: QueueControl | null, log: Log): Promise<Metric[]> {
  if (queues === null) return [];
  try {
    const { items } = await queues.count();
    const jobs = items.flatMap(({ name, counts }) =>
      Object.entries(counts).map(([state, count]) => [{ queue: name, state }, count] as const),
    );
    return [
      metric('queue_up', 'Whether the queues answer.', [[{}, 1]]),
      metric('queue_jobs', 'Jobs by state.', jobs),
    ];
  } catch (error) {
    log.debug({ problem: describeError(error) }, 'the queues did not answer the monitor');
    return [metric('queue_up', 'Whether the queues answer.', [[{}, 0]])];
  }
}

export type MetricTools = {
  readonly db: Db;
  readonly queues: QueueControl | null;
  readonly clock: () => Date;
  readonly log: Log;
};

/** Read anew for each scrape: the database knows of all processes, wherever they run. */
export async function readMetrics({ db, queues, clock, log }: MetricTools): Promise<Metric[]> {
  const now = clock();
  return [
    ...(await ofRuns(db, now)),
    ...(await ofSites(db, now)),
    ...(await ofWaiting(db, now)),
    ...(await ofProcesses(db, now)),
    ...(await ofQueues(queues, log)),
  ];
}

export type Exposition = { readonly contentType: string; readonly text: () => Promise<string> };

/** The figures of all, and memory, handles and event loop of this process. */
export function createExposition(tools: MetricTools): Exposition {
  const own = new Registry();
  collectDefaultMetrics({ register: own, prefix: 'precursor_console_' });
  return {
    contentType: own.contentType,
    async text() {
      const all = new Registry();
      for (const { name, help, samples } of await readMetrics(tools)) {
        const labelNames = [...new Set(samples.flatMap(({ labels }) => Object.keys(labels)))];
        const gauge = new Gauge({ name, help, labelNames, registers: [all] });
        for (const { labels, value } of samples) gauge.set(labels, value);
      }
      return (await all.metrics()) + (await own.metrics());
    },
  };
}
