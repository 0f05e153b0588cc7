/** Lives through days of the practice market as a schedule would, and holds alerts, offers and histories against its truth. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NOBODY } from '../../config/load-notifiers.ts';
import { loadSites } from '../../config/load-sites.ts';
import { loadWatchlist } from '../../config/load-watchlist.ts';
import { OPEN_GATE } from '../../crawlers/crawl-gate.ts';
import { findChromium } from '../../crawlers/find-chromium.ts';
import { createPacer, sleep } from '../../crawlers/pacing.ts';
import { openCaptureStore } from '../../src/evidence/capture-store.ts';
import { createLog } from '../../src/log.ts';
import { applyConfiguration } from '../../src/pipeline/apply-config.ts';
import { screenerInUse } from '../../src/pipeline/configuration/screener-in-use.ts';
import type { RunTools } from '../../src/pipeline/run/run-tools.ts';
import { watchStorage } from '../../src/pipeline/run/watch-storage.ts';
import { runSite } from '../../src/pipeline/run-site.ts';
import { compileWatchlist } from '../../src/screen/compile-watchlist.ts';
import { type Db, openDatabase } from '../../src/store/open-database.ts';
import { openBundledPostgres } from '../../src/store/server/bundled-postgres.ts';
import { generateMarket } from '../market/generate-market.ts';
import { startMarket } from '../market/start-market.ts';
import { marketTruth } from '../market/truth.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const DAY_MS = 86_400_000;

export type MarketScore = {
  readonly days: number;
  /** Offers of the truth that any day showed and that must alert. */
  readonly offers: number;
  readonly alerts: number;
  /** Offers with more than one alert; alerts with more than one offer; offers without an alert; alerts without an offer. */
  readonly duplicates: string[];
  readonly merged: string[];
  readonly missed: string[];
  readonly wrong: string[];
  /** Listings that the truth says belong to an offer, and those that are attributed to its alert. */
  readonly listings: number;
  readonly attributed: number;
  readonly edits: { readonly made: number; readonly noted: number };
  readonly removals: { readonly made: number; readonly noted: number };
  readonly revisions: number;
  readonly runs: { readonly all: number; readonly failed: number };
};

type Lived = {
  /** Truth's offer → its listings, of all days. */
  readonly offers: Map<string, Set<string>>;
  /** Names of listings on each day. */
  readonly days: ReadonlySet<string>[];
  /** Names of listings that were edited on any day. */
  readonly edited: Set<string>;
};

const nameOf = (shop: string, path: string) => `${shop} ${path}`;

/** Notes what the market shows on a day. */
function note(lived: Lived, day: number): void {
  const { listings } = marketTruth({ day });
  for (const { shop, path, offer, substances } of listings) {
    if (substances.length === 0) continue;
    const known = lived.offers.get(offer) ?? new Set();
    lived.offers.set(offer, known.add(nameOf(shop, path)));
  }
  const positive = listings.filter(({ substances }) => substances.length > 0);
  lived.days.push(new Set(positive.map(({ shop, path }) => nameOf(shop, path))));
  for (const { listings: stock } of generateMarket({ day })) {
    for (const { shop, path, substances, postedAt, changedAt } of stock)
      if (substances.length > 0 && changedAt > postedAt) lived.edited.add(nameOf(shop, path));
  }
}

async function place(db: Db, folder: string, clock: () => Date, market: RunTools['practiceMarket']) {
  const watchlist = await loadWatchlist(join(ROOT, 'config/watchlist'));
  const practiceSites = await loadSites(join(ROOT, 'test/market/sites'), true);
  const configuration = { sites: [], practiceSites, watchlist, optOuts: [], notifying: NOBODY };
  await applyConfiguration(db, configuration, clock());
  const real = () => new Date();
  const tools: RunTools = {
    ...{
      db,
      clock,
      htmlReader: 'own',
      alertsPerRun: 200,
      picturesPerRun: 100,
      log: createLog('silent'),
      worker: 'evaluate',
    },
    ...{ contact: null, robots: null, gate: OPEN_GATE, practiceMarket: market },
    captures: openCaptureStore(folder),
    storage: watchStorage({ folder, clock, log: createLog('silent') }),
    screenerInUse: screenerInUse(db, compileWatchlist(watchlist)),
    limits: { maxBytes: 10_000_000, pageSeconds: 30 },
    chromiumPath: findChromium(process.env['CHROMIUM_PATH'] ?? null),
    screenshots: false,
    pacer: createPacer({ clock: real, sleep }),
  };
  return { tools, sites: practiceSites.map(({ id }) => id) };
}

/** @param sites those to crawl; the others are left out of the truth, too */
export async function scoreMarket(days: number, only: readonly string[] | null = null): Promise<MarketScore> {
  const folder = await mkdtemp(join(tmpdir(), 'pw-market-'));
  await using open = new AsyncDisposableStack();
  open.defer(() => rm(folder, { recursive: true, force: true }));
  const log = createLog('error');
  const { databaseUrl } = open.use(await openBundledPostgres(folder, log));
  const { db } = open.use(await openDatabase({ databaseUrl, dataFolder: folder, log }));
  return await liveThrough(db, folder, days, only);
}

/** On a database that is empty but for its schema. */
export async function liveThrough(
  db: Db,
  folder: string,
  days: number,
  only: readonly string[] | null,
): Promise<MarketScore> {
  await using market = await startMarket();
  let day = 0;
  const clock = () => new Date(Date.now() + day * DAY_MS);
  const given = async () => ({ origins: market.origins, [Symbol.asyncDispose]: async () => undefined });
  const { tools, sites } = await place(db, folder, clock, given);
  const lived: Lived = { offers: new Map(), days: [], edited: new Set() };
  const runs = { all: 0, failed: 0 };
  for (day = 0; day <= days; day += 1) {
    market.turnTo(day);
    note(lived, day);
    const signal = new AbortController().signal;
    const chosen = sites.filter((site) => only === null || only.includes(site));
    const ended = await Promise.all(
      chosen.map((site) => runSite(tools, { site, run: null, trigger: 'command', signal })),
    );
    runs.all += ended.length;
    runs.failed += ended.filter(({ status }) => status !== 'ok').length;
  }
  return await compare(db, lived, days, runs, only);
}

type Row = { shop: string; path: string; alert: number | null; state: string; versions: string[] };

async function stored(db: Db): Promise<Row[]> {
  const rows = await db
    .selectFrom('listings')
    .leftJoin('alerts', 'alerts.offer_id', 'listings.offer_id')
    .select(['listings.id', 'listings.site_id', 'listings.url', 'listings.state', 'alerts.id as alert'])
    .execute();
  const versions = await db.selectFrom('listing_versions').select(['listing_id', 'change']).execute();
  const byListing = Map.groupBy(versions, ({ listing_id }) => listing_id);
  return rows.map(({ id, site_id, url, state, alert }) => ({
    ...{ shop: site_id, path: new URL(url).pathname, alert, state },
    versions: (byListing.get(id) ?? []).map(({ change }) => change),
  }));
}

async function compare(
  db: Db,
  lived: Lived,
  days: number,
  runs: MarketScore['runs'],
  only: readonly string[] | null,
): Promise<MarketScore> {
  const rows = new Map((await stored(db)).map((row) => [nameOf(row.shop, row.path), row]));
  const offers = [...lived.offers].filter(
    ([, names]) => only === null || only.includes([...names][0]?.split(' ')[0] ?? ''),
  );
  const owners = new Map<number, Set<string>>();
  const [duplicates, missed]: [string[], string[]] = [[], []];
  let [listings, attributed] = [0, 0];
  for (const [offer, names] of offers) {
    const alerts = [...names].map((name) => rows.get(name)?.alert ?? null);
    const found = new Set(alerts.filter((alert) => alert !== null));
    if (found.size === 0) missed.push(offer);
    if (found.size > 1) duplicates.push(`${offer} (${[...found].join(', ')})`);
    for (const alert of found) owners.set(alert, (owners.get(alert) ?? new Set()).add(offer));
    const [main] = found;
    listings += names.size;
    attributed += alerts.filter((alert) => alert !== null && alert === main).length;
  }
  const alerts = await db.selectFrom('alerts').select(['id', 'revision']).execute();
  const last = lived.days.at(-1) ?? new Set();
  const removed = offers.flatMap(([, names]) => [...names].filter((name) => !last.has(name)));
  const here = new Set(offers.flatMap(([, names]) => [...names]));
  const edited = [...lived.edited].filter((name) => here.has(name));
  const notedEdits = edited.filter((name) => rows.get(name)?.versions.includes('changed')).length;
  const notedGone = removed.filter((name) => rows.get(name)?.state === 'gone').length;
  return {
    days,
    offers: offers.length,
    alerts: alerts.length,
    duplicates,
    merged: [...owners]
      .filter(([, each]) => each.size > 1)
      .map(([id, each]) => `${id}: ${[...each].join(', ')}`),
    missed,
    wrong: [...rows].filter(([, { alert }]) => alert !== null && !owners.has(alert)).map(([name]) => name),
    ...{ listings, attributed },
    edits: { made: edited.length, noted: notedEdits },
    removals: { made: removed.length, noted: notedGone },
    revisions: alerts.reduce((sum, { revision }) => sum + revision - 1, 0),
    runs,
  };
}

export function marketRows(score: MarketScore): string[][] {
  const list = (names: readonly string[]) =>
    names.length === 0 ? '0' : `${names.length}: ${names.join('; ')}`;
  return [
    [`practice market over ${score.days} days`, 'found'],
    ['offers in the truth', String(score.offers)],
    ['alerts', String(score.alerts)],
    ['offers with several alerts', list(score.duplicates)],
    ['alerts over several offers', list(score.merged)],
    ['offers without an alert', list(score.missed)],
    ['alerts of listings that offer nothing watched', list(score.wrong)],
    ['listings attributed to their alert', `${score.attributed} of ${score.listings}`],
    ['edits noted as changes', `${score.edits.noted} of ${score.edits.made}`],
    ['listings that left noted as gone', `${score.removals.noted} of ${score.removals.made}`],
    ['revisions of alerts', String(score.revisions)],
    ['runs that did not end ok', `${score.runs.failed} of ${score.runs.all}`],
  ];
}
