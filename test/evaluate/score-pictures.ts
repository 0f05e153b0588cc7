/** Measures picture fingerprints: every file of a folder is an edit of its first one; the market's pictures are other ones. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { fingerprintImage } from '../../src/dedupe/fingerprint-image.ts';
import { hashDistance, SAME_PICTURE } from '../../src/dedupe/pdq.ts';
import { pictureKeys } from '../../src/dedupe/picture-keys.ts';
import { startMarket } from '../market/start-market.ts';

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
  readonly falsePairs: number;
};

const PICTURE = /\.(?:jpe?g|png|webp|gif)$/i;

/** Vector pictures are drawn first: a crawl would not open them. */
async function marketPictures(): Promise<Buffer[]> {
  await using market = await startMarket();
  const drawn: Buffer[] = [];
  for (const origin of Object.values(market.origins)) {
    for (let number = 1000; number < 1128; number += 1) {
      const answer = await fetch(`${origin}/img/${number}.svg`);
      drawn.push(
        await sharp(Buffer.from(await answer.arrayBuffer()))
          .png()
          .toBuffer(),
      );
    }
  }
  return drawn;
}

async function hashOf(bytes: Uint8Array): Promise<string | null> {
  const found = await fingerprintImage(bytes);
  return 'problem' in found ? null : found.hash;
}

function isFound(original: string, hash: string): boolean {
  const keys = new Set(pictureKeys(original));
  return hashDistance(original, hash) <= SAME_PICTURE && pictureKeys(hash).some((key) => keys.has(key));
}

async function scoreSet(folder: string, others: readonly Buffer[]): Promise<PictureScore> {
  const files = readdirSync(folder)
    .filter((file) => PICTURE.test(file))
    .sort();
  const hashes = await Promise.all(files.map((file) => hashOf(readFileSync(join(folder, file)))));
  const [original, ...edits] = hashes;
  const missed = files
    .slice(1)
    .filter((_, index) => !original || !edits[index] || !isFound(original, edits[index] ?? ''));
  const known = hashes.filter((hash) => hash !== null);
  const strangers = (await Promise.all(others.map(hashOf))).filter((hash) => hash !== null);
  return {
    set: basename(folder),
    edits: edits.length,
    found: edits.length - missed.length,
    largestDistance: Math.max(...known.map((hash) => hashDistance(original ?? hash, hash))),
    missed,
    otherPictures: others.length,
    fingerprinted: strangers.length,
    falsePairs: strangers.filter((hash) => known.some((each) => hashDistance(hash, each) <= SAME_PICTURE))
      .length,
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
  const others = await marketPictures();
  return Promise.all(sets.map((set) => scoreSet(set, others)));
}

export function pictureRows(scores: readonly PictureScore[]): string[][] {
  const head = [
    'same picture?',
    'edits',
    'found',
    'largest distance',
    'other pictures',
    'with fingerprint',
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
      String(score.falsePairs),
    ]),
  ];
}
