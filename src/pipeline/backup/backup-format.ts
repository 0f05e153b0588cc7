/** What a backup file is made of: a manifest, tables, copies of pages, and an end that proves that it is whole. */
import { z } from 'zod';

export const BACKUP = { format: 1, start: 'backup.json', end: 'end.json' } as const;

export const backupStart = z.strictObject({
  format: z.literal(BACKUP.format),
  program: z.string(),
  /** Number of the newest migration of the database. */
  schema: z.int(),
  at: z.string(),
  tables: z.array(z.strictObject({ name: z.string(), columns: z.array(z.string()).readonly() })).readonly(),
});
export type BackupStart = z.infer<typeof backupStart>;

export const backupEnd = z.strictObject({ rows: z.record(z.string(), z.int()), captures: z.int() });
export type BackupEnd = z.infer<typeof backupEnd>;

export function tableName(table: string): string {
  return `tables/${table}.jsonl.zst`;
}

export function captureName(sha256: string): string {
  return `captures/${sha256}.zst`;
}

/** What an entry of the archive is, by its name. */
export function entryOf(name: string): { readonly table: string } | { readonly sha256: string } | null {
  const table = /^tables\/([a-z_0-9]+)\.jsonl\.zst$/.exec(name)?.[1];
  if (table !== undefined) return { table };
  const sha256 = /^captures\/([0-9a-f]{64})\.zst$/.exec(name)?.[1];
  return sha256 === undefined ? null : { sha256 };
}
