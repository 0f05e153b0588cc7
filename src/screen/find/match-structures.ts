/** Finds listed structures in one text, written as SMILES in any of its many ways, as InChI or as InChIKey. */
import type { Structure, Watchlist } from '../../model/watchlist.ts';
import { canonicalStructure, compositionOf, compositionOfFormula } from './canonical-structure.ts';

/** A listed structure, and whose it is. */
export type Row = { readonly substance: string; readonly structure: Structure };

export type StructureMatcher = {
  /** First block of an InChIKey, which says everything but stereochemistry and charge. */
  readonly byKey: ReadonlyMap<string, readonly Row[]>;
  /** InChI up to where stereochemistry begins. */
  readonly byInchi: ReadonlyMap<string, readonly Row[]>;
  /** Composition of the largest part → those that have it; only these are worth a comparison. */
  readonly byComposition: ReadonlyMap<string, readonly Row[]>;
  /** Composition → flat canonical structure → rows: made when a text first has that composition. */
  readonly canonical: Map<string, ReadonlyMap<string, readonly Row[]>>;
  /** Stretches of text met lately → whose structure they name; null: they are no systematic name. */
  readonly named: Map<string, readonly Row[] | null>;
};

/** `start` and `end` are places in the original text. `term` is the structure as it is listed. */
export type StructureMatch = {
  readonly substance: string;
  readonly term: string;
  readonly start: number;
  readonly end: number;
};

export function compileStructures({ substances }: Pick<Watchlist, 'substances'>): StructureMatcher {
  const rows = substances.flatMap(({ id, structures }) =>
    structures.map((structure) => ({ substance: id, structure })),
  );
  return {
    byKey: Map.groupBy(rows, ({ structure }) => skeletonOf(structure.inchikey)),
    byInchi: Map.groupBy(rows, ({ structure }) => flatInchi(structure.inchi)),
    byComposition: Map.groupBy(rows, ({ structure }) => compositionOf(largestPart(structure.smiles))),
    canonical: new Map(),
    named: new Map(),
  };
}

/** Why a listed structure would find nothing or the wrong thing: its SMILES cannot be read, or its InChI is of something else. Null: it is sound. */
export function faultOfStructure({ smiles, inchi }: Pick<Structure, 'smiles' | 'inchi'>): string | null {
  if (canonicalStructure(smiles, false) === null) return `"${smiles}" cannot be read as SMILES`;
  const [, formula = ''] = inchi.split('/');
  return compositionOfFormula(formula) === compositionOf(smiles)
    ? null
    : `the formula of "${inchi}" is not that of "${smiles}"`;
}

/** The end of an InChIKey, which is found ten times as fast as the whole. */
const KEY_END = /[-\u2010-\u2015\u2212][A-Za-z]{10}[-\u2010-\u2015\u2212][A-Za-z](?![A-Za-z])/g;
const SKELETON = /(?<![A-Za-z])[A-Za-z]{14}$/;
const SKELETON_LENGTH = 14;
const INCHI = /InChI=1S?\/[^\s"'<>|]{4,600}/gi;
/**
 * An atom, then atoms, bonds, branches, rings and parts. Nothing here can be read in two ways, so that it takes as many steps as the
 * text has letters.
 */
const SMILES =
  /(?<![\p{L}\p{N}\])])(?:Cl|Br|[BCNOPSFIbcnops]|\[[^\]\s[]{1,16}\])(?:Cl|Br|[BCNOPSFIbcnops]|\[[^\]\s[]{1,16}\]|[-=#$:/\\.()]|%\d\d|\d){5,240}(?![\p{L}\p{N}])/gu;
/** What nearly every text has nowhere: an atom before a branch, a double bond or the first ring. */
const MAY_BE_DRAWN = /[BCNOPSFIbcnopslr\])](?:[(=][A-Za-z[=#]|[1%])/;
/** A ring, a branch with something in it, or a double bond: words and article numbers have none. */
const DRAWN = /[bcnopsBCNOPSFI\]]\d.*\d|\([-=#/\\]?[A-Za-z[][^)]*\)|[BCNOPSbcnops\])]=[BCNOPS[]/;

/** Of one text; one that has more is a data base, and its first ones say what it offers. */
const MOST_FOUND = 50;
const MOST_COMPARED = 40;

export function matchStructures(matcher: StructureMatcher, text: string): StructureMatch[] {
  const found: StructureMatch[] = [];
  const add = (rows: readonly Row[], start: number, end: number) => {
    // The first one listed, which is the substance itself.
    const named = new Map(rows.toReversed().map((row) => [row.substance, row]));
    for (const { substance, structure } of named.values()) {
      if (found.length < MOST_FOUND) found.push({ substance, term: structure.smiles, start, end });
    }
  };
  for (const { 0: end, index } of text.matchAll(KEY_END)) {
    const [skeleton] = SKELETON.exec(text.slice(Math.max(0, index - SKELETON_LENGTH - 1), index)) ?? [];
    if (skeleton === undefined) continue;
    const plain = `${skeleton}${end}`.toUpperCase().replace(/[^A-Z]/g, '-');
    const rows = nearest(matcher.byKey.get(skeletonOf(plain)) ?? [], ({ inchikey }) => inchikey === plain);
    add(rows, index - SKELETON_LENGTH, index + end.length);
  }
  for (const { 0: written, index } of text.matchAll(INCHI)) {
    const whole = withoutLooseEnds(written, /[.,;:]+$/);
    const inchi = whole.replace(/^InChI=1S?/i, 'InChI=1S');
    const rows = nearest(
      matcher.byInchi.get(flatInchi(inchi)) ?? [],
      (structure) => structure.inchi === inchi,
    );
    add(rows, index, index + whole.length);
  }
  if (!MAY_BE_DRAWN.test(text)) return found;
  let compared = 0;
  for (const { 0: written, index } of text.matchAll(SMILES)) {
    if (compared >= MOST_COMPARED || !DRAWN.test(written)) continue;
    const smiles = withoutLooseEnds(written, /[-=#$:/\\.]+$/);
    const part = largestPart(smiles);
    const composition = compositionOf(part);
    if (!matcher.byComposition.has(composition)) continue;
    compared += 1;
    add(sameStructure(matcher, composition, part), index, index + smiles.length);
  }
  return found;
}

function skeletonOf(inchikey: string): string {
  return inchikey.slice(0, SKELETON_LENGTH);
}

/** Formula, connections and hydrogens. */
function flatInchi(inchi: string): string {
  return inchi.split(/\/(?=[pqbtmsi])/, 1)[0] ?? '';
}

/** The rows that are exactly it; where it says left or right of none, all that are alike but for that. */
function nearest(rows: readonly Row[], isIt: (structure: Structure) => boolean): readonly Row[] {
  const exact = rows.filter(({ structure }) => isIt(structure));
  return exact.length > 0 ? exact : rows;
}

/** The listed rows that have this structure, whatever they say of left and right. */
export function rowsOfStructure(matcher: StructureMatcher, smiles: string): readonly Row[] {
  const composition = compositionOf(smiles);
  return matcher.byComposition.has(composition) ? sameStructure(matcher, composition, smiles) : [];
}

/** Of the listed structures of that composition those that the SMILES is, however it is written. */
function sameStructure(matcher: StructureMatcher, composition: string, smiles: string): readonly Row[] {
  let listed = matcher.canonical.get(composition);
  if (listed === undefined) {
    listed = Map.groupBy(
      matcher.byComposition.get(composition) ?? [],
      ({ structure }) => canonicalStructure(largestPart(structure.smiles), false) ?? '',
    );
    matcher.canonical.set(composition, listed);
  }
  const flat = canonicalStructure(smiles, false);
  const rows = flat === null ? [] : (listed.get(flat) ?? []);
  if (new Set(rows.map(({ substance }) => substance)).size < 2 || !/[@/\\]/.test(smiles)) return rows;
  const stereo = canonicalStructure(smiles, true);
  return nearest(rows, (structure) => canonicalStructure(largestPart(structure.smiles), true) === stereo);
}

/** Of a salt, the part that is not the acid or the metal. */
function largestPart(smiles: string): string {
  const atoms = (part: string) => part.match(/Cl|Br|[A-Za-z]/g)?.length ?? 0;
  const parts = smiles.split('.').sort((a, b) => atoms(b) - atoms(a));
  return parts[0] ?? '';
}

/** "(CC(=O)Cc1ccccc1)." as it stands in a sentence: `signs` that belong to the sentence, and brackets that nothing opened. */
function withoutLooseEnds(written: string, signs: RegExp): string {
  let left = written.replace(signs, '');
  const count = (sign: string) => left.split(sign).length;
  while (left.endsWith(')') && count(')') > count('(')) left = left.slice(0, -1).replace(signs, '');
  return left;
}
