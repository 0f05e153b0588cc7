/** The current watch-list with what its substances and terms found: how often, and how often rightly. */
import { type RawBuilder, sql } from 'kysely';
import type { SubstanceList, TermList, TermQuery, TermRow } from '../../model/term-api.ts';
import type { Substance } from '../../model/watchlist.ts';
import { currentWatchlist } from '../offers/watchlists.ts';
import type { Db } from '../open-database.ts';
import { IS_WAITING } from './alert-filter.ts';
import { isPractising } from './figures.ts';
import { notAmong } from './sealed-alerts.ts';

type Found = Pick<TermRow, 'waiting' | 'confirmed' | 'dismissed' | 'precision'>;
/** `except`: alerts whose outcome whoever asks must not learn. */
type Counted = { readonly days: number; readonly now: Date; readonly except: readonly number[] };

const NOTHING: Found = { waiting: 0, confirmed: 0, dismissed: 0, precision: null };

/** Without a watch-list its version is empty. The practice market is counted while there is nothing else. */
export async function readSubstances(db: Db, counted: Counted): Promise<SubstanceList> {
  const list = await currentWatchlist(db);
  if (list === null) return { watchlist: '', items: [] };
  const each = sql`
    select waiting, outcome, substance as key from chosen cross join lateral unnest(substances) named (substance)`;
  const found = await countFound(db, each, counted);
  return {
    watchlist: list.version,
    items: list.substances.map(({ terms, ...substance }) => ({
      ...substance,
      terms: terms.length,
      ...(found.get(substance.id) ?? NOTHING),
    })),
  };
}

/** Names, CAS numbers and structures, those decided or waiting most often first. */
export async function readTerms(db: Db, query: TermQuery & Counted): Promise<TermList> {
  const list = await currentWatchlist(db);
  if (list === null) return { watchlist: '', items: [] };
  // One join, where a look into the hits of each alert would take many times as long.
  const each = sql`
    select distinct chosen.id, waiting, outcome, substance || ' ' || term as key
    from chosen join hits on hits.listing_id = chosen.listing_id`;
  const found = await countFound(db, each, query);
  const keyOf = ({ substance, text }: Listed) => `${substance.id} ${text}`;
  const items = list.substances
    .filter(({ id }) => query.substance === undefined || id === query.substance)
    .flatMap(termsOf)
    .filter(({ state }) => query.state === undefined || state === query.state)
    .map((term): TermRow => ({ ...term, ...(found.get(keyOf(term)) ?? NOTHING) }));
  const times = ({ waiting, confirmed, dismissed }: TermRow) => waiting + confirmed + dismissed;
  return { watchlist: list.version, items: items.toSorted((a, b) => times(b) - times(a)) };
}

type Listed = Omit<TermRow, keyof Found>;

function termsOf({ id, name, terms, cas, structures }: Substance): Listed[] {
  const substance = { id, name };
  const names = terms.map(({ text, language, state, ambiguous, verified, source }) => ({
    ...{ substance, kind: 'name' as const },
    ...{ text, language, state, ambiguous, verified, source },
  }));
  const numbers = cas.map(({ number, verified, source }) => ({
    ...{ substance, kind: 'cas' as const, text: number, language: null },
    ...{ state: 'live' as const, ambiguous: false, verified, source },
  }));
  const drawn = structures.map(({ smiles, verified, source }) => ({
    ...{ substance, kind: 'structure' as const, text: smiles, language: null },
    ...{ state: 'live' as const, ambiguous: false, verified, source },
  }));
  return [...names, ...numbers, ...drawn];
}

/** By the `key` that `each` row of a chosen alert has. Duplicates count for neither side: what they repeat was decided already. */
async function countFound(
  db: Db,
  each: RawBuilder<unknown>,
  { days, now, except }: Counted,
): Promise<ReadonlyMap<string, Found>> {
  const since = new Date(now.getTime() - days * 86_400_000);
  const real = !(await isPractising(db));
  const { rows } = await sql<Omit<Found, 'precision'> & { key: string }>`
    with chosen as (
      select a.id, a.listing_id, a.substances, a.outcome, ${IS_WAITING} as waiting from alerts a
      where a.practice <> ${real} and (${IS_WAITING} or a.state = 'decided' and a.decided_at >= ${since}::timestamptz)
        and ${notAmong(sql`a.id`, except)}
    ), each as (${each})
    select key, count(*) filter (where waiting) as waiting, count(*) filter (where outcome = 'confirmed') as confirmed,
      count(*) filter (where outcome = 'dismissed') as dismissed
    from each group by key`.execute(db);
  return new Map(
    rows.map(({ key: found, ...counts }) => {
      const decided = counts.confirmed + counts.dismissed;
      return [found, { ...counts, precision: decided === 0 ? null : counts.confirmed / decided }];
    }),
  );
}
