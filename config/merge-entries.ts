/** Brings the entries of all packs together by id, and applies the overrides of later folders to those of earlier ones. */
import { at, type Pack, type Place, type Placed, type Report, SAY_OVERRIDE } from './read-packs.ts';

/** What one override changed, in words. */
export type Override = { readonly place: Place; readonly changed: readonly string[] };

export type Merged<T> = Placed<T> & {
  readonly id: string;
  readonly overrides: readonly Override[];
  /** An override took it out: it is on the list no more, and is kept here to say so. */
  readonly disabled: boolean;
};

type Own = { readonly id: string; readonly override: false };
type Patch = { readonly id: string; readonly override: true; readonly disable: boolean };

export type Kind<O extends Own, P extends Patch, T> = {
  /** Key of the list in a file; also what an entry is called. */
  readonly key: 'substances' | 'red_flags' | 'innocent_contexts';
  readonly noun: string;
  readonly entries: (pack: Pack) => readonly (O | P)[];
  readonly start: (own: O, place: Place) => T;
  readonly change: (value: T, patch: P, place: Place, report: Report) => { value: T; changed: string[] };
};

/**
 * Each id stands once in a folder, so that the order and the split of files say nothing; an entry of a later folder
 * with an id of an earlier one must say `override: true`, so that none is changed by accident.
 */
export function mergeEntries<O extends Own, P extends Patch, T>(
  packs: readonly Pack[],
  kind: Kind<O, P, T>,
  report: Report,
): ReadonlyMap<string, Merged<T>> {
  const merged = new Map<string, Merged<T>>();
  const last = new Map<string, Place>();
  for (const pack of packs) {
    for (const [i, entry] of kind.entries(pack).entries()) {
      const place: Place = { pack, path: [kind.key, i] };
      const before = last.get(entry.id);
      const known = merged.get(entry.id);
      const fault = faultOf(entry, kind.noun, pack, before);
      if (fault !== null) report({ pack, path: [kind.key, i, 'id'] }, ...fault);
      else if (isPatch<O, P>(entry)) {
        if (known !== undefined) merged.set(entry.id, override(known, entry, kind, place, report));
      } else {
        const value = kind.start(entry, place);
        merged.set(entry.id, { id: entry.id, value, place, overrides: [], disabled: false });
      }
      if (fault === null) last.set(entry.id, place);
    }
  }
  return merged;
}

function isPatch<O extends Own, P extends Patch>(entry: O | P): entry is P {
  return entry.override;
}

function faultOf(
  { id, override }: Own | Patch,
  noun: string,
  pack: Pack,
  before: Place | undefined,
): [string, string] | null {
  if (before === undefined) {
    return override
      ? [
          `overrides ${noun} "${id}", which no earlier folder lists`,
          'Correct the id, or leave `override` out.',
        ]
      : null;
  }
  if (before.pack.rank === pack.rank) {
    return [
      `${noun} "${id}" is already listed at ${at(before)}`,
      `List each ${noun} once; put both together.`,
    ];
  }
  if (override) return null;
  return [`${noun} "${id}" is already listed at ${at(before)}`, SAY_OVERRIDE];
}

function override<O extends Own, P extends Patch, T>(
  known: Merged<T>,
  patch: P,
  kind: Kind<O, P, T>,
  place: Place,
  report: Report,
): Merged<T> {
  const { value, changed } = kind.change(known.value, patch, place, report);
  const all = patch.disable ? [...changed, 'disabled'] : changed;
  if (all.length === 0)
    report(place, `overrides nothing of "${patch.id}"`, 'Say what changes, or remove it.');
  return {
    ...known,
    value,
    overrides: [...known.overrides, { place, changed: all }],
    disabled: patch.disable,
  };
}

/** Those that are on the list. */
export function notDisabled<T>(entries: readonly Merged<T>[]): Merged<T>[] {
  return entries.filter(({ disabled }) => !disabled);
}
