/** One form for all SMILES of one structure. */
import { createRequire } from 'node:module';

type Library = typeof import('openchemlib');

let library: Library | null = null;

/** A tenth of a second and fifteen megabytes, which only those pay that meet a structure. */
function openLibrary(): Library {
  library ??= createRequire(import.meta.url)('openchemlib') as Library;
  return library;
}

/**
 * The same text for every SMILES of the structure, whatever the order of its atoms and however its rings are drawn; null for what
 * is no SMILES. `stereo` tells left from right, which takes twice as long.
 */
export function canonicalStructure(smiles: string, stereo: boolean): string | null {
  const { Molecule } = openLibrary();
  try {
    return Molecule.fromSmiles(smiles, stereo ? {} : { noCoordinates: true, noStereo: true }).getIDCode();
  } catch {
    return null;
  }
}

const ATOM = /\[\d*([A-Z][a-z]?|[a-z]{1,2})[^\]]*\]|Cl|Br|[BCNOPSFIbcnops]/g;

/** How many atoms of which element, hydrogen left out ("C11N2"): what differs here is another structure. */
export function compositionOf(smiles: string): string {
  const counts = new Map<string, number>();
  for (const { 0: atom, 1: inside } of smiles.matchAll(ATOM)) {
    const symbol = inside ?? atom;
    const element = symbol.charAt(0).toUpperCase() + symbol.slice(1);
    if (element !== 'H') counts.set(element, (counts.get(element) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([element, count]) => `${element}${count}`)
    .join('');
}
