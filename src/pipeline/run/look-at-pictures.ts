/** What a run does with pictures: fingerprints of those that alert or are watched, and sellers linked who show the same one. */
import type { FetchedPicture } from '../../../crawlers/fetch-pictures.ts';
import { fingerprintImage } from '../../dedupe/fingerprint-image.ts';
import { hashDistance, mirroredHash, SAME_PICTURE } from '../../dedupe/pdq.ts';
import { pictureKeys } from '../../dedupe/picture-keys.ts';
import { UNUSED_NAMES, type UnusedReason } from '../../model/unused.ts';
import {
  addPicture,
  notePicture,
  pictureCandidates,
  sellersShowing,
  wantedPictures,
} from '../../store/offers/pictures.ts';
import type { Db } from '../../store/open-database.ts';
import { addEvidence } from '../page/link-by-contacts.ts';

export type PictureLook = {
  readonly wanted: () => Promise<readonly string[]>;
  /** Gives how it ended: "fingerprint", a problem of the file, or why it was not fetched. */
  readonly look: (url: string, picture: FetchedPicture) => Promise<string>;
};

export function lookAtPictures(o: {
  readonly db: Db;
  readonly site: string;
  readonly run: number;
  readonly most: number;
  readonly clock: () => Date;
}): PictureLook {
  const { db, site, run, most, clock } = o;
  const showing = new Map<string, readonly number[]>();
  return {
    async wanted() {
      showing.clear();
      for (const { url, listings } of await wantedPictures(db, { site, run }, most, clock()))
        showing.set(url, listings);
      return [...showing.keys()];
    },
    async look(url, picture) {
      const { hash, problem, rule } = await outcomeOf(picture);
      await db.transaction().execute(async (tx) => {
        const id = hash === null ? null : await knownPicture(tx, hash);
        await notePicture(tx, { url, picture: id, problem, rule }, showing.get(url) ?? [], clock());
        if (id !== null) await linkByPicture(tx, id, hash ?? '', clock());
      });
      return problem ?? 'fingerprint';
    },
  };
}

/** Why a picture was of no use, from how the look at it ended. */
export function unusedReason(end: string): UnusedReason {
  return UNUSED_NAMES.find((reason) => reason === end) ?? 'picture-not-fetched';
}

async function outcomeOf(picture: FetchedPicture) {
  if (picture.kind === 'skip') return { hash: null, problem: picture.reason, rule: picture.rule };
  const found = await fingerprintImage(picture.bytes);
  const rule = picture.proof.rule;
  return 'problem' in found
    ? { hash: null, problem: found.problem, rule }
    : { hash: found.hash, problem: null, rule };
}

/** The same picture, edited, mirrored or as it was, has one number. */
async function knownPicture(db: Db, hash: string): Promise<number> {
  const keys = pictureKeys(hash);
  const mirrored = mirroredHash(hash);
  const near = (await pictureCandidates(db, [...keys, ...pictureKeys(mirrored)]))
    .map(({ id, hash: other }) => ({
      id,
      distance: Math.min(hashDistance(hash, other), hashDistance(mirrored, other)),
    }))
    .filter(({ distance }) => distance <= SAME_PICTURE)
    .sort((a, b) => a.distance - b.distance || a.id - b.id);
  return near[0]?.id ?? (await addPicture(db, hash, keys));
}

async function linkByPicture(db: Db, picture: number, hash: string, now: Date): Promise<void> {
  const sellers = await sellersShowing(db, picture);
  const evidence = { sign: 'picture' as const, detail: `picture ${hash.slice(0, 16)}` };
  const pairs = sellers.flatMap((a, at) => sellers.slice(at + 1).map((b) => ({ a, b, evidence })));
  await addEvidence(db, pairs, now);
}
