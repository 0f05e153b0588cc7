/** One page that a person asks for by its address, fetched politely; pages of the practice market bring the market. */
import { readOptOuts } from '../../config/load-opt-outs.ts';
import { toError } from '../../config/read-yaml.ts';
import { USUAL_DELAY_SECONDS } from '../../config/site-file.ts';
import { type CrawlGate, listGate, OPEN_GATE } from '../../crawlers/crawl-gate.ts';
import { createPacer, type Sleep, sleep } from '../../crawlers/pacing.ts';
import { probePage } from '../../crawlers/probe-page.ts';
import type { Turns } from '../../crawlers/turns.ts';
import { describeError, type ExitName, OperatorError } from '../model/errors.ts';
import type { SkipReason } from '../model/skip-reasons.ts';
import { loadConfiguration } from '../pipeline/apply-config.ts';
import { configSources } from '../pipeline/open-tools.ts';
import { openGate } from '../pipeline/run/crawl-permissions.ts';
import { placeOnMarket, startPracticeMarket } from '../pipeline/run/practice-market.ts';
import { sharedTurns } from '../pipeline/run/shared-turns.ts';
import { userAgentOf } from '../pipeline/run/user-agent.ts';
import { hasBundledDatabase } from '../store/server/postgres-folder.ts';
import { openStore } from './open-store.ts';
import { siteOfPage } from './site-of-page.ts';
import { printLine, type Surroundings } from './surroundings.ts';

export type OnePage = {
  /** What may be fetched: of the practice market an address of this machine. */
  readonly url: string;
  readonly practice: boolean;
  /** The address as a person knows it, for one that was fetched. */
  readonly publicUrl: (fetched: string) => string;
  readonly fetch: () => ReturnType<typeof probePage>;
  [Symbol.asyncDispose](): Promise<void>;
};

type Target = Pick<OnePage, 'url' | 'practice' | 'publicUrl'> & {
  readonly allowedOrigins: ReadonlySet<string>;
  readonly end: () => Promise<void>;
};

/** A URL of the practice market's own names (…practice.invalid) starts the market and is placed on it. */
async function targetOf(text: string, around: Surroundings): Promise<Target> {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new OperatorError('usage', `${text} is not the address of a web page.`, 'Give a full http(s) URL.');
  const asked = new URL(text);
  const plain = { url: text, practice: false, publicUrl: (url: string) => url };
  if (!asked.hostname.endsWith('.practice.invalid'))
    return { ...plain, allowedOrigins: new Set<string>(), end: async () => undefined };
  const { practiceSites } = await loadConfiguration({
    ...configSources(around.settings(), around.root),
    practice: 'on',
  });
  const any = practiceSites[0];
  if (any === undefined)
    throw new OperatorError('config', 'The practice market has no site files.', 'See test/market/sites.');
  const market = await startPracticeMarket(around.root, around.settings().practiceDay);
  const end = () => market[Symbol.asyncDispose]();
  try {
    const [url = text] = placeOnMarket({ ...any, start: [text] }, market).start;
    const publicUrl = (fetched: string) => fetched.replace(new URL(url).origin, asked.origin);
    return { url, practice: true, publicUrl, allowedOrigins: new Set(Object.values(market.origins)), end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Politeness or an operator forbids these; anything else may be otherwise another time. */
const REFUSED: ReadonlySet<SkipReason> = new Set(['disallowed', 'opted-out', 'halted', 'refused-address']);

/** How a command ends whose page was not read. */
export function exitOf(skipped: SkipReason): ExitName {
  return REFUSED.has(skipped) ? 'refused' : 'incomplete';
}

type Shared = { readonly gate: CrawlGate; readonly turns: Turns | null };

const ALONE: Shared = { gate: OPEN_GATE, turns: null };

const NO_DATABASE =
  'There is no database here: only opt-out.txt beside the site files holds, and no stop that was ordered elsewhere.';

/**
 * The switch and the list that workers obey hold for a person's question, too, and so do the turns that they take. Where there is no
 * database, or it cannot be asked, the person is told.
 */
async function sharedRules(url: string, around: Surroundings, open: AsyncDisposableStack): Promise<Shared> {
  const { databaseUrl, dataFolder } = around.settings();
  if (databaseUrl === null && !(await hasBundledDatabase(dataFolder))) {
    printLine(around.remarks, NO_DATABASE);
    return ALONE;
  }
  try {
    const { db } = open.use(await openStore(around));
    const gate = openGate(db);
    await gate(new URL(url));
    return { gate, turns: sharedTurns(db) };
  } catch (error) {
    const unknown =
      'Whether crawling is stopped, the domain opted out by hand, or is being asked now, could not be asked';
    printLine(around.remarks, `${unknown}: ${describeError(error)}`);
    return ALONE;
  }
}

/** What a turn may last beyond the time of a page, before another process takes it for a dead one's. */
const BESIDES_PAGE_SECONDS = 30;
const TOLD_MS = 1000;

/** A person who waits is told for how long. */
function tellingSleep({ remarks }: Surroundings): Sleep {
  return async (ms, signal) => {
    if (ms >= TOLD_MS)
      printLine(remarks, `Waiting ${Math.ceil(ms / 1000)} s for the next turn at the domain.`);
    await sleep(ms, signal);
  };
}

/**
 * Nothing is fetched yet.
 * @throws OperatorError 'usage' for what is no URL, 'refused' without a contact address
 */
export async function onePage(text: string, around: Surroundings): Promise<OnePage> {
  const settings = around.settings();
  await using open = new AsyncDisposableStack();
  const { url, practice, publicUrl, allowedOrigins, end } = await targetOf(text, around);
  open.defer(end);
  const agent = userAgentOf({ practice }, settings.contact);
  const { optOuts, problems } = await readOptOuts(settings.sitesFolder);
  if (problems.length > 0) throw toError(problems, '`sites check`');
  const listed = listGate(optOuts.map(({ domain }) => domain));
  // The practice market is our own.
  const shared = practice ? ALONE : await sharedRules(url, around, open);
  const site = practice ? null : await siteOfPage(url, null, around);
  const { clock } = around;
  const pacer = createPacer({
    ...{ clock, sleep: tellingSleep(around), holdSeconds: settings.pageSeconds + BESIDES_PAGE_SECONDS },
    ...(shared.turns === null ? {} : { shared: shared.turns }),
  });
  const fetch = () =>
    probePage({
      url,
      userAgent: agent,
      allowedOrigins,
      limits: { maxBytes: settings.pageBytes, pageSeconds: settings.pageSeconds },
      clock,
      log: around.log,
      signal: around.signal,
      ports: site?.ports ?? [],
      gate: async (asked) => (await listed(asked)) ?? (await shared.gate(asked)),
      pacer,
      delaySeconds: site?.politeness.delaySeconds ?? USUAL_DELAY_SECONDS,
    });
  const held = open.move();
  return { url, practice, publicUrl, fetch, [Symbol.asyncDispose]: () => held.disposeAsync() };
}
