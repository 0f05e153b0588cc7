/** Measures "same thing?" on pairs of records labelled same or not: threshold from `train.txt`, figures on every other file. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compareGoods, SAME_FROM } from '../../src/dedupe/compare-goods.ts';
import { type GoodsSource, readGoods } from '../../src/dedupe/read-goods.ts';

type Pair = { readonly a: GoodsSource; readonly b: GoodsSource; readonly same: boolean };
type Scored = { readonly score: number; readonly same: boolean };
type Way = (a: GoodsSource, b: GoodsSource) => number;

export type PairFigures = {
  readonly threshold: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
};
export type PairScore = {
  readonly set: string;
  readonly file: string;
  readonly pairs: number;
  readonly same: number;
  /** Ours with the threshold that is best on train. */
  readonly ours: PairFigures;
  /** Ours with the threshold that deduplication uses. */
  readonly asUsed: PairFigures;
  /** Jaccard of the titles' words with the threshold that is best on train. */
  readonly titles: PairFigures;
};

/** "COL title VAL … COL price VAL …": a record in one line. */
function readRecord(text: string): GoodsSource {
  const values = new Map<string, string>();
  for (const column of text.split('COL ').slice(1)) {
    const [, name = '', value = ''] = /^(\S+) VAL ?(.*)$/s.exec(column.trimEnd()) ?? [];
    values.set(name, value.trim());
  }
  const take = (...names: string[]): string | null => {
    const name = names.find((each) => values.has(each));
    const value = name === undefined ? null : (values.get(name) ?? null);
    if (name !== undefined) values.delete(name);
    return value === '' ? null : value;
  };
  const title = take('title', 'name');
  const description = take('description');
  const price = take('price');
  const amount = Number.parseFloat((price ?? '').replace(/^[^\d]*/, ''));
  return {
    title,
    description,
    quantity: null,
    attributes: Object.fromEntries([...values].filter(([, value]) => value !== '')),
    price:
      price !== null && amount > 0
        ? { amount: String(amount), currency: null, unit: null, raw: price }
        : null,
  };
}

function readPairs(path: string): Pair[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [a = '', b = '', label = ''] = line.split('\t');
      return { a: readRecord(a), b: readRecord(b), same: label.trim() === '1' };
    });
}

function titleJaccard(a: GoodsSource, b: GoodsSource): number {
  const words = ({ title }: GoodsSource) => new Set((title ?? '').toLowerCase().match(/[\p{L}\p{N}]+/gu));
  const [left, right] = [words(a), words(b)];
  const shared = left.intersection(right).size;
  return shared === 0 ? 0 : shared / (left.size + right.size - shared);
}

function comparator(a: GoodsSource, b: GoodsSource): number {
  return compareGoods(readGoods(a), readGoods(b)).score;
}

function figures(scored: readonly Scored[], threshold: number): PairFigures {
  const taken = scored.filter(({ score }) => score >= threshold);
  const right = taken.filter(({ same }) => same).length;
  const all = scored.filter(({ same }) => same).length;
  return {
    threshold,
    precision: taken.length === 0 ? 0 : right / taken.length,
    recall: all === 0 ? 0 : right / all,
    f1: taken.length + all === 0 ? 0 : (2 * right) / (taken.length + all),
  };
}

/** The threshold with the best F1: between the last score that is taken and the first that is not. */
function bestThreshold(scored: readonly Scored[]): number {
  const sorted = scored.toSorted((a, b) => b.score - a.score);
  const all = sorted.filter(({ same }) => same).length;
  let right = 0;
  let best = { f1: -1, threshold: 0 };
  sorted.forEach(({ score, same }, index) => {
    right += Number(same);
    const next = sorted[index + 1]?.score ?? score;
    const f1 = (2 * right) / (index + 1 + all);
    if ((next !== score || index === sorted.length - 1) && f1 > best.f1)
      best = { f1, threshold: (score + next) / 2 };
  });
  return best.threshold;
}

function scoreWith(pairs: readonly Pair[], way: Way): Scored[] {
  return pairs.map(({ a, b, same }) => ({ score: way(a, b), same }));
}

function scoreSet(folder: string): PairScore[] {
  const train = readPairs(join(folder, 'train.txt'));
  const threshold = bestThreshold(scoreWith(train, comparator));
  const titleThreshold = bestThreshold(scoreWith(train, titleJaccard));
  return readdirSync(folder)
    .filter((file) => file.endsWith('.txt') && file !== 'train.txt' && !file.startsWith('_'))
    .sort()
    .map((file) => {
      const pairs = readPairs(join(folder, file));
      const scored = scoreWith(pairs, comparator);
      return {
        set: basename(folder),
        file: basename(file, '.txt'),
        pairs: pairs.length,
        same: pairs.filter(({ same }) => same).length,
        ours: figures(scored, threshold),
        asUsed: figures(scored, SAME_FROM),
        titles: figures(scoreWith(pairs, titleJaccard), titleThreshold),
      };
    });
}

/** Of the folder and each folder in it that has a `train.txt` of pairs; null where none has. */
export function scorePairs(folder: string): PairScore[] | null {
  const inner = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name));
  const sets = [folder, ...inner.sort()].filter((path) => {
    const train = join(path, 'train.txt');
    return existsSync(train) && readFileSync(train, 'utf8').startsWith('COL ');
  });
  return sets.length === 0 ? null : sets.flatMap(scoreSet);
}

const three = (value: number): string => value.toFixed(3);

export function pairRows(scores: readonly PairScore[]): string[][] {
  const head = [
    'same thing?',
    'pairs',
    'same',
    'threshold',
    'precision',
    'recall',
    'F1',
    'F1 as used',
    'F1 of title Jaccard',
  ];
  return [
    head,
    ...scores.map(({ set, file, pairs, same, ours, asUsed, titles }) => [
      `${set} ${file}`,
      String(pairs),
      String(same),
      ours.threshold.toFixed(2),
      three(ours.precision),
      three(ours.recall),
      three(ours.f1),
      three(asUsed.f1),
      three(titles.f1),
    ]),
  ];
}
