/** When sites have their turn: what holds them back, and why a job is set aside for a person to look at. */

/** drain: no new runs, what is queued or under way ends; pause: queued runs wait as well. */
export const HOLD_MODES = ['drain', 'pause'] as const;
export type HoldMode = (typeof HOLD_MODES)[number];

/** The scope of a hold that is for every site; otherwise a site's id, which cannot be this. */
export const EVERY_SITE = '*';

/** Why a job will not be tried again by itself. */
export const PARK_CAUSES = {
  version: 'it was made by another version of this program',
  payload: 'its payload is not what its queue carries',
  attempts: 'it failed as often as it may',
  'time-limit': 'it took longer than it may',
} as const;
export type ParkCause = keyof typeof PARK_CAUSES;
