/** The table `captures`: which bytes are stored, and which nothing refers to. */
import { sql } from 'kysely';
import type { Db } from './open-database.ts';

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
