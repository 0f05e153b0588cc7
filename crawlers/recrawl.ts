/** What a run does differently because the site was visited before: what it looks at again, and what it looks for. */
import { randomInt } from 'node:crypto';
import type { RunLists } from '../src/model/run.ts';
import type { Frontier } from './frontier.ts';
import { MARK } from './known-urls.ts';
import type { PlannedUrl } from './planned-url.ts';
import type { RememberedPage, SiteMemory } from './site-memory.ts';
import type { Visit } from './visit-url.ts';

export type Recrawl = {
  /** Pages whose time has come; `known`: how many earlier runs have read. */
  begin(known: number): Promise<void>;
  /** Of an offer that is visited for its age: whether it is missing from the lists, all of which come before it and were looked through. */
  misses(planned: PlannedUrl): boolean;
  /** After each visit. */
  after(planned: PlannedUrl, visit: Pick<Visit, 'outcome' | 'news'>): Promise<void>;
  /** Whether the lists are looked through from end to end. */
  readonly lists: RunLists;
};

/** Ends of a visit to a list after which it is not known what it shows. */
const UNREAD: ReadonlySet<Visit['outcome']> = new Set([
  'failed',
  'timeout',
  'too-large',
  'blocked',
  'robots-unreachable',
  'out-of-budget',
  'no-browser',
]);

function isList({ kind }: PlannedUrl): boolean {
  return kind !== 'detail' && kind !== 'other';
}

/**
 * Offers that no list and no sitemap of this run has named: their own pages say whether they are gone. Of more than `limit` each
 * has the same chance, so that those whose pages cannot be read do not stand in the way of the others run after run.
 */
async function vanished(memory: SiteMemory, frontier: Frontier, limit: number): Promise<RememberedPage[]> {
  const found: RememberedPage[] = [];
  let missed = 0;
  for await (const pages of memory.offers())
    for (const page of pages) {
      if (!frontier.misses(page.url)) continue;
      missed += 1;
      const place = found.length < limit ? found.length : randomInt(missed);
      if (place < limit) found[place] = page;
    }
  return found;
}

/** All pages of lists but quiet ones: what these showed is taken to be there until they are read again, so that the rest can be missed. */
async function lookThrough(memory: SiteMemory, frontier: Frontier): Promise<void> {
  frontier.planAgain(await memory.tails());
  for await (const shown of memory.shownByQuietTails()) frontier.markSeen(shown);
}

/**
 * Lists are visited from their newest end, and left where nothing is new. When something on the site has moved, all pages of
 * its lists are looked through, unless sitemaps tell what has changed. When all of them were, what is missing from them is
 * asked for once more, at most `confirmations` pages a run.
 */
export function createRecrawl(memory: SiteMemory, frontier: Frontier, confirmations: number): Recrawl {
  /** Lists were looked through from end to end. */
  let complete = false;
  let first = false;
  let stirred = false;
  let unread = false;
  let confirmed = false;
  /** Whether what no list and no sitemap names is missing. */
  const sees = () => !frontier.rested && (complete || frontier.dated);
  return {
    get lists() {
      return first || complete ? 'all' : 'some';
    },
    misses: ({ kind, again, url }) =>
      kind === 'detail' && again && confirmations > 0 && !unread && sees() && frontier.misses(url, MARK.seen),
    async begin(known) {
      first = known === 0;
      frontier.planAgain(await memory.due());
    },
    async after(planned, { outcome, news }) {
      if (isList(planned)) {
        if (UNREAD.has(outcome)) unread = true;
        if (outcome === 'unchanged') frontier.markSeen(await memory.shown(planned.url));
        if (news > 0 && planned.again && !stirred && !frontier.dated && !frontier.datedLater) {
          stirred = true;
          await lookThrough(memory, frontier);
          complete = true;
        }
      }
      if (frontier.waiting > 0 || confirmed) return;
      confirmed = true;
      if (unread || !sees()) return;
      frontier.planAgain(await vanished(memory, frontier, confirmations), true);
    },
  };
}
