/** Why a contact or a picture of a listing that alerts says nothing of who sells it: a closed list, counted by run. */

export const CONTACT_PROBLEMS = {
  'placeholder-contact': 'a contact that stands for none, as forms and examples show it',
  'site-contact': 'a contact of the marketplace itself',
  'shared-contact': 'so many sellers give this contact that it is a hotline or a service',
} as const;
export type ContactProblem = keyof typeof CONTACT_PROBLEMS;

/** Every way in which a picture ends without a fingerprint. */
export const PICTURE_PROBLEMS = {
  'too-many-bytes': 'the file is larger than any picture of an ad',
  'not-a-picture': 'no JPEG, PNG, WebP, GIF or AVIF',
  broken: 'the file is cut off or damaged',
  'too-many-pixels': 'unpacked it would be larger than any picture of an ad',
  'too-small': 'an icon, a spacer or a counting pixel',
  plain: 'there is too little to see in it to know it again',
} as const;
export type PictureProblem = keyof typeof PICTURE_PROBLEMS;

export const UNUSED = {
  ...CONTACT_PROBLEMS,
  ...PICTURE_PROBLEMS,
  'picture-not-fetched': 'robots.txt, the site or the network kept the picture from us',
} as const;
export type UnusedReason = keyof typeof UNUSED;

export const UNUSED_NAMES = Object.keys(UNUSED) as [UnusedReason, ...UnusedReason[]];

export type UnusedCounts = { [reason in UnusedReason]?: number };

/** Adds to `into`. */
export function countUnused(into: UnusedCounts, more: Readonly<UnusedCounts>): void {
  for (const reason of UNUSED_NAMES) {
    const count = more[reason] ?? 0;
    if (count > 0) into[reason] = (into[reason] ?? 0) + count;
  }
}
