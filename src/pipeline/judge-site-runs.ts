/** What the last runs of a site say: that they fail, that they read far less than usual, that a field is missing. */
import type { AlarmLimits } from '../model/alarm.ts';
import type { Site } from '../model/site.ts';
import type { FoundAlarm } from '../store/alarms.ts';
import { earlierFieldCoverage, fieldCoverageOf } from '../store/field-coverage.ts';
import type { Db } from '../store/open-database.ts';
import { listRuns, type StoredRun } from '../store/runs.ts';
import { coverageDrops, median } from './coverage-drops.ts';
import { BUDGET_USED } from './judge-run.ts';

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
 * Listings that a run knows of: those that it read, and for each page that it need not read again as many as its pages
 * usually give. Without these a run that saves the site requests would look as if goods were gone.
 */
function listingsOf(run: StoredRun, perPage: number): number {
  const { unchanged = 0, 'not-due': notDue = 0 } = run.skipped;
  return run.listings + notDue + Math.round(unchanged * Math.max(1, perPage));
}

export type Baseline = { readonly now: number; readonly usual: number; readonly alerts: number };

/** The newest whole run beside the median of those before it; null when there are too few. `runs`: the newest first. */
export function baselineOf(runs: readonly StoredRun[]): Baseline | null {
  const [last, ...earlier] = runs.filter(isWhole).slice(0, EARLIER_RUNS + 1);
  if (last === undefined || earlier.length < LEAST_RUNS) return null;
  const perPage = median(earlier.map(({ listings, pages }) => (pages === 0 ? 0 : listings / pages)));
  return {
    now: listingsOf(last, perPage),
    usual: median(earlier.map((run) => listingsOf(run, perPage))),
    alerts: last.alertsOpened + last.alertsRevised,
  };
}

function failing(site: string, runs: readonly StoredRun[]): FoundAlarm[] {
  const last = runs.slice(0, FAILING);
  const gaveNothing = ({ status }: StoredRun) => status === 'failed' || status === 'abandoned';
  if (last.length < FAILING || !last.every(gaveNothing)) return [];
  const summary = `The last ${FAILING} runs of ${site} gave nothing. See \`runs list --site ${site}\`.`;
  return [{ kind: 'run-failing', subject: site, summary, facts: { runs: last.map(({ id }) => id) } }];
}

function few(site: string, runs: readonly StoredRun[], share: number): FoundAlarm[] {
  const baseline = baselineOf(runs);
  if (baseline === null || baseline.usual < LEAST_LISTINGS || baseline.now >= share * baseline.usual)
    return [];
  const { now, usual } = baseline;
  const summary = `The last run of ${site} found ${now} listings where ${Math.round(usual)} are usual (${percent(now / usual)}). Look at its pages with \`probe\`: they may have changed.`;
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
export const RUN_KINDS = ['run-failing', 'few-listings', 'field-coverage'] as const;

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
    ...few(site, runs, own?.listings ?? limits.listings),
    ...(await missing(db, site, runs, own?.fields ?? limits.fields)),
  ];
}
