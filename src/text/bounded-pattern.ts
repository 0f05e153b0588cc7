/** Regular expressions that an operator wrote and hostile pages are searched with: only those whose work is bounded are run. */

export type BoundedPattern = {
  readonly expression: RegExp;
  /** Searched are this many UTF-16 units at most: within them no text costs more than a fraction of a second. */
  readonly limit: number;
};

/** What a part of a pattern can cost: V8 tries the ways in which it can match one after the other. */
type Cost = {
  /** What is repeated without a near end; '' for a group. */
  readonly long: readonly string[];
  /** Ways to match at one place, those repetitions aside. */
  readonly ways: number;
  /** It matches in one way only. */
  readonly fixed: boolean;
};

const NOTHING: Cost = { long: [], ways: 1, fixed: true };

/** Repetitions up to this many more than needed count as ways, others as long. */
const NEAR = 20;
const MAX_REPEATS = 1000;
/** Steps on the worst text. */
const MAX_STEPS = 2_000_000;
const MAX_TEXT = 5000;
/** A pattern that could be run on less would miss what it is meant for. */
const MIN_TEXT = 200;

const NESTED = 'repeats a group that itself holds a repetition or a choice, which can take endless time';
const BACK = 'refers back to a group, which can take endless time';
const AROUND = 'looks ahead or behind, which is not supported';
const OPEN = 'has too many open repetitions to be searched in bounded time: write {0,20} in place of * or +';

class PatternFault extends Error {}

function repeated(cost: Cost, source: string, least: number, most: number): Cost {
  if (Number.isFinite(most) && most > MAX_REPEATS)
    throw new PatternFault(`repeats more than ${MAX_REPEATS} times`);
  if (cost.fixed) {
    if (most - least > NEAR) return { long: [source.startsWith('(') ? '' : source], ways: 1, fixed: false };
    return most === least ? cost : { long: [], ways: most - least + 1, fixed: false };
  }
  if (most === 1) return { ...cost, ways: cost.ways + 1 };
  if (most !== least || most > 4) throw new PatternFault(NESTED);
  const long = Array.from({ length: most }, () => cost.long).flat();
  return { long, ways: cost.ways ** most, fixed: false };
}

function inSequence(a: Cost, b: Cost): Cost {
  return { long: [...a.long, ...b.long], ways: a.ways * b.ways, fixed: a.fixed && b.fixed };
}

function asChoice(choices: readonly Cost[]): Cost {
  const [only] = choices;
  if (only !== undefined && choices.length === 1) return only;
  return {
    long: choices.flatMap(({ long }) => long),
    ways: choices.reduce((sum, { ways }) => sum + ways, 0),
    fixed: false,
  };
}

/** Takes one piece of a pattern after the other. */
function pieceReader(source: string) {
  const pieces = {
    escaped: /\\(?:[1-9]|k<|[pPu]\{[^}]*\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[A-Za-z]|.)/suy,
    characterClass: /\[(?:\\.|[^\]\\])*\]/suy,
    quantifier: /(?:[*+?]|\{(\d{1,5})(,?)(\d{0,5})\})\??/uy,
    groupStart: /\((?:\?(?:<[^=!>][^>]*>|[a-z-]*:))?/uy,
    any: /./suy,
  };
  let at = 0;
  return {
    at: () => at,
    next: () => source[at],
    take(name: keyof typeof pieces): RegExpExecArray | null {
      const piece = pieces[name];
      piece.lastIndex = at;
      const match = piece.exec(source);
      if (match !== null) at = piece.lastIndex;
      return match;
    },
  };
}

/** Reads a pattern that the engine has accepted. */
function costOf(source: string): Cost {
  const { at, next, take } = pieceReader(source);
  const choice = (): Cost => {
    const choices = [sequence()];
    for (; next() === '|'; choices.push(sequence())) take('any');
    return asChoice(choices);
  };
  const sequence = (): Cost => {
    let cost = NOTHING;
    while (next() !== undefined && next() !== '|' && next() !== ')') cost = inSequence(cost, term());
    return cost;
  };
  const term = (): Cost => {
    const from = at();
    const cost = atom();
    const what = source.slice(from, at());
    const quantifier = take('quantifier');
    if (quantifier === null) return cost;
    const [sign = '', least, comma, most] = quantifier;
    const endless = Number.POSITIVE_INFINITY;
    if (least === undefined)
      return repeated(cost, what, sign.startsWith('+') ? 1 : 0, sign.startsWith('?') ? 1 : endless);
    return repeated(cost, what, Number(least), Number(comma === '' ? least : most === '' ? endless : most));
  };
  const atom = (): Cost => {
    if (next() === '(') {
      if (/^\(\?<?[=!]/.test(source.slice(at(), at() + 4))) throw new PatternFault(AROUND);
      take('groupStart');
      const inside = choice();
      take('any');
      return inside;
    }
    const escaped = take('escaped');
    if (escaped !== null && /^\\(?:[1-9]|k<)/.test(escaped[0])) throw new PatternFault(BACK);
    if (escaped === null && take('characterClass') === null) take('any');
    return NOTHING;
  };
  return choice();
}

/** Of each sort that patterns tell apart. */
const SAMPLES = [
  ...Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)),
  ...'\u00a0éßЯя中あ한١٣№€£–’“。，：',
];

/** Which samples a repeated part takes; null where it is a group and may take any. */
function samplesOf(part: string): ReadonlySet<string> | null {
  if (part === '') return null;
  const one = new RegExp(`^(?:${part})$`, 'su');
  return new Set(SAMPLES.filter((sample) => one.test(sample)));
}

/**
 * By how many powers of the text's length the work can grow: as many as there are repetitions that can take over from
 * each other. Where one takes figures and the next spaces, the text itself says where the one ends.
 */
function powerOf(long: readonly string[]): number {
  const taken = long.map(samplesOf);
  const meet = (a: ReadonlySet<string> | null, b: ReadonlySet<string> | null) =>
    a === null || b === null || !a.isDisjointFrom(b);
  const groups: (typeof taken)[] = [];
  for (const set of taken) {
    const joined = groups.filter((group) => group.some((other) => meet(set, other)));
    for (const group of joined) groups.splice(groups.indexOf(group), 1);
    groups.push([set, ...joined.flat()]);
  }
  return Math.max(0, ...groups.map((group) => group.length));
}

/** The longest text on which the worst case stays below the limit: the match may begin anywhere, and each long part end anywhere. */
function textLimit({ long, ways }: Cost): number {
  const power = powerOf(long) + 1;
  let faculty = 1;
  for (let factor = 2; factor <= power; factor++) faculty *= factor;
  return Math.min(MAX_TEXT, Math.floor(((MAX_STEPS * faculty) / ways) ** (1 / power)));
}

/** The pattern, or in words why it is refused. Flags can be written into it: "(?i:…)". */
export function boundedPattern(source: string): BoundedPattern | string {
  try {
    const expression = new RegExp(source, 'u');
    const limit = textLimit(costOf(source));
    return limit < MIN_TEXT ? OPEN : { expression, limit };
  } catch (error) {
    if (error instanceof PatternFault) return error.message;
    if (error instanceof SyntaxError) return 'is not a regular expression that JavaScript reads';
    throw error;
  }
}
