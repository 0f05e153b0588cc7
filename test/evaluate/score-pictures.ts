/** Measures picture fingerprints: every file of a folder is an edit of its first one; the market's pictures are other ones. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fingerprintImage } from '../../src/dedupe/fingerprint-image.ts';
import { hashDistance, SAME_PICTURE } from '../../src/dedupe/pdq.ts';
import { pictureKeys } from '../../src/dedupe/picture-keys.ts';
import { drawPicture } from '../market/draw-picture.ts';
import { generateMarket } from '../market/generate-market.ts';

export type PictureScore = {
  readonly set: string;
  readonly edits: number;
  /** Within PDQ's distance, and brought up by the keys of the index. */
  readonly found: number;
  readonly largestDistance: number;
  readonly missed: readonly string[];
  readonly otherPictures: number;
  /** Of the others, those that have enough to see for a fingerprint. */
  readonly fingerprinted: number;
  /** Pairs of two pictures that show different things, and those of them that are taken for the same. */
  readonly compared: number;
  readonly falsePairs: number;
};

const PICTURE = /\.(?:jpe?g|png|webp|gif)$/i;

type MarketPicture = { readonly offer: string; readonly bytes: Buffer };

/** Of every listing of the practice market, as its shops send them. */
function marketPictures(): MarketPicture[] {
  return generateMarket().flatMap(({ listings }) =>
    listings.map(({ offer, number }) => ({ offer, bytes: drawPicture(offer, number) })),
  );
}

async function hashOf(bytes: Uint8Array): Promise<string | null> {
  const found = await fingerprintImage(bytes);
  return 'problem' in found ? null : found.hash;
}

function isFound(original: string, hash: string): boolean {
  const keys = new Set(pictureKeys(original));
  return hashDistance(original, hash) <= SAME_PICTURE && pictureKeys(hash).some((key) => keys.has(key));
}

type Known = { readonly offer: string; readonly hash: string };

async function fingerprints(pictures: readonly MarketPicture[]): Promise<Known[]> {
  const known: Known[] = [];
  for (const { offer, bytes } of pictures) {
    const hash = await hashOf(bytes);
    if (hash !== null) known.push({ offer, hash });
  }
  return known;
}

/** The market against itself: what one offer shows twice is the same, what two show is not. */
function scoreMarket(known: readonly Known[], pictures: number): PictureScore {
  const missed: string[] = [];
  let [edits, compared, falsePairs, largestDistance] = [0, 0, 0, 0];
  for (const [at, one] of known.entries()) {
    for (const other of known.slice(at + 1)) {
      const distance = hashDistance(one.hash, other.hash);
      if (one.offer === other.offer) {
        edits += 1;
        largestDistance = Math.max(largestDistance, distance);
        if (!isFound(one.hash, other.hash)) missed.push(one.offer);
      } else {
        compared += 1;
        if (distance <= SAME_PICTURE) falsePairs += 1;
      }
    }
  }
  const found = edits - missed.length;
  const others = { otherPictures: pictures, fingerprinted: known.length, compared, falsePairs };
  return { set: 'practice market', edits, found, largestDistance, missed, ...others };
}

async function scoreSet(
  folder: string,
  strangers: readonly Known[],
  otherPictures: number,
): Promise<PictureScore> {
  const files = readdirSync(folder)
    .filter((file) => PICTURE.test(file))
    .sort();
  const hashes = await Promise.all(files.map((file) => hashOf(readFileSync(join(folder, file)))));
  const [original, ...edits] = hashes;
  const missed = files
    .slice(1)
    .filter((_, index) => !original || !edits[index] || !isFound(original, edits[index] ?? ''));
  const known = hashes.filter((hash) => hash !== null);
  return {
    set: basename(folder),
    edits: edits.length,
    found: edits.length - missed.length,
    largestDistance: Math.max(...known.map((hash) => hashDistance(original ?? hash, hash))),
    missed,
    otherPictures,
    fingerprinted: strangers.length,
    compared: strangers.length * known.length,
    falsePairs: strangers.reduce(
      (sum, { hash }) => sum + known.filter((each) => hashDistance(hash, each) <= SAME_PICTURE).length,
      0,
    ),
  };
}

/** Of the folder and each folder in it that holds at least two pictures; null where none does. */
export async function scorePictures(folder: string): Promise<PictureScore[] | null> {
  const inner = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name));
  const sets = [folder, ...inner.sort()].filter(
    (path) => readdirSync(path).filter((file) => PICTURE.test(file)).length > 1,
  );
  if (sets.length === 0) return null;
  const others = marketPictures();
  const strangers = await fingerprints(others);
  const scores = await Promise.all(sets.map((set) => scoreSet(set, strangers, others.length)));
  return [...scores, scoreMarket(strangers, others.length)];
}

export function pictureRows(scores: readonly PictureScore[]): string[][] {
  const head = [
    'same picture?',
    'edits',
    'found',
    'largest distance',
    'other pictures',
    'with fingerprint',
    'pairs compared',
    'false pairs',
  ];
  return [
    head,
    ...scores.map((score) => [
      score.set,
      String(score.edits),
      String(score.found),
      String(score.largestDistance),
      String(score.otherPictures),
      String(score.fingerprinted),
      String(score.compared),
      String(score.falsePairs),
    ]),
  ];
}
