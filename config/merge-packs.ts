/** Substances, red flags and innocent contexts of all packs as one list, every row still knowing where it is written. */
import { normalise } from '../src/text/normalise.ts';
import { type Kind, type Merged, mergeEntries } from './merge-entries.ts';
import type { Pack, Place, Placed, Report } from './read-packs.ts';
import type {
  CasEntry,
  ContextEntry,
  ContextPatch,
  RedFlagEntry,
  RedFlagPatch,
  ScheduleEntry,
  StructureEntry,
  SubstanceEntry,
  SubstancePatch,
  TermEntry,
  TermPatch,
} from './watchlist-file.ts';

/** An entry whose rows may come from several files. */
export type Substance = Omit<SubstanceEntry, 'cas' | 'structures' | 'terms' | 'schedules'> & {
  readonly cas: readonly Placed<CasEntry>[];
  readonly structures: readonly Placed<StructureEntry>[];
  readonly terms: readonly Placed<TermEntry>[];
  readonly schedules: readonly Placed<ScheduleEntry>[];
};

export type MergedPacks = {
  readonly packs: readonly Pack[];
  readonly substances: readonly Merged<Substance>[];
  readonly redFlags: readonly Merged<RedFlagEntry>[];
  readonly innocentContexts: readonly Merged<ContextEntry>[];
};

export function mergePacks(packs: readonly Pack[], report: Report): MergedPacks {
  return {
    packs,
    substances: [...mergeEntries(packs, SUBSTANCES, report).values()],
    redFlags: [...mergeEntries(packs, RED_FLAGS, report).values()],
    innocentContexts: [...mergeEntries(packs, CONTEXTS, report).values()],
  };
}

/** The entries of one list of every file, with their places: `placed(packs, 'innocent_texts')`. */
export function placed<K extends 'innocent_cas' | 'innocent_texts' | 'known_bad'>(
  packs: readonly Pack[],
  key: K,
): Placed<Pack['file'][K][number]>[] {
  return packs.flatMap((pack) => {
    const rows: readonly Pack['file'][K][number][] = pack.file[key];
    return rows.map((value, i) => ({ value, place: { pack, path: [key, i] } }));
  });
}

function rows<T>(values: readonly T[], { pack, path }: Place, key: string): Placed<T>[] {
  return values.map((value, i) => ({ value, place: { pack, path: [...path, key, i] } }));
}

const SUBSTANCES: Kind<SubstanceEntry, SubstancePatch, Substance> = {
  key: 'substances',
  noun: 'substance',
  entries: ({ file }) => file.substances,
  start: (entry, place) => ({
    ...entry,
    cas: rows(entry.cas, place, 'cas'),
    structures: rows(entry.structures, place, 'structures'),
    terms: rows(entry.terms, place, 'terms'),
    schedules: rows(entry.schedules, place, 'schedules'),
  }),
  change: changeSubstance,
};

const RED_FLAGS: Kind<RedFlagEntry, RedFlagPatch, RedFlagEntry> = {
  key: 'red_flags',
  noun: 'red flag',
  entries: ({ file }) => file.red_flags,
  start: (entry) => entry,
  change: (flag, { phrases }) => ({
    value: { ...flag, phrases: [...flag.phrases, ...phrases] },
    changed: phrases.map((phrase) => `phrase "${phrase}" added`),
  }),
};

const CONTEXTS: Kind<ContextEntry, ContextPatch, ContextEntry> = {
  key: 'innocent_contexts',
  noun: 'innocent context',
  entries: ({ file }) => file.innocent_contexts,
  start: (entry) => entry,
  change: (context, { phrases, terms }) => ({
    value: { ...context, phrases: [...context.phrases, ...phrases], terms: [...context.terms, ...terms] },
    changed: [
      ...phrases.map((phrase) => `phrase "${phrase}" added`),
      ...terms.map((term) => `term "${term}" added`),
    ],
  }),
};

type Change<T> = { value: T; changed: string[] };

function changeSubstance(
  substance: Substance,
  patch: SubstancePatch,
  place: Place,
  report: Report,
): Change<Substance> {
  const tier = patch.tier ?? substance.tier;
  const note = patch.note ?? substance.note;
  const terms = changeTerms(substance, rows(patch.terms, place, 'terms'), report);
  const schedules = changeSchedules(substance.schedules, rows(patch.schedules, place, 'schedules'));
  const cas = rows(patch.cas, place, 'cas');
  const structures = rows(patch.structures, place, 'structures');
  return {
    value: {
      ...substance,
      tier,
      ...(note === undefined ? {} : { note }),
      cas: [...substance.cas, ...cas],
      structures: [...substance.structures, ...structures],
      terms: terms.value,
      schedules: schedules.value,
    },
    changed: [
      ...(tier === substance.tier ? [] : [`tier ${substance.tier} → ${tier}`]),
      ...(note === substance.note ? [] : ['note']),
      ...cas.map(({ value }) => `CAS ${value.number} added`),
      ...structures.map(({ value }) => `structure ${value.inchikey} added`),
      ...terms.changed,
      ...schedules.changed,
    ],
  };
}

/** A term with the same text (and the same language, when one is given) is changed; another one is added. */
function changeTerms(
  { id, terms }: Substance,
  patches: readonly Placed<TermPatch>[],
  report: Report,
): Change<Placed<TermEntry>[]> {
  let value = [...terms];
  const changed: string[] = [];
  for (const { value: patch, place } of patches) {
    const isMeant = (term: TermEntry) =>
      normalise(term.text).text === normalise(patch.text).text &&
      (patch.language === undefined || patch.language === term.language);
    if (value.some((term) => isMeant(term.value))) {
      const states = new Set(value.filter((term) => isMeant(term.value)).map((term) => term.value.state));
      value = value.map((term) =>
        isMeant(term.value) ? { value: patched(term.value, patch), place } : term,
      );
      changed.push(`term "${patch.text}" ${describe(patch, [...states].join(', '))}`);
    } else if (patch.language === undefined || patch.source === undefined) {
      const remedy = 'Write it as it is listed; to add a term, give its language and source.';
      report(
        { ...place, path: [...place.path, 'text'] },
        `"${patch.text}" is not a term of ${id}`,
        remedy,
        'needs-all',
      );
    } else {
      const { language, source } = patch;
      const blank = {
        text: patch.text,
        verified: true,
        ambiguous: false,
        collides_with: [],
        state: 'live' as const,
      };
      value.push({ value: patched({ ...blank, language, source }, patch), place });
      changed.push(`term "${patch.text}" added`);
    }
  }
  return { value, changed };
}

/** What the patch says over what the term is; its text stays as it was first written. */
function patched(term: TermEntry, { text: _, ...patch }: TermPatch): TermEntry {
  const said = Object.entries(patch).filter(([, value]) => value !== undefined);
  return { ...term, ...Object.fromEntries(said) };
}

function describe({ state, text: _, language: __, ...rest }: TermPatch, before: string): string {
  return [...(state === undefined ? [] : [`${before} → ${state}`]), ...Object.keys(rest)].join(', ');
}

function changeSchedules(
  before: readonly Placed<ScheduleEntry>[],
  added: readonly Placed<ScheduleEntry>[],
): Change<Placed<ScheduleEntry>[]> {
  const key = ({ value }: Placed<ScheduleEntry>) => `${value.regime}, ${value.list}`;
  const replaced = new Set(added.map(key));
  const old = new Set(before.map(key));
  return {
    value: [...before.filter((row) => !replaced.has(key(row))), ...added],
    changed: added.map((row) => `schedule "${key(row)}" ${old.has(key(row)) ? 'replaced' : 'added'}`),
  };
}
