/** Looks for names that keep company with confirmed hits and stand on no list, and ranks them with their evidence. */
import type { Relation } from '../model/discovery.ts';
import type { Watchlist } from '../model/watchlist.ts';
import { compileWatchlist } from '../screen/compile-watchlist.ts';
import { type NameBeside, nameKey, namesBeside } from '../screen/names-beside.ts';
import { screenedFields } from '../screen/screened-fields.ts';
import {
  type Company,
  companyOfConfirmed,
  type NewDiscovery,
  ordinaryListings,
  storeDiscoveries,
} from '../store/desk/discoveries.ts';
import type { Db } from '../store/open-database.ts';

const MOST_LISTINGS = 10_000;
const MOST_ORDINARY = 5000;
const MOST_FOUND = 1000;
const MOST_EVIDENCE = 10;

/** Points of the first listing that has it so; every doubling of listings, and of sellers, adds one more. */
const POINTS: Readonly<Record<Relation, number>> = {
  'also-known-as': 6,
  'same-row': 4,
  'same-listing': 2,
  'same-seller': 1,
};
/** What stands as often in ordinary listings says nothing; so many times as often is needed. */
const OFTENER = 5;

/** Gives how many stand in the table as found now. */
export async function discover(db: Db, watchlist: Watchlist, now: Date): Promise<number> {
  const isListed = listedKeys(watchlist);
  const screener = compileWatchlist(watchlist);
  const company = await companyOfConfirmed(db, MOST_LISTINGS);
  const sightings = company.flatMap((each) => sightingsIn(each, screener, isListed, now));
  const ordinary = await wordsOfOrdinary(db, isListed);
  const found = [...Map.groupBy(sightings, ({ name }) => `${name.kind} ${name.key}`).values()]
    .map(toDiscovery)
    .filter(({ key, listings }) => {
      const elsewhere = (ordinary.counts.get(key) ?? 0) / Math.max(1, ordinary.listings);
      return elsewhere * OFTENER <= listings / Math.max(1, company.length);
    })
    .sort((a, b) => Number(b.kind === 'cas') - Number(a.kind === 'cas') || b.score - a.score)
    .slice(0, MOST_FOUND);
  await storeDiscoveries(db, found, now);
  return found.length;
}

/** Of every list of identifiers: searched for, known to be innocent, known to be wrong. */
function listedKeys({ substances, innocentCas }: Watchlist): (key: string) => boolean {
  const keys = new Set(
    [
      ...substances.flatMap(({ terms, cas }) => [
        ...terms.map(({ text }) => text),
        ...cas.map(({ number }) => number),
      ]),
      ...innocentCas.map(({ cas }) => cas),
    ].map(nameKey),
  );
  return (key) => key.length < 4 || keys.has(key);
}

type Sighting = { readonly name: NameBeside; readonly company: Company; readonly beside: readonly string[] };

function sightingsIn(
  company: Company,
  screener: ReturnType<typeof compileWatchlist>,
  isListed: (key: string) => boolean,
  now: Date,
): Sighting[] {
  const { hits } = screener.screen(company.content, now);
  const names = namesBeside(screenedFields(company.content), hits, isListed);
  const beside = [...new Set(hits.map(({ substance }) => substance))];
  if (company.confirmed) return names.map((name) => ({ name, company, beside }));
  // Of a seller's other goods only numbers and what is beside a hit of their own say something.
  return names
    .filter(({ kind, relation }) => kind === 'cas' || relation !== 'same-listing')
    .map((name) => ({ name: { ...name, relation: 'same-seller' as const }, company, beside }));
}

function toDiscovery(sightings: readonly Sighting[]): NewDiscovery {
  const [first] = sightings;
  if (first === undefined) throw new Error('a group is never empty');
  const sorted = sightings.toSorted((a, b) => POINTS[b.name.relation] - POINTS[a.name.relation]);
  const sellers = new Set(sightings.map(({ company }) => company.seller ?? `listing ${company.id}`)).size;
  const best = POINTS[sorted[0]?.name.relation ?? 'same-seller'];
  const substances = Map.groupBy(
    sightings.flatMap(({ beside }) => beside),
    (id) => id,
  );
  return {
    kind: first.name.kind,
    key: first.name.key,
    text: first.name.text,
    score: Math.round(10 * (best + Math.log2(sightings.length) + Math.log2(sellers))) / 10,
    listings: sightings.length,
    sellers,
    beside: [...substances].sort((a, b) => b[1].length - a[1].length).map(([id]) => id),
    evidence: sorted.slice(0, MOST_EVIDENCE).map(({ name, company }) => ({
      relation: name.relation,
      listing: company.id,
      url: company.url,
    })),
  };
}

async function wordsOfOrdinary(db: Db, isListed: (key: string) => boolean) {
  const counts = new Map<string, number>();
  const listings = await ordinaryListings(db, MOST_ORDINARY);
  for (const listing of listings) {
    const fields = screenedFields(listing);
    // As if every row had a hit, so that all that could be found there is counted.
    const names = fields.flatMap(({ field, text }) =>
      text.split('\n').flatMap((row) => {
        const hit = {
          substance: '',
          term: '',
          technique: 'name',
          field,
          start: 0,
          end: 0,
          text: row.slice(0, 1),
        } as const;
        return namesBeside([{ field, text: row }], [hit], isListed);
      }),
    );
    for (const key of new Set(names.map((each) => each.key))) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return { counts, listings: listings.length };
}
