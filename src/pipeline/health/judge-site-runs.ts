/** What the last runs of a site say: that they fail, that it wants to be left alone, that they read far less than usual, that a field is missing. */
import type { AlarmLimits } from '../../model/alarm.ts';
import type { Site } from '../../model/site.ts';
import { earlierFieldCoverage, fieldCoverageOf } from '../../store/crawling/field-coverage.ts';
import { listRuns, type StoredRun } from '../../store/crawling/runs.ts';
import type { FoundAlarm } from '../../store/health/alarms.ts';
import type { Db } from '../../store/open-database.ts';
import { count } from '../../text/count.ts';
import { BUDGET_USED, HELD } from '../run/judge-run.ts';
import { coverageDrops, median } from './coverage-drops.ts';

/** What is usual is told from the runs before, so many at most; from fewer than the least nothing is. */
const EARLIER_RUNS = 10;
const LEAST_RUNS = 3;
/** Runs looked at to find those: some end early. */
const LOOKED_AT = 30;
/** A site that usually gives fewer says nothing by giving less. */
const LEAST_LISTINGS = 5;
/** Runs in a row without content. */
const FAILING = 3;
const SHOWN_FIELDS = 5;

const percent = (share: number) => `${Math.round(share * 100)} %`;

/** It went to its end, or to that of its budget: others say nothing of how much there is. */
function isWhole({ status, problem }: StoredRun): boolean {
  return status === 'ok' || (status === 'partial' && problem === BUDGET_USED);
}

/**
 * `now`: listings that the newest whole run had read, been told of or had confirmed when it ended. `usual`: the median of the
 * runs before it that looked through as much of the lists. `least`: of all before it, where too few of them did.
 */
export type Baseline = { readonly now: number; readonly usual: number | null; readonly least: number };

/** null when nothing can be told. `runs`: the newest first. */
export function baselineOf(runs: readonly StoredRun[]): Baseline | null {
  const [last, ...before] = runs.filter((run) => isWhole(run) && run.known !== null);
  if (last === undefined || last.known === null || last.lists === null) return null;
  const earlier = before.slice(0, EARLIER_RUNS);
  if (earlier.length < LEAST_RUNS) return null;
  const alike = before.filter(({ lists }) => lists === last.lists).slice(0, EARLIER_RUNS);
  const counts = (some: readonly StoredRun[]) => some.map(({ known }) => known ?? 0);
  const usual = alike.length < LEAST_RUNS ? null : median(counts(alike));
  return { now: last.known, usual, least: Math.min(...counts(earlier)) };
}

/** Where no run before has looked through as much, only what is next to nothing tells. */
const NEXT_TO_NOTHING = 0.1;

function failing(site: string, runs: readonly StoredRun[]): FoundAlarm[] {
  const last = runs.slice(0, FAILING);
  const gaveNothing = ({ status }: StoredRun) => status === 'failed' || status === 'abandoned';
  if (last.length < FAILING || !last.every(gaveNothing)) return [];
  const summary = `The last ${FAILING} runs of ${site} gave nothing. See \`runs list --site ${site}\`.`;
  return [{ kind: 'run-failing', subject: site, summary, facts: { runs: last.map(({ id }) => id) } }];
}

function held(site: string, runs: readonly StoredRun[]): FoundAlarm[] {
  const last = runs.slice(0, FAILING);
  const wasHeld = ({ status, problem }: StoredRun) => status === 'partial' && problem?.startsWith(HELD);
  if (last.length < FAILING || !last.every(wasHeld)) return [];
  const summary = `The last ${FAILING} runs of ${site} ended because it asked to be left alone. See \`domains\` for who asked; crawl less often, or ask its owner.`;
  return [{ kind: 'run-held', subject: site, summary, facts: { runs: last.map(({ id }) => id) } }];
}

function few(site: string, runs: readonly StoredRun[], share: number): FoundAlarm[] {
  const baseline = baselineOf(runs);
  if (baseline === null) return [];
  const { now, least } = baseline;
  const usual = baseline.usual ?? least;
  const limit = (baseline.usual === null ? NEXT_TO_NOTHING : share) * usual;
  if (usual < LEAST_LISTINGS || now >= limit) return [];
  const summary = `The last run of ${site} found ${count(now, 'listing')} where ${Math.round(usual)} are usual (${percent(now / usual)}). Look at its pages with \`probe\`: they may have changed.`;
  return [{ kind: 'few-listings', subject: site, summary, facts: { now, usual } }];
}

async function missing(
  db: Db,
  site: string,
  runs: readonly StoredRun[],
  least: number,
): Promise<FoundAlarm[]> {
  const last = runs.find(isWhole);
  if (last === undefined) return [];
  const now = await fieldCoverageOf(db, last.id);
  const earlier = await earlierFieldCoverage(db, site, last.id, EARLIER_RUNS);
  const drops = coverageDrops(now, earlier).filter((drop) => drop.usual - drop.now >= least);
  if (drops.length === 0) return [];
  const shown = drops
    .slice(0, SHOWN_FIELDS)
    .map(
      ({ pages, field, usual, now: share }) =>
        `${field} of ${pages} pages ${percent(usual)} → ${percent(share)}`,
    );
  const summary = `Listings of ${site} lack fields that they had: ${shown.join(', ')}. Compare with \`probe\` and correct its site file.`;
  return [{ kind: 'field-coverage', subject: site, summary, facts: { run: last.id, drops: drops.length } }];
}

/** Kinds that are told by this, for the sites that are judged. */
export const RUN_KINDS = ['run-failing', 'run-held', 'few-listings', 'field-coverage'] as const;

export async function judgeSiteRuns(
  db: Db,
  site: string,
  own: Site['alarms'] | null,
  limits: AlarmLimits,
): Promise<FoundAlarm[]> {
  const all = await listRuns(db, site, LOOKED_AT);
  const runs = all.filter(({ finishedAt }) => finishedAt !== null);
  return [
    ...failing(site, runs),
    ...held(site, runs),
    ...few(site, runs, own?.listings ?? limits.listings),
    ...(await missing(db, site, runs, own?.fields ?? limits.fields)),
  ];
}
