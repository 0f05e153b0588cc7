/** The table `audit_log`: appended to, chained by hashes that the database makes, and never changed. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import {
  type AuditEntry,
  type AuditPage,
  type AuditQuery,
  type AuditVerification,
  auditEntry,
} from '../../model/audit.ts';
import type { Db } from '../open-database.ts';
import { toJson } from '../to-json.ts';

const BATCH = 2000;
/** What the first row names as the hash before it. */
const NOTHING = '0'.repeat(64);

/**
 * Within the transaction of what it records, as its last statement: rows are chained one by one, so that whoever appends
 * holds up all others until its transaction ends.
 */
export async function appendAudit(db: Db, entry: Omit<AuditEntry, 'at'>, now: Date): Promise<void> {
  await db
    .insertInto('audit_log')
    .values({ entry: toJson({ at: now.toISOString(), ...entry }) })
    .execute();
}

/** The latest first. */
export async function listAudit(
  db: Db,
  filter: AuditQuery,
  exceptSubjects: readonly string[] = [],
): Promise<AuditPage> {
  let query = db.selectFrom('audit_log').select(['number', 'entry', 'hash']);
  if (filter.action !== undefined) query = query.where('action', '=', filter.action);
  if (filter.actor !== undefined) query = query.where('actor', '=', filter.actor);
  if (filter.subject !== undefined) query = query.where('subject', '=', filter.subject);
  if (filter.before !== undefined) query = query.where('number', '<', filter.before);
  if (exceptSubjects.length > 0)
    query = query.where((row) =>
      row.or([row('subject', 'is', null), row('subject', 'not in', exceptSubjects)]),
    );
  const rows = await query.orderBy('number', 'desc').limit(filter.limit).execute();
  const items = rows.map(({ number, entry, hash }) => ({
    number,
    ...auditEntry.parse(JSON.parse(entry)),
    hash,
  }));
  return { items, next: items.length < filter.limit ? null : (items.at(-1)?.number ?? null) };
}

/** Reads the whole chain and computes every hash anew. */
export async function verifyAudit(db: Db): Promise<AuditVerification> {
  let entries = 0;
  let head: string | null = null;
  for await (const row of readChain(db)) {
    const problem = faultOf(row, entries + 1, head ?? NOTHING);
    if (problem !== null) return { ok: false, entries, head, broken: { number: row.number, problem } };
    entries = row.number;
    head = row.hash;
  }
  return { ok: true, entries, head, broken: null };
}

/** All entries from the first on, batch by batch, as they are hashed. */
export async function* readChain(db: Db): AsyncGenerator<ChainedRow> {
  for (let last = 0; ; ) {
    const rows: ChainedRow[] = await db
      .selectFrom('audit_log')
      .select(['number', 'entry', 'previous_hash as previous', 'hash'])
      .where('number', '>', last)
      .orderBy('number')
      .limit(BATCH)
      .execute();
    yield* rows;
    last = rows.at(-1)?.number ?? last;
    if (rows.length < BATCH) return;
  }
}

export type ChainedRow = {
  readonly number: number;
  readonly entry: string;
  readonly previous: string;
  readonly hash: string;
};

function faultOf(row: ChainedRow, expected: number, before: string): string | null {
  if (row.number !== expected) return `entry ${expected} is missing`;
  if (row.previous !== before) return 'it does not follow the entry before it';
  const hash = createHash('sha256').update(`${row.number}\n${row.previous}\n${row.entry}`).digest('hex');
  return hash === row.hash ? null : 'its text is not the one that was hashed';
}

/** Whether a hash that was noted down once still stands in the chain. */
export async function hasAuditHash(db: Db, hash: string): Promise<boolean> {
  const { rows } = await sql`select from audit_log where hash = ${hash} limit 1`.execute(db);
  return rows.length > 0;
}
