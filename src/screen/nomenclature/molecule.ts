/** Molecules as they are put together from the parts of a name: atoms, bonds, and the places that a name counts. */

export type Order = 1 | 2 | 3;

/** Atoms but hydrogen; `places`: what a name calls an atom ("2", "n", "alpha", "o") → its index. */
export type Molecule = {
  readonly atoms: readonly string[];
  readonly bonds: readonly (readonly [from: number, to: number, order: Order])[];
  readonly places: ReadonlyMap<string, number>;
};

const ATOM = /Cl|Br|[BCNOPSFI]/y;
const ORDERS: Readonly<Record<string, Order>> = { '=': 2, '#': 3 };

/**
 * Of a plain SMILES: atoms without brackets, no aromatic letters, rings by one figure. `places` names its atoms in order, apart by
 * spaces; several names of one atom stand with a stroke between, "-" is an atom without a name.
 */
export function drawn(smiles: string, places = ''): Molecule {
  const atoms: string[] = [];
  const bonds: [number, number, Order][] = [];
  const rings = new Map<string, number>();
  const branches: number[] = [];
  let last = -1;
  let order: Order = 1;
  for (let at = 0; at < smiles.length; at += 1) {
    const sign = smiles.charAt(at);
    ATOM.lastIndex = at;
    const [atom] = ATOM.exec(smiles) ?? [];
    if (atom !== undefined) {
      if (last >= 0) bonds.push([last, atoms.length, order]);
      last = atoms.length;
      atoms.push(atom);
      order = 1;
      at += atom.length - 1;
    } else if (sign === '(') branches.push(last);
    else if (sign === ')') last = branches.pop() ?? -1;
    else if (sign in ORDERS) order = ORDERS[sign] ?? 1;
    else {
      const opened = rings.get(sign);
      if (opened === undefined) rings.set(sign, last);
      else bonds.push([opened, last, order]);
      order = 1;
    }
  }
  const named = places
    .split(' ')
    .flatMap((names, atom) => names.split('|').map((name) => [name, atom] as const))
    .filter(([name]) => name !== '-' && name !== '');
  return { atoms, bonds, places: new Map(named) };
}

/** A chain of carbons, counted from 1. */
export function chain(length: number): Molecule {
  return drawn('C'.repeat(length), Array.from({ length }, (_, i) => `${i + 1}`).join(' '));
}

/** Both beside each other; the places of the second are given up. */
export function beside(first: Molecule, second: Molecule): Molecule {
  const { length } = first.atoms;
  const moved = second.bonds.map(([from, to, order]) => [from + length, to + length, order] as const);
  return {
    atoms: [...first.atoms, ...second.atoms],
    bonds: [...first.bonds, ...moved],
    places: first.places,
  };
}

export function bonded(molecule: Molecule, from: number, to: number, order: Order): Molecule {
  return { ...molecule, bonds: [...molecule.bonds, [from, to, order]] };
}

/** `group` bound by its atom `at` to the atom `to` of the molecule. */
export function attached(
  molecule: Molecule,
  to: number,
  group: Molecule,
  at: number,
  order: Order,
): Molecule {
  return bonded(beside(molecule, group), to, at + molecule.atoms.length, order);
}

export function withPlace(molecule: Molecule, name: string, atom: number): Molecule {
  return { ...molecule, places: new Map([...molecule.places, [name, atom]]) };
}

const VALENCES: Readonly<Record<string, number>> = { C: 4, N: 3, O: 2, S: 2, F: 1, Cl: 1, Br: 1, I: 1 };

/** Whether no atom has more bonds than it can have; a nitro group is drawn with five at its nitrogen. */
export function isSound({ atoms, bonds }: Molecule): boolean {
  const used = new Array<number>(atoms.length).fill(0);
  const doubled = new Array<number>(atoms.length).fill(0);
  for (const [from, to, order] of bonds) {
    for (const atom of [from, to]) {
      used[atom] = (used[atom] ?? 0) + order;
      doubled[atom] = (doubled[atom] ?? 0) + (order === 2 ? 1 : 0);
    }
  }
  return atoms.every((atom, i) => {
    const nitro = atom === 'N' && doubled[i] === 2 && used[i] === 5;
    return nitro || (used[i] ?? 0) <= (VALENCES[atom] ?? 0);
  });
}

const SIGNS: Readonly<Record<Order, string>> = { 1: '', 2: '=', 3: '#' };

/** A SMILES of it, double bonds of rings written out; what is bound to nothing else is left out. */
export function smilesOf({ atoms, bonds }: Molecule): string {
  const around = atoms.map((_, i) =>
    bonds.flatMap(([from, to, order], bond) => {
      if (from !== i && to !== i) return [];
      return [{ bond, to: from === i ? to : from, order }];
    }),
  );
  const seen = new Set<number>();
  const closed = new Map<number, number>();
  const used = new Set<number>();
  // Rings are closed by the bonds that the walk does not take.
  const walk = (atom: number, by: number): void => {
    seen.add(atom);
    for (const { bond, to } of around[atom] ?? []) {
      if (bond === by || used.has(bond)) continue;
      used.add(bond);
      if (seen.has(to)) closed.set(bond, closed.size + 1);
      else walk(to, bond);
    }
  };
  walk(0, -1);
  const written = new Set<number>();
  const write = (atom: number): string => {
    written.add(atom);
    const mine = around[atom] ?? [];
    const rings = mine.flatMap(({ bond, order }) => {
      const ring = closed.get(bond);
      return ring === undefined ? [] : [`${SIGNS[order]}${ring > 9 ? `%${ring}` : ring}`];
    });
    const onward = mine.filter(({ bond }) => !closed.has(bond));
    const branches: string[] = [];
    for (const { to, order } of onward) if (!written.has(to)) branches.push(`${SIGNS[order]}${write(to)}`);
    const lastBranch = branches.pop() ?? '';
    return `${atoms[atom] ?? ''}${rings.join('')}${branches.map((branch) => `(${branch})`).join('')}${lastBranch}`;
  };
  return write(0);
}
