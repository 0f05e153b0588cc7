/** After a wrong alert: which phrase around the term would have kept it away, and what else it would keep away. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Hit } from '../model/assessment.ts';
import { OperatorError } from '../model/errors.ts';
import { EXCEPTION_MOST, type Proposal, type ProposalList, type Removes } from '../model/exception-api.ts';
import type { Listing } from '../model/listing.ts';
import type { Watchlist } from '../model/watchlist.ts';
import { compileWatchlist } from '../screen/compile-watchlist.ts';
import { screenedFields } from '../screen/screened-fields.ts';
import { findAlertDetail } from '../store/desk/alert-detail.ts';
import { alertsOfTerms, type TermAlert } from '../store/desk/exception-drafts.ts';
import { currentWatchlist } from '../store/offers/watchlists.ts';
import type { Db } from '../store/open-database.ts';
import { normalise } from '../text/normalise.ts';
import { maskFor } from './mask-listing.ts';

/** Each is a list compiled anew: some tens of milliseconds, and as many screenings as alerts hold the phrase. */
const MOST_CANDIDATES = 8;
/** Words to either side of a term that are looked at. */
const REACH = 2;
/** Characters in which those words are looked for. */
const NEAR = 120;
const CONFIRMED_SHOWN = 20;

/**
 * null when there is no such alert.
 * @param except alerts that whoever asks must not learn the outcome of
 */
export async function proposeExceptions(
  db: Db,
  alert: number,
  except: readonly number[],
  now: Date,
): Promise<ProposalList | null> {
  const detail = await findAlertDetail(db, alert, now);
  const list = await currentWatchlist(db);
  if (detail === null || list === null) return null;
  const candidates = candidatesOf(detail.listing, detail.assessment.hits);
  const terms = [...new Set(candidates.map(({ term }) => term))];
  const found = terms.length === 0 ? [] : await alertsOfTerms(db, terms, EXCEPTION_MOST);
  const alerts = found.filter(({ id }) => !except.includes(id));
  const texts = new Map(alerts.map((each) => [each.id, plainText(each.listing)]));
  const items: Proposal[] = [];
  for (const { term, phrase } of candidates) {
    const near = alerts.filter((each) => texts.get(each.id)?.includes(phrase));
    const removed = await screenAgain(list, term, phrase, near);
    if (removed.some(({ id }) => id === alert)) items.push({ term, phrase, removes: countRemoved(removed) });
  }
  return { items: items.toSorted(narrowestFirst), screened: alerts.length };
}

/**
 * What one exception would remove now; null when there is no list yet.
 * @throws OperatorError 'usage' for what no pack would take, or what would do nothing in it
 */
export async function tryException(
  db: Db,
  term: string,
  phrase: string,
): Promise<{ removes: Removes; watchlist: string } | null> {
  const list = await currentWatchlist(db);
  if (list === null) return null;
  const plain = normalise(phrase).text.trim();
  if (!list.substances.some(({ terms }) => terms.some(({ text }) => text === term)))
    throw new OperatorError('usage', `No substance has the term "${term}".`, 'Write it as it is listed.');
  if (!/[\p{L}\p{N}]/u.test(plain))
    throw new OperatorError('usage', 'The phrase has no word in it.', 'Take words that stand near the term.');
  const near = (await alertsOfTerms(db, [term], EXCEPTION_MOST)).filter((each) =>
    plainText(each.listing).includes(plain),
  );
  const removed = await screenAgain(list, term, phrase, near);
  return { removes: countRemoved(removed), watchlist: list.version };
}

/** What these find is no term, whose exceptions could be told apart by the words beside it. */
const OF_STRUCTURES: ReadonlySet<Hit['technique']> = new Set(['structure', 'systematic']);

type Candidate = { readonly term: string; readonly phrase: string };

/** The words beside each term, with it and without it, the longest first: the more words, the narrower. */
function candidatesOf(listing: Listing, hits: readonly Hit[]): Candidate[] {
  const mask = maskFor(listing.contacts);
  const fields = new Map(screenedFields(listing).map(({ field, text }) => [field, mask(text)]));
  const found = new Map<string, Candidate>();
  for (const { term, technique, field, start, end } of hits) {
    const text = fields.get(field);
    if (text === undefined || technique.startsWith('cas') || OF_STRUCTURES.has(technique)) continue;
    const before = wordsOf(text.slice(Math.max(0, start - NEAR), start)).slice(-REACH);
    const after = wordsOf(text.slice(end, end + NEAR)).slice(0, REACH);
    const name = normalise(text.slice(start, end)).text.trim();
    const sides = [
      [...before.slice(-1), name, ...after.slice(0, 1)],
      [...before.slice(-1), name],
      [name, ...after.slice(0, 1)],
      before,
      after,
      before.slice(-1),
      after.slice(0, 1),
    ];
    for (const words of sides) {
      const phrase = words.join(' ');
      if (phrase !== name && phrase.length >= 4) found.set(`${term}\n${phrase}`, { term, phrase });
    }
  }
  return [...found.values()].toSorted((a, b) => b.phrase.length - a.phrase.length).slice(0, MOST_CANDIDATES);
}

/** Plain words; one that was masked is none. */
function wordsOf(text: string): string[] {
  const words = normalise(text).text.match(/[\p{L}\p{N}•]{2,}/gu) ?? [];
  return words.filter((word) => !word.includes('•'));
}

function plainText(listing: Listing): string {
  return screenedFields(listing)
    .map(({ text }) => normalise(text).text)
    .join('\n');
}

/** Those that are no alert any more when the term is innocent in the company of the phrase. */
async function screenAgain(
  list: Watchlist,
  term: string,
  phrase: string,
  alerts: readonly TermAlert[],
): Promise<TermAlert[]> {
  if (alerts.length === 0) return [];
  const context = { id: 'draft', meaning: 'draft', phrases: [phrase], terms: [term], source: 'draft' };
  const screener = compileWatchlist({ ...list, innocentContexts: [...list.innocentContexts, context] });
  const removed: TermAlert[] = [];
  for (const [index, alert] of alerts.entries()) {
    // Other requests are not kept waiting for all of it.
    if (index % 50 === 0) await nextTurn();
    const { verdict } = screener.screen(alert.listing, new Date(alert.screenedAt), alert.siteKind);
    if (verdict !== 'alert') removed.push(alert);
  }
  return removed;
}

function countRemoved(removed: readonly TermAlert[]): Removes {
  const confirmed = removed.filter(({ outcome }) => outcome === 'confirmed');
  return {
    waiting: removed.filter(({ outcome }) => outcome === null).length,
    dismissed: removed.filter(({ outcome }) => outcome === 'dismissed').length,
    confirmed: confirmed.length,
    confirmedAlerts: confirmed.slice(0, CONFIRMED_SHOWN).map(({ id }) => id),
  };
}

function narrowestFirst(a: Proposal, b: Proposal): number {
  const all = ({ removes: { waiting, dismissed, confirmed } }: Proposal) => waiting + dismissed + confirmed;
  return a.removes.confirmed - b.removes.confirmed || all(a) - all(b) || b.phrase.length - a.phrase.length;
}
