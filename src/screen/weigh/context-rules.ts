/** What each kind of innocent context is worth, and what evidence of an offer outweighs it. */

/** What a text offers, apart from its innocent contexts. */
export type Evidence = {
  /** How many signs speak to a buyer. */
  readonly direct: number;
  /** Quantity in grams or more: 0 none, 1 some, 2 bulk. */
  readonly amount: number;
  /** Points that chemicals themselves are offered, quantity included. */
  readonly goods: number;
  /** Purity, price for a weight, hiding flags: what no other goods have. */
  readonly chemical: number;
  /** 1 when name and CAS number agree: who sells a book or a kit gives no number. */
  readonly identified: number;
  /** Whether an amount of the substance stands beside its name; see amount-beside.ts. */
  readonly measured: number;
  /** Points of red flags and of disguises. */
  readonly suspicion: number;
  /** 1 when the name is in disguise: who reports, teaches or collects writes it plainly. */
  readonly disguised: number;
  readonly flags: ReadonlySet<string>;
};

type Row = Partial<
  Record<
    | 'direct'
    | 'amount'
    | 'identified'
    | 'measured'
    | 'goods'
    | 'chemical'
    | 'suspicion'
    | 'disguised'
    | 'points',
    number
  >
>;

type ContextKind = {
  /** Weight while it stands. */
  readonly stands: number;
  /** Weight when the evidence outweighs it. */
  readonly outweighed: number;
  /** While it stands there is no alert, whatever the score. */
  readonly bars: boolean;
  /** Any one row, all its numbers reached, outweighs it. `points` is goods and suspicion together. */
  readonly outweighedBy: readonly Row[];
};

/** Grams of a name in disguise, beside several flags, are on offer whatever the words around mean elsewhere. */
const IN_DISGUISE: Row = { amount: 1, disguised: 1, suspicion: 4 };

const OUTWEIGHS_OTHER_GOODS: readonly Row[] = [
  IN_DISGUISE,
  { direct: 1, goods: 1, chemical: 1, points: 4 },
  { direct: 2, amount: 1, chemical: 1, suspicion: 1, points: 3 },
  { direct: 2, goods: 1, identified: 1 },
];

export const CONTEXT_KINDS = {
  /** What is offered is something else: a kit, a book, a course. Its price, stock and delivery say nothing. */
  'other-goods': {
    stands: -35,
    outweighed: -10,
    bars: true,
    outweighedBy: OUTWEIGHS_OTHER_GOODS,
  },
  /** Kits, strips and antibodies: whoever sells the substance by weight may give them away, and is not silenced by the word. */
  'test-goods': {
    stands: -35,
    outweighed: -10,
    bars: true,
    outweighedBy: [
      ...OUTWEIGHS_OTHER_GOODS,
      { direct: 1, amount: 1, measured: 2 },
      { direct: 1, amount: 1, chemical: 1, measured: 1 },
    ],
  },
  /** The same for goods that shops of all kinds have in their menus. */
  'shop-goods': {
    stands: -35,
    outweighed: -5,
    bars: true,
    outweighedBy: [
      { direct: 1, goods: 1, chemical: 1, points: 3 },
      { direct: 2, identified: 1 },
      // What the goods are to pass as, or to lie between, is named in words of food and toys.
      { amount: 1, suspicion: 4 },
    ],
  },
  /** The text tells of the substance; the flags in it are told of too, but nobody is invited to buy. */
  report: {
    stands: -35,
    outweighed: -10,
    bars: true,
    outweighedBy: [
      { direct: 2, goods: 1, points: 3 },
      { direct: 1, amount: 2, chemical: 1, points: 5 },
      { direct: 3, goods: 1, identified: 1 },
      IN_DISGUISE,
    ],
  },
  /** The name is a word of everyday speech there: a shirt that carries it is for sale, and delivery of it says nothing. */
  'everyday-speech': {
    stands: -45,
    outweighed: -10,
    bars: true,
    outweighedBy: [
      { direct: 2, goods: 1, points: 3 },
      { direct: 1, amount: 2, chemical: 1, points: 5 },
      { direct: 3, goods: 1, identified: 1 },
      IN_DISGUISE,
    ],
  },
  /** A seller's own word on what it sells: worth little beside grams and kilograms. */
  claim: {
    stands: -35,
    outweighed: -5,
    bars: true,
    outweighedBy: [{ amount: 1, points: 2 }, { amount: 1, direct: 1 }, { suspicion: 2 }],
  },
  /** Sold to licensed buyers only. Grams and a purity are usual there, a red flag is not. */
  licence: {
    stands: -35,
    outweighed: -5,
    bars: true,
    outweighedBy: [
      { amount: 2, points: 3 },
      { amount: 1, chemical: 1, suspicion: 1, direct: 2 },
      { suspicion: 2 },
    ],
  },
  /** Says that it is not sold; a text that goes on to sell it is believed by its deeds. */
  refusal: {
    stands: -35,
    outweighed: -5,
    bars: true,
    outweighedBy: [
      { direct: 1, goods: 1, points: 2 },
      { direct: 1, suspicion: 2 },
    ],
  },
  /** Words that stand on every second page. */
  mention: { stands: -15, outweighed: -3, bars: false, outweighedBy: [{ points: 1 }, { direct: 2 }] },
  /** Nothing to buy today, but the offer was there. */
  gone: { stands: -20, outweighed: -5, bars: false, outweighedBy: [{ suspicion: 2 }] },
} as const satisfies Readonly<Record<string, ContextKind>>;

/** A context that is not named here is a `report`. */
const KIND_OF: Readonly<Record<string, keyof typeof CONTEXT_KINDS>> = {
  'test-kit': 'test-goods',
  literature: 'other-goods',
  training: 'other-goods',
  medicine: 'other-goods',
  software: 'other-goods',
  merchandise: 'shop-goods',
  'treated-material': 'shop-goods',
  museum: 'shop-goods',
  'spare-parts': 'shop-goods',
  food: 'shop-goods',
  'reference-standard': 'claim',
  'licensed-trade': 'licence',
  refusal: 'refusal',
  'apaan-word': 'everyday-speech',
  'sheet-mentioned': 'mention',
  'reading-words': 'mention',
  'goods-words': 'mention',
  'medical-words': 'mention',
  'report-words': 'mention',
  narrative: 'mention',
  unavailable: 'gone',
};

/**
 * "No licence required" is no sign of licensed trade, though it has its words; and hazard labels that are taken off, or changed, are
 * not what is sold.
 */
const VOIDED_BY: Readonly<Record<string, string>> = {
  'licensed-trade': 'unusual-payment',
  merchandise: 'misbranding',
};

/** Further contexts say much the same: each weighs this much less than the one before. */
const FADES = 0.3;
const MOST = -60;

export type WeighedContext = { readonly id: string; readonly weight: number; readonly bars: boolean };

/** `hints` weigh as mentions do. Heaviest first. More contexts never weigh less together; more evidence never makes them weigh more. */
export function weighContexts(
  ids: readonly string[],
  hints: readonly string[],
  evidence: Evidence,
): WeighedContext[] {
  const standing = ids
    .filter((id) => !evidence.flags.has(VOIDED_BY[id] ?? ''))
    .map((id) => weighOne(id, KIND_OF[id] ?? 'report', evidence));
  standing.push(...hints.map((id) => weighOne(id, 'mention', evidence)));
  standing.sort((a, b) => a.weight - b.weight || (a.id < b.id ? -1 : 1));
  let left = MOST;
  return standing.map(({ id, weight, bars }, i) => {
    const share = Math.max(left, Math.round(i === 0 ? weight : weight * FADES));
    left -= share;
    return { id, weight: share, bars };
  });
}

function weighOne(id: string, kind: keyof typeof CONTEXT_KINDS, evidence: Evidence): WeighedContext {
  const { stands, outweighed, bars, outweighedBy }: ContextKind = CONTEXT_KINDS[kind];
  const given: Required<Row> = { ...evidence, points: evidence.goods + evidence.suspicion };
  const isOutweighed = outweighedBy.some((row) =>
    Object.entries(row).every(([key, least]) => given[key as keyof Row] >= least),
  );
  return { id, weight: isOutweighed ? outweighed : stands, bars: bars && !isOutweighed };
}

/** Contexts that name other goods by the same abbreviation: no evidence of an offer outweighs what is offered. */
export const OTHER_BY_NAME: ReadonlySet<string> = new Set([
  '4-ap-aminopyridine',
  '4-ap-aminophenol',
  '4-ap-aminoantipyrine',
  'acetoacetanilide',
  'bdo-game',
  'pca-other',
  'pcc-other',
  'cbd-lawful',
]);

/** Listed abbreviations that are words of everyday language unless written in capitals ("ver mapa"). */
export const EVERYDAY_WORDS: ReadonlySet<string> = new Set(['MAPA']);
