/** Reads the part of a name that all others are bound to: a ring or a chain with what ends it, or a name of its own. */
import { ACIDS, CHAINS, PARENTS, RINGS } from './groups.ts';
import { attached, beside, bonded, chain, drawn, type Molecule, type Order, withPlace } from './molecule.ts';

/** A parent in the name, up to `end`. */
export type Parent = {
  readonly end: number;
  readonly molecule: Molecule;
  /** The atom by which it is a group of something else; null where it is a whole molecule. */
  readonly at: number | null;
  readonly order: Order;
  /** Where a group goes whose place is not told; null: it must be. */
  readonly first: number | null;
  /** Oxygen atoms of its acid groups, which esters bind to. */
  readonly acids: readonly number[];
};

const PLAIN = { at: null, order: 1, first: null, acids: [] } as const;

/** What ends a name, longer ones first. `c`: it brings a carbon of its own. */
const SUFFIX =
  /dicarboxylic acid|dicarboxylate|carboxylic acid|carboxylate|carbonitrile|carboxamide|carbaldehyde|carboxaldehyde|dioic acid|dioate|diol|dione|oic acid|oate|ol|one|amine|imine|amide|nitrile|al|oyl|ylideneamine|ylidene|ylamine|yl/y;
/** Of a group whose name is its stem and no more: "methylamine" is of two parts. */
const GROUP_SUFFIX = /ylidene|yl/y;
const LOCANTS = /-((?:\d{1,2}[a-z]?)(?:,\d{1,2}[a-z]?)*)-/y;
const UNSATURATED = /an|-(\d)-en|en/y;
const CHAIN = /(cyclo)?(meth|eth|prop|but|pent|hex)/y;
const ACID = new RegExp(
  `(${Object.keys(ACIDS).join('|')})o?(ic acid|ates?|nitrile|amide|anilide|aldehyde|yl)(?![a-z])`,
  'y',
);
const RETAINED = new RegExp(`(${Object.keys(PARENTS).join('|')})$`, 'y');

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** A ring or a chain, before anything ends it. */
type Stem = {
  readonly molecule: Molecule;
  readonly end: number;
  readonly ring: boolean;
  readonly symmetric: boolean;
  readonly saturated: boolean;
  /** The places in front of the name were those of its double bond. */
  readonly took: boolean;
};

function withDouble(molecule: Molecule, place: number): Molecule {
  const bonds = molecule.bonds.map(([from, to, order]) =>
    from === place - 1 && to === place ? ([from, to, 2] as const) : ([from, to, order] as const),
  );
  return { ...molecule, bonds };
}

function stemAt(text: string, at: number, front: readonly string[] | null): Stem | null {
  for (const [pattern, molecule] of RINGS) {
    const found = matchAt(pattern, text, at);
    if (found === null) continue;
    const symmetric = /^(?:cyclo|benzen|oxiran)/.test(found[0]);
    const end = at + found[0].length;
    return { molecule, end, ring: true, symmetric, saturated: true, took: false };
  }
  const found = matchAt(CHAIN, text, at);
  if (found === null || found[1] !== undefined) return null;
  const molecule = chain(CHAINS[found[2] ?? ''] ?? 0);
  const end = at + found[0].length;
  const unsaturated = matchAt(UNSATURATED, text, end);
  const base = { ring: false, symmetric: molecule.atoms.length < 3, took: false };
  if (unsaturated === null) return { ...base, molecule, end, saturated: false };
  const after = end + unsaturated[0].length;
  if (unsaturated[0] === 'an') return { ...base, molecule, end: after, saturated: true };
  const told = unsaturated[1] ?? front?.[0] ?? '1';
  const took = unsaturated[1] === undefined && front !== null;
  const place = Number(told);
  if (!(place >= 1 && place < molecule.atoms.length)) return null;
  return { ...base, molecule: withDouble(molecule, place), end: after, saturated: true, took };
}

/** The atoms of these places; null where one is not there. */
function atomsOf({ places }: Molecule, told: readonly string[]): number[] | null {
  const atoms = told.flatMap((place) => places.get(place) ?? []);
  return atoms.length === told.length ? atoms : null;
}

const CARBOXYL = drawn('C(=O)O');
const KINDS: Readonly<Record<string, Molecule>> = {
  carbonitrile: drawn('C#N'),
  carboxamide: drawn('C(=O)N'),
  carbaldehyde: drawn('C=O'),
  carboxaldehyde: drawn('C=O'),
};
const HETERO: Readonly<Record<string, readonly [atom: string, order: Order]>> = {
  ol: ['O', 1],
  one: ['O', 2],
  amine: ['N', 1],
  imine: ['N', 2],
  al: ['O', 2],
};

/** Where a suffix goes when no place is told: an acid's carbon is the first of a chain, a ketone's the second. */
function impliedPlaces(stem: Stem, suffix: string): string[] | null {
  const last = `${stem.molecule.atoms.length}`;
  if (/^di(?:oic|oate)/.test(suffix)) return ['1', last];
  if (stem.ring) {
    // An oxirane is counted from its oxygen.
    if (!stem.symmetric || suffix.startsWith('di')) return null;
    return [stem.molecule.atoms[0] === 'O' ? '2' : '1'];
  }
  if (suffix === 'one') return stem.molecule.atoms.length > 2 ? ['2'] : ['1'];
  if (/^(?:ol|amine)$/.test(suffix)) return stem.symmetric ? ['1'] : null;
  return suffix.startsWith('di') ? null : ['1'];
}

type Ended = Omit<Parent, 'end'>;

const HYDROXY = drawn('O');
const AMINE = drawn('N');

/** An amine's nitrogen, which groups may be bound to. */
function withNitrogen(molecule: Molecule, atom: number, order: Order): Molecule {
  const built = attached(molecule, atom, AMINE, 0, order);
  return withPlace(built, 'n', built.atoms.length - 1);
}

/** What the suffix stands for at one atom. Null: at none. */
function endedAt(molecule: Molecule, suffix: string, atom: number): Molecule | null {
  if (/carboxyl/.test(suffix)) return attached(molecule, atom, CARBOXYL, 0, 1);
  if (/o(?:ic acid|ate)$/.test(suffix))
    return attached(attached(molecule, atom, HYDROXY, 0, 2), atom, HYDROXY, 0, 1);
  if (suffix === 'amide') return withNitrogen(attached(molecule, atom, HYDROXY, 0, 2), atom, 1);
  if (suffix === 'nitrile') return attached(molecule, atom, AMINE, 0, 3);
  const own = KINDS[suffix];
  if (own !== undefined) return attached(molecule, atom, own, 0, 1);
  const hetero = HETERO[suffix.replace(/^di/, '')];
  if (hetero === undefined) return null;
  const [sign, order] = hetero;
  return sign === 'N' ? withNitrogen(molecule, atom, order) : attached(molecule, atom, drawn(sign), 0, order);
}

/** What the suffix makes of it where it is then a group of something else, or an amine that is named as one. */
function asGroup(molecule: Molecule, suffix: string, at: number): Ended | null {
  if (suffix === 'yl') return { ...PLAIN, molecule, at, order: 1 };
  if (suffix === 'ylidene') return { ...PLAIN, molecule, at, order: 2 };
  if (suffix === 'oyl') return { ...PLAIN, molecule: attached(molecule, at, HYDROXY, 0, 2), at, order: 1 };
  if (suffix !== 'ylamine' && suffix !== 'ylideneamine') return null;
  const built = withNitrogen(molecule, at, suffix === 'ylamine' ? 1 : 2);
  return { ...PLAIN, molecule: built, first: built.atoms.length - 1 };
}

/** `molecule` with what the suffix stands for at these atoms. */
function endedBy(molecule: Molecule, suffix: string, atoms: readonly number[]): Ended | null {
  const group = asGroup(molecule, suffix, atoms[0] ?? 0);
  if (group !== null) return group;
  let built = molecule;
  const acids: number[] = [];
  for (const atom of atoms) {
    const ended = endedAt(built, suffix, atom);
    if (ended === null) return null;
    built = ended;
    if (/acid$|ate$/.test(suffix)) acids.push(built.atoms.length - 1);
  }
  return { ...PLAIN, molecule: built, acids };
}

/** Where alone a group can be that is named without a place. */
function onlyPlace({ atoms, places }: Molecule, suffix: string): number | null {
  if (atoms.length === 1 || (atoms.length === 3 && suffix === 'one')) return 0;
  if (/^di(?:oic|oate)/.test(suffix)) return atoms.length === 3 ? 1 : null;
  const acid = /^(?:oic acid|oate|amide|nitrile)$/.test(suffix);
  return acid && atoms.length === 2 ? (places.get('2') ?? null) : null;
}

/** What an acid's neighbours are called besides their numbers. */
function withGreek(molecule: Molecule, suffix: string): Molecule {
  if (!/^(?:oic acid|oate|amide|nitrile)$/.test(suffix)) return molecule;
  return ['alpha', 'beta', 'gamma'].reduce((named, greek, i) => {
    const atom = named.places.get(`${i + 2}`);
    return atom === undefined || named.places.has(greek) ? named : withPlace(named, greek, atom);
  }, molecule);
}

function acidAt(text: string, at: number): Parent | null {
  const found = matchAt(ACID, text, at);
  if (found === null) return null;
  const [whole, stem = '', ending = ''] = found;
  const molecule = ACIDS[stem];
  // "Benzyl" is no acid's group, "benzoyl" is.
  const joined = whole.charAt(stem.length) === 'o';
  if (molecule === undefined || (ending === 'yl' && joined !== /^(?:benz|anthranil)$/.test(stem)))
    return null;
  const end = at + whole.length;
  const first = molecule.places.get('2') ?? null;
  const suffix = ending.replace(/^ic acid$/, 'oic acid').replace(/^ates?$/, 'oate');
  if (suffix === 'yl') {
    const acyl = attached(molecule, 0, drawn('O'), 0, 2);
    return { ...PLAIN, end, molecule: acyl, at: 0, first };
  }
  if (suffix === 'aldehyde')
    return { ...PLAIN, end, molecule: attached(molecule, 0, drawn('O'), 0, 2), first };
  const ended = endedBy(molecule, suffix === 'anilide' ? 'amide' : suffix, stem === 'malon' ? [0, 2] : [0]);
  if (ended === null) return null;
  if (suffix !== 'anilide') return { ...ended, end, first };
  const n = ended.molecule.places.get('n') ?? 0;
  return { ...ended, end, molecule: attached(ended.molecule, n, drawn('C1=CC=CC=C1'), 0, 1), first };
}

/** "benzeneacetic acid": a ring and a chain that ends a name, joined at the chain's far end, whose first place beside the ending is alpha. */
function conjunctive(text: string, stem: Stem, at: number, place: string | null): Parent | null {
  const tail = acidAt(text, at) ?? chainAt(text, at, null);
  if (tail === null || tail.at !== null) return null;
  const ring = atomsOf(stem.molecule, [place ?? (stem.symmetric ? '1' : '')]);
  const numbered = [...tail.molecule.places].filter(([name]) => /^\d$/.test(name)).toSorted();
  const far = numbered.at(-1)?.[1];
  if (ring === null || far === undefined) return null;
  const acid = tail.molecule.places.has('alpha');
  const alpha = acid ? tail.molecule.places.get('alpha') : tail.molecule.places.get('1');
  const joined = beside(stem.molecule, tail.molecule);
  const moved = stem.molecule.atoms.length;
  const bound = bonded(joined, ring[0] ?? 0, far + moved, 1);
  const named = withPlace(bound, 'alpha', (alpha ?? far) + moved);
  const beta = tail.molecule.places.get(acid ? 'beta' : '2');
  const n = tail.molecule.places.get('n');
  const whole = beta === undefined ? named : withPlace(named, 'beta', beta + moved);
  return {
    ...tail,
    molecule: n === undefined ? whole : withPlace(whole, 'n', n + moved),
    acids: tail.acids.map((oxygen) => oxygen + moved),
    first: null,
  };
}

/** What is told behind a stem: whether its "e" is written, places, and from where a suffix is read. */
type Told = { readonly e: boolean; readonly places: readonly string[] | null; readonly from: number };

function toldBehind(text: string, end: number): Told {
  const e = text.startsWith('e', end);
  const behind = e ? end + 1 : end;
  const locants = matchAt(LOCANTS, text, behind);
  const places = locants?.[1]?.split(',') ?? null;
  return { e, places, from: behind + (locants?.[0].length ?? 0) };
}

/** Nothing ends it, or another name does. */
function unended(text: string, stem: Stem, { e, places, from }: Told): Parent | null {
  if (!e) return null;
  const joined = stem.ring ? conjunctive(text, stem, from, places?.[0] ?? null) : null;
  if (joined !== null || !stem.saturated || places !== null) return joined;
  return { ...PLAIN, end: from, molecule: stem.molecule, first: 0 };
}

function chainAt(text: string, at: number, front: readonly string[] | null): Parent | null {
  const stem = stemAt(text, at, front);
  if (stem === null) return null;
  const own = stem.took ? null : front;
  const told = toldBehind(text, stem.end);
  const found = matchAt(stem.saturated ? SUFFIX : GROUP_SUFFIX, text, told.from);
  if (found === null) return own === null ? unended(text, stem, told) : null;
  const [suffix] = found;
  const places = told.places ?? own ?? impliedPlaces(stem, suffix);
  const atoms = places === null ? null : atomsOf(stem.molecule, places);
  if (atoms === null || atoms.length !== (suffix.startsWith('di') ? 2 : 1)) return null;
  const ended = endedBy(stem.molecule, suffix, atoms);
  if (ended === null) return null;
  const first = ended.first ?? (told.places === null && !stem.ring ? onlyPlace(stem.molecule, suffix) : null);
  return { ...ended, molecule: withGreek(ended.molecule, suffix), end: told.from + suffix.length, first };
}

/** The parent that begins at `at`; `front`: places told right before it ("2-" of "2-propanone"). */
export function parentAt(text: string, at: number, front: readonly string[] | null): Parent | null {
  const retained = front === null ? matchAt(RETAINED, text, at) : null;
  const whole = PARENTS[retained?.[1] ?? ''];
  if (whole !== undefined) return { ...PLAIN, ...whole, end: text.length };
  return (front === null ? acidAt(text, at) : null) ?? chainAt(text, at, front);
}
