/** The tables `captures` and `page_captures`: which bytes are stored, which page gave them when, and what nothing refers to. */
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

/** Lets go of bytes that no page, listing or picture stands on; gives their hashes, whose files can be removed. */
export async function removeUnreferenced(db: Db): Promise<string[]> {
  const removed: string[] = [];
  for (;;) {
    const { rows } = await sql<{ sha256: string }>`
      delete from captures c
      where not exists (select from page_captures where sha256 = c.sha256)
        and not exists (select from listings where capture_sha256 = c.sha256)
        and not exists (select from screenshots where sha256 = c.sha256)
      returning sha256`.execute(db);
    // With a copy goes the row of its picture, and only then nothing refers to that.
    if (rows.length === 0) return removed;
    removed.push(...rows.map(({ sha256 }) => sha256));
  }
}
