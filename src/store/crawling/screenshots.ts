/** The table `screenshots`: pictures of pages, each beside the stored copy of the page that it shows. */
import { sql } from 'kysely';
import type { ScreenshotFacts } from '../../model/api.ts';
import type { Db } from '../open-database.ts';
import { toJson } from '../to-json.ts';
import { recordingCaptures } from './captures.ts';

export type NewScreenshot = {
  /** SHA-256 of the copy of the page. */
  readonly of: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly storedBytes: number;
  readonly width: number;
  readonly height: number;
  /** ISO 8601, UTC. */
  readonly takenAt: string;
};

export const SCREENSHOT_TYPE = 'image/webp';

/** The first picture of a copy stays: it is evidence. The copies must be recorded; of another's site nothing is written. */
export async function addScreenshots(
  db: Db,
  { site, token }: { readonly site: string; readonly token: number },
  screenshots: readonly NewScreenshot[],
): Promise<void> {
  if (screenshots.length === 0) return;
  await sql`
    with lease as materialized (
      select from sites where id = ${site} and lease_token = ${token} and lease_owner is not null for share
    ), given as materialized (
      select * from json_to_recordset(${toJson(screenshots)}::json) as ("of" text, sha256 text, bytes bigint,
        "storedBytes" bigint, width integer, height integer, "takenAt" timestamptz)
    ), ${recordingCaptures(
      sql`select distinct on (sha256) sha256, bytes, "storedBytes", ${SCREENSHOT_TYPE}, "takenAt" from lease, given`,
    )}
    insert into screenshots (capture_sha256, sha256, width, height, taken_at)
    select "of", sha256, width, height, "takenAt" from lease, given, settled
    on conflict (capture_sha256) do nothing`.execute(db);
}

export async function hasScreenshot(db: Db, capture: string): Promise<boolean> {
  const { rows } = await sql`select from screenshots where capture_sha256 = ${capture}`.execute(db);
  return rows.length > 0;
}

/** Of the stored page that the alert's leading listing was read from; null when there is none. */
export async function screenshotOfAlert(db: Db, alert: number): Promise<ScreenshotFacts | null> {
  const { rows } = await sql<ScreenshotFacts>`
    select s.sha256, s.width, s.height, s.taken_at as "takenAt", c.bytes
    from alerts a join listings l on l.id = a.listing_id join screenshots s on s.capture_sha256 = l.capture_sha256
      join captures c on c.sha256 = s.sha256
    where a.id = ${alert}`.execute(db);
  return rows[0] ?? null;
}
