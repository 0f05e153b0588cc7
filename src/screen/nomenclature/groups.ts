/** The parts that names of listed substances are built of: groups that stand in front, parents, and what ends a name. */
import { drawn, type Molecule, type Order } from './molecule.ts';

/** A group, the atom by which it is bound, and how. `first`: where what it bears goes when no place is told. */
export type Radical = {
  readonly molecule: Molecule;
  readonly at: number;
  readonly order: Order;
  readonly first: number | null;
};

function radical(smiles: string, places = '', first: number | null = null, order: Order = 1): Radical {
  return { molecule: drawn(smiles, places), at: 0, order, first };
}

const RING = 'C1=CC=CC=C1';
const RING_PLACES = '1 2|o 3|m 4|p 5 6';
const PIPERIDINE = 'N1CCCCC1';

/** Retained names of groups, and those that are written without brackets though they are built of two. */
const RADICALS_NAMED: Readonly<Record<string, Radical>> = {
  fluoro: radical('F'),
  chloro: radical('Cl'),
  bromo: radical('Br'),
  iodo: radical('I'),
  nitro: radical('N(=O)=O'),
  hydroxy: radical('O'),
  oxo: radical('O', '', null, 2),
  keto: radical('O', '', null, 2),
  cyano: radical('C#N'),
  formyl: radical('C=O'),
  carboxy: radical('C(=O)O'),
  amino: radical('N', 'n', 0),
  imino: radical('N', 'n', 0, 2),
  methylimino: radical('NC', '', null, 2),
  phenylimino: radical(`N${RING}`, '', null, 2),
  methylamino: radical('NC'),
  ethylamino: radical('NCC'),
  dimethylamino: radical('N(C)C'),
  phenylamino: radical(`N${RING}`, `n ${RING_PLACES}`),
  anilino: radical(`N${RING}`, `n ${RING_PLACES}`),
  acetylamino: radical('NC(=O)C'),
  acetamido: radical('NC(=O)C'),
  propionylanilino: radical(`N(C(=O)CC)${RING}`),
  'o-toluidino': radical('NC1=CC=CC=C1C'),
  'p-toluidino': radical('NC1=CC=C(C)C=C1'),
  isopropyl: radical('C(C)C'),
  isobutyl: radical('CC(C)C'),
  'sec-butyl': radical('C(C)CC'),
  'tert-butyl': radical('C(C)(C)C'),
  't-butyl': radical('C(C)(C)C'),
  methoxy: radical('OC'),
  ethoxy: radical('OCC'),
  'tert-butoxy': radical('OC(C)(C)C'),
  't-butoxy': radical('OC(C)(C)C'),
  chloromethyl: radical('CCl'),
  '2-bromoethyl': radical('CCBr'),
  '2-chloroethyl': radical('CCCl'),
  '2-iodoethyl': radical('CCI'),
  phenylacetyl: radical(`C(=O)C${RING}`),
  acetyl: radical('C(=O)C', '1 - 2', 2),
  propionyl: radical('C(=O)CC'),
  butyryl: radical('C(=O)CCC'),
  benzoyl: radical(`C(=O)${RING}`, `- - ${RING_PLACES}`),
  carbonyl: radical('C=O', '1', 0),
  carbonimidoyl: radical('C=N', 'c n', 0),
  boc: radical('C(=O)OC(C)(C)C'),
  'tert-butoxycarbonyl': radical('C(=O)OC(C)(C)C'),
  'tert-butyloxycarbonyl': radical('C(=O)OC(C)(C)C'),
  phenyl: radical(RING, RING_PLACES),
  benzyl: radical(`C${RING}`, `alpha ${RING_PLACES}`),
  phenethyl: radical(`CC${RING}`),
  phenylethyl: radical(`CC${RING}`),
  'beta-phenethyl': radical(`CC${RING}`),
  'beta-phenylethyl': radical(`CC${RING}`),
  '3,4-methylenedioxyphenyl': radical('C1=CC=C2OCOC2=C1'),
  '(3,4-methylenedioxy)phenyl': radical('C1=CC=C2OCOC2=C1'),
  '3,4-(methylenedioxy)phenyl': radical('C1=CC=C2OCOC2=C1'),
  '3,4-methylenedioxybenzyl': radical('CC1=CC=C2OCOC2=C1'),
  phenylmethyl: radical(`C${RING}`),
  'o-tolyl': radical('C1=CC=CC=C1C'),
  'p-tolyl': radical('C1=CC=C(C)C=C1'),
  acetonyl: radical('CC(=O)C'),
  phenylthio: radical(`S${RING}`),
  methylthio: radical('SC'),
  allyl: radical('CC=C'),
  vinyl: radical('C=C'),
  piperidino: radical(PIPERIDINE),
  piperonyl: radical('CC1=CC=C2OCOC2=C1'),
  cyclopentyl: radical('C1CCCC1', '1 2 3 4 5'),
  cyclohexyl: radical('C1CCCCC1', '1 2 3 4 5 6'),
};

export const RADICALS: ReadonlyMap<string, Radical> = new Map(Object.entries(RADICALS_NAMED));

/** Bound at two places of what bears it. */
export const BRIDGES: Readonly<Record<string, Molecule>> = {
  methylenedioxy: drawn('OCO', 'a - b'),
  epoxy: drawn('O', 'a|b'),
};

const BENZODIOXOLE = drawn('O1COC2=C1C=CC=C2', '1 2 3 3a 7a 7 6 5 4');
/** Rings, by the stem of their names; the ending follows. */
export const RINGS: readonly (readonly [stem: RegExp, molecule: Molecule])[] = [
  [/(?:2h-)?1,3-benzodioxol|benzo\[(?:d|1,3)\]\[?(?:1,3)?\]?-?dioxol|benzodioxol/y, BENZODIOXOLE],
  [/1,3-dioxan/y, drawn('O1COCCC1', '1 2 3 4 5 6')],
  [/piperidin|azinan|piperid(?=yl|on)/y, drawn(PIPERIDINE, '1|n 2 3 4|gamma 5 6')],
  [/oxiran/y, drawn('O1CC1', '1 2|alpha 3|beta')],
  [/cyclohexan/y, drawn('C1CCCCC1', '1 2 3 4 5 6')],
  [/cyclopentan/y, drawn('C1CCCC1', '1 2 3 4 5')],
  [/oxolan/y, drawn('O1CCCC1', '1 2 3 4 5')],
  [/benzen/y, drawn(RING, RING_PLACES)],
];

export const CHAINS: Readonly<Record<string, number>> = { meth: 1, eth: 2, prop: 3, but: 4, pent: 5, hex: 6 };

/** Stems of acids that keep their own names; the acid's carbon is the first atom of each. */
export const ACIDS: Readonly<Record<string, Molecule>> = {
  acetoacet: drawn('CCC(=O)C', '1 2|alpha 3 - 4'),
  acet: drawn('CC', '1 2|alpha'),
  propion: drawn('CCC', '1 2|alpha 3|beta'),
  butyr: drawn('CCCC', '1 2|alpha 3|beta 4|gamma'),
  malon: drawn('CCC', '1 2|alpha 3'),
  benz: drawn(`C${RING}`, `- ${RING_PLACES}`),
  anthranil: drawn('CC1=CC=CC=C1N', '- 1 6 5 4 3 2 n'),
  glycid: drawn('CC1CO1', '- 2|alpha 3|beta'),
};

/** Whole names that others are made of. `first`: where a group goes whose place is not told. */
export const PARENTS: Readonly<
  Record<string, { readonly molecule: Molecule; readonly first: number | null }>
> = {
  aniline: { molecule: drawn(`N${RING}`, `n ${RING_PLACES}`), first: null },
  acetone: { molecule: drawn('CC(=O)C', '1|alpha 2 - 3'), first: 0 },
  amine: { molecule: drawn('N', 'n'), first: 0 },
  benzaldehyde: { molecule: drawn(`O=C${RING}`, `- - ${RING_PLACES}`), first: null },
  toluene: { molecule: drawn(`C${RING}`, `alpha|omega ${RING_PLACES}`), first: null },
  propiophenone: {
    molecule: drawn(`CCC(=O)${RING}`, `3|beta 2|alpha 1 - 1' 2' 3' 4' 5' 6'`),
    first: null,
  },
  phenethylamine: { molecule: drawn(`NCC${RING}`, `n alpha beta ${RING_PLACES}`), first: null },
  cyclohexylamine: { molecule: drawn('NC1CCCCC1', 'n 1 2 3 4 5 6'), first: null },
  'benzyl alcohol': { molecule: drawn(`OC${RING}`, `- alpha ${RING_PLACES}`), first: null },
};
