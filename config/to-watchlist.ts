/** Turns merged packs into the model: sources looked up, and what rests on nothing first-hand marked as not verified. */
import type { Watchlist } from '../src/model/watchlist.ts';
import { type Merged, notDisabled } from './merge-entries.ts';
import { type MergedPacks, placed, type Substance } from './merge-packs.ts';
import { at, type Pack, type Place, type Placed, type Report } from './read-packs.ts';

type Source = { readonly text: string; readonly firstHand: boolean };
type FindSource = (key: string, place: Place) => Source;

const UNVERIFIED: Source = { text: 'unverified', firstHand: false };

/** A substance as it came out of all packs, a disabled one too. */
export type Entry = Omit<Merged<Substance>, 'value'> & {
  readonly substance: Watchlist['substances'][number];
};

export type Assembled = {
  readonly list: Omit<Watchlist, 'version'>;
  readonly entries: readonly Entry[];
};

export function toWatchlist(merged: MergedPacks, report: Report): Assembled {
  const { packs } = merged;
  const find = collectSources(packs, report);
  const entries = merged.substances.map(({ value, ...rest }) => ({
    ...rest,
    substance: toSubstance(value, find),
  }));
  const list = {
    substances: entries.filter(({ disabled }) => !disabled).map(({ substance }) => substance),
    redFlags: notDisabled(merged.redFlags).map(({ value, place }) => ({
      id: value.id,
      flag: value.flag,
      issuedBy: value.issued_by,
      source: find(value.source, place).text,
      phrases: [...value.phrases, ...value.phrases_unverified],
    })),
    innocentContexts: notDisabled(merged.innocentContexts).map(({ value, place }) => ({
      id: value.id,
      meaning: value.meaning,
      phrases: value.phrases,
      terms: value.terms,
      source: find(value.source, place).text,
    })),
    innocentCas: placed(packs, 'innocent_cas').map(
      ({ value: { cas, name, confused_with: confusedWith } }) => ({
        cas,
        name,
        confusedWith,
      }),
    ),
    knownBad: placed(packs, 'known_bad').map(({ value }) => ({ ...value, named: value.named ?? null })),
  };
  return { list, entries };
}

/** A file may name the sources of its own folder and of earlier ones; the nearest folder wins. */
function collectSources(packs: readonly Pack[], report: Report): FindSource {
  const known = new Map<string, { source: Source; place: Place }>();
  for (const pack of packs) {
    for (const [key, source] of Object.entries(pack.file.sources)) {
      const place: Place = { pack, path: ['sources', key] };
      const before = known.get(`${pack.rank} ${key}`);
      if (before !== undefined) {
        const problem = `source "${key}" is already defined at ${at(before.place)}`;
        report(place, problem, 'Give each source its own key.');
      }
      known.set(`${pack.rank} ${key}`, { source: toSource(source), place });
    }
  }
  return (key, place) => {
    if (key === 'unverified') return UNVERIFIED;
    for (let { rank } = place.pack; rank >= 0; rank -= 1) {
      const found = known.get(`${rank} ${key}`);
      if (found !== undefined) return found.source;
    }
    const path = [...place.path, 'source'];
    report({ ...place, path }, `source "${key}" is not defined`, 'Add it to `sources`.', 'needs-all');
    return UNVERIFIED;
  };
}

function toSource(source: Pack['file']['sources'][string]): Source {
  if (typeof source === 'string') return { text: source, firstHand: true };
  const { text, url, seen, second_hand: secondHand } = source;
  const parts = [
    text,
    ...(url === undefined ? [] : [url]),
    ...(seen === undefined ? [] : [`(seen ${seen})`]),
  ];
  return { text: parts.join(' '), firstHand: !secondHand };
}

function toSubstance(value: Substance, find: FindSource): Watchlist['substances'][number] {
  const proof = ({ value: row, place }: Placed<{ source: string; verified: boolean }>) => {
    const { text, firstHand } = find(row.source, place);
    return { source: text, verified: row.verified && firstHand };
  };
  return {
    id: value.id,
    name: value.name,
    family: value.family,
    tier: value.tier,
    controlledAsPrecursor: value.controlled_as_precursor,
    note: value.note ?? null,
    cas: value.cas.map((row) => ({
      number: row.value.number,
      form: row.value.form ?? null,
      ...proof(row),
    })),
    structures: value.structures.map((row) => ({
      ...row.value,
      form: row.value.form ?? null,
      ...proof(row),
    })),
    terms: value.terms.map((row) => {
      const { collides_with: collidesWith, ...term } = row.value;
      return { ...term, collidesWith, ...proof(row) };
    }),
    schedules: value.schedules.map((row) => ({
      ...row.value,
      ...proof(row),
      instrument: row.value.instrument ?? null,
      note: row.value.note ?? null,
    })),
  };
}
