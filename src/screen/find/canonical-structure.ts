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

/**
 * Whether two centres of left and right are alike (both R, or both S) or not; null where there are not just two. What
 * nomenclature calls threo and erythro, whichever of two mirror images it is.
 */
export function relationOf(smiles: string): 'like' | 'unlike' | null {
  const { Molecule } = openLibrary();
  const molecule = Molecule.fromSmiles(smiles);
  molecule.ensureHelperArrays(Molecule.cHelperCIP);
  const sides = Array.from({ length: molecule.getAllAtoms() }, (_, atom) => molecule.getAtomCIPParity(atom));
  const told = sides.filter(
    (side) => side === Molecule.cAtomCIPParityRorM || side === Molecule.cAtomCIPParitySorP,
  );
  if (told.length !== 2) return null;
  return told[0] === told[1] ? 'like' : 'unlike';
}

const ATOM = /\[\d*([A-Z][a-z]?|[a-z]{1,2})[^\]]*\]|Cl|Br|[BCNOPSFIbcnops]/g;

/** How many atoms of which element, hydrogen left out ("C11N2"): what differs here is another structure. */
export function compositionOf(smiles: string): string {
  return composition(
    Array.from(smiles.matchAll(ATOM), ({ 0: atom, 1: inside }) => {
      const symbol = inside ?? atom;
      return { element: symbol.charAt(0).toUpperCase() + symbol.slice(1), count: 1 };
    }),
  );
}

/** The same of the formula in an InChI: "C11H16N2.2ClH" is that of "Cl.Cl.C1CNCCC1Nc1ccccc1". */
export function compositionOfFormula(formula: string): string {
  return composition(
    formula.split('.').flatMap((part) => {
      const [, times = '', atoms = ''] = /^(\d*)(.*)$/.exec(part) ?? [];
      return Array.from(atoms.matchAll(/([A-Z][a-z]?)(\d*)/g), ({ 1: element = '', 2: count = '' }) => ({
        element,
        count: Number(count || 1) * Number(times || 1),
      }));
    }),
  );
}

function composition(atoms: readonly { readonly element: string; readonly count: number }[]): string {
  const counts = new Map<string, number>();
  for (const { element, count } of atoms)
    if (element !== 'H') counts.set(element, (counts.get(element) ?? 0) + count);
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([element, count]) => `${element}${count}`)
    .join('');
}
