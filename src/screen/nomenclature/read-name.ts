/** Reads a systematic name as the structure that it stands for, in whatever order and style its parts are written. */
import { BRIDGES, RADICALS, type Radical } from './groups.ts';
import { attached, bonded, drawn, isSound, type Molecule, smilesOf } from './molecule.ts';
import { type Parent, parentAt } from './read-parent.ts';
import { plain, usualOrder } from './usual-order.ts';

const LONGEST = 200;
/** Tries of one name: those that people write need ten. */
const MOST_STEPS = 80;
const DEEPEST = 6;

/** A group that stands in front, and where. `bridge`: it is bound at two places. */
type Group = {
  readonly places: readonly string[] | null;
  readonly times: number;
  readonly radical: Radical | null;
  readonly bridge: Molecule | null;
};

const PLACES =
  /(?:\d{1,2}[a-z]?'?|n|o|m|p|c|ortho|meta|para|alpha|beta|gamma|omega)(?:,(?:\d{1,2}[a-z]?'?|n|alpha|beta))*(?=-)/y;
const TIMES: readonly (readonly [word: string, times: number])[] = [
  ['di', 2],
  ['tri', 3],
  ['bis', 2],
  ['', 1],
];
const SIMPLE = [...RADICALS.keys()].toSorted((a, b) => b.length - a.length);
const PLACED = SIMPLE.filter((word) => /\d|^[op]-/.test(word));
const BRIDGE = /\(?(methylenedioxy|epoxy)\)?/y;
const PLAIN_PLACE: Readonly<Record<string, string>> = { ortho: 'o', meta: 'm', para: 'p' };
const OPENS = '([{';
const CLOSES = ')]}';

/** Where the bracket at `at` is closed; -1 where it is not. */
function closing(text: string, at: number): number {
  let depth = 0;
  for (let i = at; i < text.length; i += 1) {
    if (OPENS.includes(text.charAt(i))) depth += 1;
    else if (CLOSES.includes(text.charAt(i))) depth -= 1;
    if (depth === 0) return i;
  }
  return -1;
}

/** What is being read, as what, how deep in brackets, and the groups that stood before. */
type Reading = {
  readonly text: string;
  readonly as: 'molecule' | 'radical';
  readonly depth: number;
  readonly groups: readonly Group[];
};

/** The parent stands here and ends the text. `front`: places told right before it. */
function ended(at: number, front: readonly string[] | null, { text, as, groups }: Reading): Parent | null {
  const parent = parentAt(text, at, front);
  if (parent !== null && parent.end === text.length && (parent.at === null) === (as === 'molecule')) {
    const built = withGroups(parent, groups);
    if (built !== null) return built;
  }
  const own = as === 'radical' && front === null ? RADICALS.get(text.slice(at)) : undefined;
  return own === undefined ? null : withGroups({ ...own, end: text.length, acids: [] }, groups);
}

/** Tries that are left to all names of one text. */
export type Steps = { left: number };

class Reader {
  readonly #steps: Steps;
  readonly #until: number;

  constructor(steps: Steps) {
    this.#steps = steps;
    this.#until = Math.max(0, steps.left - MOST_STEPS);
  }

  /** The whole text as one molecule, or as one group of another. */
  read(text: string, as: Reading['as'], depth = 0): Parent | null {
    return depth > DEEPEST ? null : this.#from(0, { text, as, depth, groups: [] });
  }

  #from(at: number, so: Reading): Parent | null {
    const { text } = so;
    if (this.#steps.left <= this.#until || at >= text.length) return null;
    this.#steps.left -= 1;
    PLACES.lastIndex = at;
    const [told] = PLACES.exec(text) ?? [];
    const places = told?.split(',').map((place) => PLAIN_PLACE[place] ?? place) ?? null;
    const behind = told === undefined ? at : at + told.length + 1;
    return (
      ended(at, null, so) ??
      this.#placedWord(at, so) ??
      (places === null ? null : ended(behind, places, so)) ??
      this.#bridged(behind, places, so) ??
      this.#grouped(behind, places, so)
    );
  }

  /** Goes on behind a group that ends at `end`; a hyphen may follow it. */
  #behind(end: number, group: Group, so: Reading): Parent | null {
    const next = so.text.startsWith('-', end) ? end + 1 : end;
    return this.#from(next, { ...so, groups: [...so.groups, group] });
  }

  #bridged(at: number, places: readonly string[] | null, so: Reading): Parent | null {
    BRIDGE.lastIndex = at;
    const found = places?.length === 2 ? BRIDGE.exec(so.text) : null;
    const bridge = BRIDGES[found?.[1] ?? ''];
    if (found === null || bridge === undefined) return null;
    return this.#behind(at + found[0].length, { places, times: 1, radical: null, bridge }, so);
  }

  #grouped(at: number, places: readonly string[] | null, so: Reading): Parent | null {
    for (const [word, times] of TIMES) {
      if (!so.text.startsWith(word, at) || (places !== null && places.length !== times)) continue;
      for (const { radical, end } of this.#radicalsAt(so.text, at + word.length, so.depth)) {
        const read = this.#behind(end, { places, times, radical, bridge: null }, so);
        if (read !== null) return read;
      }
    }
    return null;
  }

  /** A group whose name begins with figures that count its own atoms. */
  #placedWord(at: number, so: Reading): Parent | null {
    const word = PLACED.find((each) => so.text.startsWith(each, at));
    const radical = word === undefined ? undefined : RADICALS.get(word);
    if (word === undefined || radical === undefined) return null;
    return this.#behind(at + word.length, { places: null, times: 1, radical, bridge: null }, so);
  }

  *#radicalsAt(text: string, at: number, depth: number): Generator<{ radical: Radical; end: number }> {
    if (at < text.length && OPENS.includes(text.charAt(at))) {
      const close = closing(text, at);
      const inner = close < 0 ? null : this.read(text.slice(at + 1, close), 'radical', depth + 1);
      if (inner !== null) yield { radical: asRadical(inner), end: close + 1 };
      return;
    }
    for (const word of SIMPLE) {
      const radical = RADICALS.get(word);
      if (radical !== undefined && text.startsWith(word, at)) yield { radical, end: at + word.length };
    }
    const parent = parentAt(text, at, null);
    if (parent !== null && parent.at !== null) yield { radical: asRadical(parent), end: parent.end };
    // "n-4-piperidinyl": the place of its own, behind the one on what it is bound to.
    const own = /^(\d)-/.exec(text.slice(at, at + 2));
    const placed = own === null ? null : parentAt(text, at + 2, [own[1] ?? '']);
    if (placed !== null && placed.at !== null) yield { radical: asRadical(placed), end: placed.end };
  }
}

function asRadical({ molecule, at, order, first }: Parent): Radical {
  return { molecule, at: at ?? 0, order, first };
}

/** The parent with all groups in their places; null where one has none. */
function withGroups(parent: Parent, groups: readonly Group[]): Parent | null {
  let { molecule } = parent;
  for (const { places, times, radical, bridge } of groups) {
    const atoms =
      places?.map((place) => parent.molecule.places.get(place)) ??
      new Array<number | null>(times).fill(parent.first);
    if (bridge !== null) {
      const [from, to] = atoms;
      if (from == null || to == null) return null;
      molecule = bonded(
        attached(molecule, from, bridge, bridge.places.get('a') ?? 0, 1),
        to,
        molecule.atoms.length + (bridge.places.get('b') ?? 0),
        1,
      );
      continue;
    }
    if (radical === null) return null;
    for (const atom of atoms) {
      if (atom == null) return null;
      molecule = attached(molecule, atom, radical.molecule, radical.at, radical.order);
    }
  }
  return isSound(molecule) ? { ...parent, molecule } : null;
}

const CATION = /^(?:mono|di)?(?:sodium|potassium|lithium|ammonium|calcium)$/;
const HALIDES: ReadonlyMap<string, Molecule> = new Map([
  ['chloride', drawn('Cl')],
  ['bromide', drawn('Br')],
  ['iodide', drawn('I')],
  ['cyanide', drawn('C#N')],
]);

function radicalOf(reader: Reader, word: string): Radical | null {
  const read = reader.read(word.replace(/^n-(?=propyl|butyl|pentyl|hexyl)/, ''), 'radical');
  return read === null ? null : asRadical(read);
}

/** A ketone, a halide or a cyanide, by the groups that it binds. */
function classNamed(reader: Reader, words: readonly string[], kind: string): Molecule | null {
  const groups = words.map((word) => radicalOf(reader, unwrapped(word)));
  const [first, second] = groups;
  if (first == null) return null;
  const halide = HALIDES.get(kind);
  if (halide !== undefined)
    return words.length === 1 ? attached(first.molecule, first.at, halide, 0, 1) : null;
  if (second == null || words.length !== 2) return null;
  const carbonyl = attached(drawn('C=O'), 0, first.molecule, first.at, 1);
  return attached(carbonyl, 0, second.molecule, second.at, 1);
}

/** "(2-chlorophenyl)" of "(2-chlorophenyl) cyclopentyl ketone". */
function unwrapped(word: string): string {
  return word.startsWith('(') && closing(word, 0) === word.length - 1 ? word.slice(1, -1) : word;
}

/** The molecule with an alcohol's group at each of its acid groups; cations leave them as they are. */
function esterified(reader: Reader, acid: Parent, words: readonly string[]): Molecule | null {
  const alcohols = words.flatMap((word) => {
    const [, twice, group = ''] = /^(?:1,3-)?(di)?(.+)$/.exec(word) ?? [];
    return twice === undefined ? [word] : [group, group];
  });
  if (words.length > 0 && words.every((word) => CATION.test(word))) return acid.molecule;
  if (alcohols.length > acid.acids.length) return null;
  let { molecule } = acid;
  for (const [i, word] of alcohols.entries()) {
    const group = radicalOf(reader, word);
    const oxygen = acid.acids[i];
    if (group === null || oxygen === undefined) return null;
    molecule = attached(molecule, oxygen, group.molecule, group.at, 1);
  }
  return molecule;
}

/** "Methyl benzyl ketone", "phenethyl bromide". Undefined where the name is of no such class. */
function ofClass(reader: Reader, words: readonly string[]): Molecule | null | undefined {
  const last = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  if (
    HALIDES.has(last) ||
    (last === 'ketone' && before.length > 1) ||
    (last === 'methanone' && before.length > 0)
  )
    return classNamed(reader, before, last);
  // "Methylbenzylketone": as a methanone that bears both.
  const [, borne] = /^([^ ]+yl)[- ]?ketone$/.exec(words.join(' ')) ?? [];
  return borne === undefined ? undefined : (reader.read(`${borne}methanone`, 'molecule')?.molecule ?? null);
}

/** The parent with its groups in front, and the alcohols of an ester before it. */
function substituted(reader: Reader, words: readonly string[]): Molecule | null {
  const last = words.at(-1) ?? '';
  const isTwoWords = last === 'acid' || last === 'alcohol';
  const own = isTwoWords ? words.slice(-2).join(' ') : last;
  const alcohols = words.slice(0, isTwoWords ? -2 : -1);
  const read = reader.read(own, 'molecule');
  if (read === null || (alcohols.length > 0 && read.acids.length === 0)) return null;
  return esterified(reader, read, alcohols);
}

/**
 * A SMILES of the structure that a name stands for, without left and right; null where it is no systematic name, or has parts that
 * no listed substance has. By the rules for substitutive names, functional class names and the index names of Chemical Abstracts
 * (IUPAC 2013, P-14 to P-66; Naming and Indexing of Chemical Substances). Salts are read as their acid. `steps` are taken from what
 * is left of them.
 */
export function structureOfName(name: string, steps: Steps = { left: MOST_STEPS }): string | null {
  if (name.length > LONGEST) return null;
  const reader = new Reader(steps);
  const words = usualOrder(plain(name)).split(' ');
  const named = ofClass(reader, words);
  const molecule = named === undefined ? substituted(reader, words) : named;
  return molecule !== null && isSound(molecule) ? smilesOf(molecule) : null;
}
