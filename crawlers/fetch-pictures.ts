/** Fetches pictures at the end of a crawl, as politely as pages: robots.txt, guard, gate and pace hold; none is asked for twice. */
import type { FetchProof, Page } from '../src/model/page.ts';
import type { SkipReason } from '../src/model/skip-reasons.ts';
import { type Meaning, meaningOf } from './answer-meaning.ts';
import { type FetchOrder, type FetchTools, fetchPage, type Skip } from './fetch-page.ts';
import { LeftAlone } from './pacing.ts';

export type FetchedPicture =
  | { readonly kind: 'picture'; readonly bytes: Uint8Array; readonly proof: FetchProof }
  | { readonly kind: 'skip'; readonly reason: SkipReason; readonly rule: string | null };

/** What the crawl is told to look at when its pages are done. */
export type Pictures = {
  /** Addresses, the most wanted first; no more of them than the run may fetch. */
  readonly wanted: () => Promise<readonly string[]>;
  readonly onPicture: (url: string, picture: FetchedPicture) => Promise<void>;
};

/** SVG is a program that draws, and is not opened. */
const PICTURE_TYPE = /^image\/(?!svg)/i;
/** Hosts that keep us out are asked for nothing more. */
const CLOSED: ReadonlySet<SkipReason> = new Set(['blocked', 'opted-out', 'robots-unreachable']);

const ORDER = {
  accept: 'image/avif,image/webp,image/jpeg,image/png,image/gif;q=0.8',
  wantsBody: (status, headers) =>
    status >= 200 && status < 300 && PICTURE_TYPE.test(headers['content-type'] ?? 'image/unknown'),
  meaningOf(answer): Meaning {
    const meaning = meaningOf({ ...answer, headers: { ...answer.headers, 'content-type': 'text/plain' } });
    const type = answer.headers['content-type'] ?? 'image/unknown';
    return meaning.kind !== 'content' || PICTURE_TYPE.test(type)
      ? meaning
      : { kind: 'skip', reason: 'unsupported-type', detail: type };
  },
  // Shops keep pictures on hosts of their own; whether one may be reached, guard and robots.txt say.
  inScope: () => true,
} as const satisfies Partial<FetchOrder>;

/** null: the host asks to be left alone for longer than is worth waiting. */
async function fetchPicture(
  tools: FetchTools,
  url: string,
  signal: AbortSignal,
): Promise<Page | Skip | null> {
  try {
    return await fetchPage(tools, { ...ORDER, url, signal });
  } catch (error) {
    if (error instanceof LeftAlone) return null;
    throw error;
  }
}

/**
 * `goesOn` is asked before each. What was not looked at for no reason of the picture's own, a stop or a host that wants peace, is
 * not told: it is still wanted. Rejects when the run is being stopped, or `onPicture` fails.
 */
export async function fetchPictures(
  tools: FetchTools,
  { wanted, onPicture }: Pictures,
  goesOn: () => boolean,
  signal: AbortSignal,
): Promise<void> {
  const closed = new Set<string>();
  for (const url of await wanted()) {
    if (!goesOn()) return;
    const host = URL.parse(url)?.host;
    if (host === undefined || closed.has(host)) continue;
    const fetched = await fetchPicture(tools, url, signal);
    if (fetched === null) closed.add(host);
    else if ('reason' in fetched) {
      if (fetched.reason === 'halted' || fetched.reason === 'out-of-hours') return;
      if (CLOSED.has(fetched.reason)) closed.add(host);
      await onPicture(url, { kind: 'skip', reason: fetched.reason, rule: fetched.proof?.rule ?? null });
    } else if (fetched.proof !== null) {
      await onPicture(url, { kind: 'picture', bytes: fetched.body, proof: fetched.proof });
    }
  }
}
