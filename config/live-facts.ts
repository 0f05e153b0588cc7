/** All of a watch-list that an assessment can be made of, as flat facts: what the version is a hash of and a diff compares. */
import { createHash } from 'node:crypto';
import type { Watchlist } from '../src/model/watchlist.ts';
import type { LiveArea } from '../src/model/watchlist-diff.ts';

export type LiveFact = {
  readonly area: LiveArea;
  readonly subject: string;
  readonly item: string | null;
  readonly fields: Readonly<Record<string, string | null>>;
};

/**
 * Key → fact, whatever the order of files, keys and rows. Law rows count with their source and whether it is verified,
 * because an assessment stores both, and names and meanings do, because its reasons quote them. Not here, because no
 * assessment can tell: draft and expired terms, families, notes, the sources of names and numbers, wrong identifiers,
 * innocent texts.
 */
export function liveFacts(list: Omit<Watchlist, 'version'>): ReadonlyMap<string, LiveFact> {
  const rows: LiveFact[] = [
    ...list.substances.flatMap(substanceFacts),
    ...list.redFlags
      .filter(({ phrases }) => phrases.length > 0)
      .flatMap(({ id, flag, issuedBy, phrases }) => [
        fact('red-flag', id, null, { flag, issuedBy }),
        ...phrases.map((phrase) => fact('red-flag-phrase', id, phrase)),
      ]),
    ...list.innocentContexts
      .filter(({ phrases }) => phrases.length > 0)
      .flatMap(({ id, meaning, phrases, terms }) => [
        fact('innocent-context', id, null, {
          meaning,
          binds: terms.length === 0 ? 'all terms' : 'its terms',
        }),
        ...phrases.map((phrase) => fact('innocent-phrase', id, phrase)),
        ...terms.map((term) => fact('context-term', id, term)),
      ]),
    ...list.innocentCas.map(({ cas, name, confusedWith }) =>
      fact('innocent-cas', cas, null, { name, confusedWith }),
    ),
  ];
  return keyed(rows);
}

/** First 16 hexadecimal digits of SHA-256 over the facts: two lists that screen alike have the same version. */
export function versionOf(list: Omit<Watchlist, 'version'>): string {
  const text = JSON.stringify([...liveFacts(list)].map(([key, { fields }]) => [key, sorted(fields)]));
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function substanceFacts(substance: Watchlist['substances'][number]): LiveFact[] {
  const { id, name, tier, cas, structures, schedules, controlledAsPrecursor } = substance;
  const terms = substance.terms.filter(({ state }) => state === 'live' || state === 'shadow');
  if (terms.length === 0 && cas.length === 0 && structures.length === 0) return [];
  return [
    fact('substance', id, null, { name, tier, controlled: controlledAsPrecursor ? 'yes' : 'no' }),
    ...terms.map(({ text, state, ambiguous }) =>
      fact('term', id, text, { state, ambiguous: ambiguous ? 'yes' : 'no' }),
    ),
    ...cas.map(({ number }) => fact('cas', id, number)),
    ...structures.map(({ inchikey, inchi, smiles }) => fact('structure', id, inchikey, { inchi, smiles })),
    ...schedules.map(({ regime, list, effective, verified, source }) =>
      fact('schedule', id, `${regime}, ${list}`, { effective, verified: verified ? 'yes' : 'no', source }),
    ),
  ];
}

function fact(
  area: LiveArea,
  subject: string,
  item: string | null,
  fields: LiveFact['fields'] = {},
): LiveFact {
  return { area, subject, item, fields };
}

/** Sorted by key. A name that is the same in two languages is one fact; rows that differ under one key are numbered. */
function keyed(rows: readonly LiveFact[]): ReadonlyMap<string, LiveFact> {
  const facts = new Map<string, LiveFact>();
  const texts = new Map(rows.map((row) => [JSON.stringify([...keyParts(row), sorted(row.fields)]), row]));
  for (const [, row] of [...texts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    let key = JSON.stringify(keyParts(row));
    for (let count = 2; facts.has(key); count += 1) key = JSON.stringify([...keyParts(row), count]);
    facts.set(key, row);
  }
  return facts;
}

function keyParts({ area, subject, item }: LiveFact): (string | null)[] {
  return [area, subject, item];
}

function sorted(fields: LiveFact['fields']): [string, string | null][] {
  return Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
}
