/** Counts of right and wrong answers → precision, recall and F1 with 95 % intervals. */

export type Counts = {
  /** Found, and right. */
  readonly right: number;
  /** Found, but wrong or not there at all. */
  readonly wrong: number;
  /** There, but not found or found wrong. */
  readonly missed: number;
};

export type Interval = readonly [low: number, high: number];
export type Figures = Counts & {
  readonly precision: number;
  readonly precisionInterval: Interval;
  readonly recall: number;
  readonly recallInterval: Interval;
  readonly f1: number;
  readonly f1Interval: Interval;
};

const Z = 1.96;
const RESAMPLES = 2000;

/** Wilson's score interval: right also for small counts and shares near 0 and 1. */
export function wilson(right: number, all: number): Interval {
  if (all === 0) return [0, 1];
  const share = right / all;
  const centre = share + (Z * Z) / (2 * all);
  const spread = Z * Math.sqrt((share * (1 - share)) / all + (Z * Z) / (4 * all * all));
  const scale = 1 + (Z * Z) / all;
  return [Math.max(0, (centre - spread) / scale), Math.min(1, (centre + spread) / scale)];
}

export function f1Of({ right, wrong, missed }: Counts): number {
  const all = 2 * right + wrong + missed;
  return all === 0 ? 1 : (2 * right) / all;
}

export function sumCounts(rows: readonly Counts[]): Counts {
  return rows.reduce(
    (sum, row) => ({
      right: sum.right + row.right,
      wrong: sum.wrong + row.wrong,
      missed: sum.missed + row.missed,
    }),
    { right: 0, wrong: 0, missed: 0 },
  );
}

/** A generator of its own (mulberry32), so that the same pages give the same interval. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** F1 has no closed interval: pages are drawn again with replacement. */
function bootstrapF1(rows: readonly Counts[]): Interval {
  if (rows.length === 0) return [0, 1];
  const random = seeded(rows.length);
  const scores = Array.from({ length: RESAMPLES }, () =>
    f1Of(sumCounts(rows.map((row) => rows[Math.floor(random() * rows.length)] ?? row))),
  ).sort((a, b) => a - b);
  return [scores[Math.floor(RESAMPLES * 0.025)] ?? 0, scores[Math.floor(RESAMPLES * 0.975)] ?? 1];
}

/** `rows` holds one count per page. */
export function figuresOf(rows: readonly Counts[]): Figures {
  const { right, wrong, missed } = sumCounts(rows);
  return {
    right,
    wrong,
    missed,
    precision: right + wrong === 0 ? 1 : right / (right + wrong),
    precisionInterval: wilson(right, right + wrong),
    recall: right + missed === 0 ? 1 : right / (right + missed),
    recallInterval: wilson(right, right + missed),
    f1: f1Of({ right, wrong, missed }),
    f1Interval: bootstrapF1(rows),
  };
}

const two = (share: number) => share.toFixed(3);

/** One row of a table: name, counts, then each figure with its interval. */
export function figureCells(name: string, figures: Figures): string[] {
  const withInterval = (share: number, [low, high]: Interval) => `${two(share)} [${two(low)}–${two(high)}]`;
  return [
    name,
    String(figures.right),
    String(figures.wrong),
    String(figures.missed),
    withInterval(figures.precision, figures.precisionInterval),
    withInterval(figures.recall, figures.recallInterval),
    withInterval(figures.f1, figures.f1Interval),
  ];
}

export const FIGURE_HEAD = ['right', 'wrong', 'missed', 'precision', 'recall', 'F1'] as const;
