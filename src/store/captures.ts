/** The tables `captures` and `page_captures`: which bytes are stored, and which page gave them when. */
import { sql } from 'kysely';
import type { Db } from './open-database.ts';
import { toText, toTextOrNull } from './to-json.ts';

export type RecordedCapture = {
  readonly siteId: string;
  readonly runId: number;
  readonly url: string;
  readonly status: number;
  readonly sha256: string;
  readonly bytes: number;
  readonly storedBytes: number;
  readonly contentType: string | null;
  readonly fetchedAt: string;
};

/** One row for the bytes, however often they are seen, and one for this fetch of them. */
export async function recordCapture(db: Db, capture: RecordedCapture): Promise<void> {
  const { siteId, runId, status, sha256, bytes, storedBytes, fetchedAt } = capture;
  await sql`
    with stored as (
      insert into captures (sha256, bytes, stored_bytes, content_type, first_seen_at)
      values (${sha256}, ${bytes}, ${storedBytes}, ${toTextOrNull(capture.contentType)}, ${fetchedAt})
      on conflict (sha256) do nothing
    )
    insert into page_captures (site_id, run_id, url, status, sha256, fetched_at)
    values (${siteId}, ${runId}, ${toText(capture.url)}, ${status}, ${sha256}, ${fetchedAt})`.execute(db);
}
