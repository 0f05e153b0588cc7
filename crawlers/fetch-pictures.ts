/** Fetches pictures at the end of a crawl, as politely as pages: robots.txt, guard, gate and pace hold; none is asked for twice. */
import type { FetchProof, Page } from '../src/model/page.ts';
import type { Coverage } from '../src/model/run.ts';
import type { SkipReason } from '../src/model/skip-reasons.ts';
import { type Meaning, meaningOf } from './answer-meaning.ts';
import { TROUBLES_IN_ROW } from './crawl-progress.ts';
import { type FetchOrder, type FetchTools, fetchPage, type Skip } from './fetch-page.ts';
import { LeftAlone } from './pacing.ts';
import { isTroubled } from './visit-url.ts';

export type FetchedPicture =
  | { readonly kind: 'picture'; readonly bytes: Uint8Array; readonly proof: FetchProof }
  | { readonly kind: 'skip'; readonly reason: SkipReason; readonly rule: string | null };

/** What the crawl is told to look at when its pages are done. */
export type Pictures = {
  /** Addresses, the most wanted first; no more of them than the run may fetch. */
  readonly wanted: () => Promise<readonly string[]>;
  /** After its row in the ledger. */
  readonly onPicture: (url: string, picture: FetchedPicture) => Promise<void>;
};

/** A picture's row in the ledger, but for its requests. */
export type PictureRow = Pick<Coverage, 'url' | 'outcome' | 'status' | 'detail'>;

/** SVG is a program that draws, and is not opened. */
const PICTURE_TYPE = /^image\/(?!svg)/i;
/** Hosts that keep us out are asked for nothing more. */
const CLOSED: ReadonlySet<SkipReason> = new Set(['blocked', 'opted-out', 'robots-unreachable']);
/** So is nobody at all. */
const OVER: ReadonlySet<SkipReason> = new Set(['halted', 'out-of-hours']);

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

/** The row of a picture that was not fetched. */
export function pictureLeftOut(
  url: string,
  reason: SkipReason,
  detail: string | null,
  status: number | null = null,
): PictureRow {
  const why = detail === null ? reason : `${reason}: ${detail}`;
  return { url, outcome: 'picture-not-fetched', status, detail: why };
}

function rowOf(url: string, fetched: Page | Skip): PictureRow {
  if ('reason' in fetched) return pictureLeftOut(url, fetched.reason, fetched.detail, fetched.status);
  const detail = fetched.url === fetched.requestedUrl ? null : `read at ${fetched.url}`;
  return { url, outcome: 'picture-fetched', status: fetched.status, detail };
}

/** Why nothing more is asked of a host after what came of a request: it keeps us out, or gives nothing but errors. */
function openHosts(): (host: string, fetched: Page | Skip) => SkipReason | null {
  const inRow = new Map<string, number>();
  return (host, fetched) => {
    const reason = 'reason' in fetched ? fetched.reason : null;
    const troubles = 'reason' in fetched && isTroubled(fetched) ? (inRow.get(host) ?? 0) + 1 : 0;
    inRow.set(host, troubles);
    return reason !== null && (CLOSED.has(reason) || troubles >= TROUBLES_IN_ROW) ? reason : null;
  };
}

/** A `LeftAlone` where the host asks for peace for longer than is worth waiting. */
async function fetchPicture(
  tools: FetchTools,
  url: string,
  signal: AbortSignal,
): Promise<Page | Skip | LeftAlone> {
  try {
    return await fetchPage(tools, { ...ORDER, url, signal });
  } catch (error) {
    if (error instanceof LeftAlone) return error;
    throw error;
  }
}

/** Of what the run's own budget kept from being asked for nothing is told. */
async function tell(url: string, fetched: Page | Skip, onPicture: Pictures['onPicture']): Promise<void> {
  if (!('reason' in fetched)) {
    const { body: bytes, proof } = fetched;
    if (proof !== null) await onPicture(url, { kind: 'picture', bytes, proof });
  } else if (fetched.reason !== 'out-of-budget') {
    await onPicture(url, { kind: 'skip', reason: fetched.reason, rule: fetched.proof?.rule ?? null });
  }
}

/**
 * `goesOn` is asked before each, `end` told of each. What was not looked at for no reason of the picture's own, a stop or a host
 * that wants peace, is told to the ledger alone: it is still wanted. Gives why no more is asked of anybody, where that was said.
 * Rejects when the run is being stopped, or `onPicture` fails.
 */
export async function fetchPictures(
  tools: FetchTools,
  o: {
    readonly urls: Iterable<string>;
    readonly onPicture: Pictures['onPicture'];
    readonly goesOn: () => boolean;
    readonly end: (row: PictureRow) => void;
    readonly signal: AbortSignal;
  },
): Promise<SkipReason | null> {
  const { urls, onPicture, goesOn, end, signal } = o;
  const closed = new Map<string, SkipReason>();
  const closedBy = openHosts();
  for (const url of urls) {
    if (!goesOn()) return null;
    const host = URL.parse(url)?.host ?? '';
    const why = closed.get(host);
    if (why !== undefined) {
      end(pictureLeftOut(url, why, `nothing more is asked of ${host}`));
      continue;
    }
    const fetched = await fetchPicture(tools, url, signal);
    if (fetched instanceof LeftAlone) {
      closed.set(host, 'stopped');
      end(pictureLeftOut(url, 'stopped', fetched.message));
      continue;
    }
    end(rowOf(url, fetched));
    const closes = closedBy(host, fetched);
    if (closes !== null) closed.set(host, closes);
    if ('reason' in fetched && OVER.has(fetched.reason)) return fetched.reason;
    await tell(url, fetched, onPicture);
  }
  return null;
}
