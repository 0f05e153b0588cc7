/** Puts a backup back: all of its rows or none, and every copy of a page that is what its name says. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import type { CaptureStore } from '../../evidence/capture-store.ts';
import { readTar, requireReadable, type TarEntry } from '../../evidence/tar-file.ts';
import { describeError, OperatorError } from '../../model/errors.ts';
import { type DumpedTable, refill, schemaNumber, withSnapshot } from '../../store/dump-tables.ts';
import type { OpenDatabase } from '../../store/open-database.ts';
import { count } from '../../text/count.ts';
import {
  BACKUP,
  type BackupEnd,
  type BackupStart,
  backupEnd,
  backupStart,
  entryOf,
} from './backup-format.ts';

const ROWS_AT_A_TIME = 500;
/** One entry that is held in memory: manifests and copies of pages, whose size a crawl bounds. */
const MOST_BYTES = 200e6;

const UNCHANGED = 'Nothing was changed in the database.';

type Insert = (table: DumpedTable, lines: readonly string[]) => Promise<void>;

/**
 * The database must be of the schema that the backup has, and empty unless `replace`.
 * @throws OperatorError 'input' for a file that is no whole backup, 'usage' for one of another version or a database in use
 */
export async function restore(
  o: { readonly database: Pick<OpenDatabase, 'pool'>; readonly captures: CaptureStore },
  path: string,
  replace: boolean,
  tell: (line: string) => void,
): Promise<BackupEnd> {
  const { pool } = o.database;
  await requireReadable(path);
  const schema = await withSnapshot(pool, schemaNumber);
  let end: BackupEnd | null = null;
  await refill(pool, replace, async (insert) => {
    const read = await readBackup(path, { schema, insert, captures: o.captures, tell }).catch(tellUnchanged);
    end = read.end;
    return new Date(read.at);
  });
  if (end === null) throw notWhole(path, 'its end is missing');
  return end;
}

/** Whoever replaces a database wants to know whether it is still there. */
function tellUnchanged(error: unknown): never {
  if (!(error instanceof OperatorError) || error.remedy.includes(UNCHANGED)) throw error;
  const { exit, message, remedy } = error;
  throw new OperatorError(exit, message, `${UNCHANGED} ${remedy}`, { cause: error });
}

type Sinks = {
  readonly schema: number;
  readonly insert: Insert;
  readonly captures: CaptureStore;
  readonly tell: (line: string) => void;
};

/** Rejecting here takes back every row that was put in. */
async function readBackup(path: string, o: Sinks): Promise<{ readonly end: BackupEnd; readonly at: string }> {
  const rows: Record<string, number> = {};
  let start: BackupStart | null = null;
  let captures = 0;
  for await (const entry of readTar(path)) {
    if (entry.name === BACKUP.start) {
      start = checkedStart(await jsonOf(entry, path), o.schema, path);
      continue;
    }
    if (start === null) throw notWhole(path, 'it does not begin as a backup');
    if (entry.name === BACKUP.end) {
      const end = checkedEnd(await jsonOf(entry, path), { rows, captures }, path);
      return { end, at: start.at };
    }
    const part = entryOf(entry.name);
    if (part === null) throw notWhole(path, `${entry.name} is no part of a backup`);
    if ('sha256' in part) {
      await o.captures.unpack(part.sha256, await bytesOf(entry, path));
      captures += 1;
      continue;
    }
    const table = start.tables.find(({ name }) => name === part.table);
    if (table === undefined) throw notWhole(path, `the table ${part.table} is not announced`);
    rows[table.name] = await restoreTable(entry, table, path, o.insert);
    o.tell(`${table.name}: ${count(rows[table.name] ?? 0, 'row')}`);
  }
  throw notWhole(path, 'its end is missing');
}

async function restoreTable(
  entry: TarEntry,
  table: DumpedTable,
  path: string,
  insert: Insert,
): Promise<number> {
  let waiting: string[] = [];
  let rows = 0;
  for await (const line of linesOf(entry, path)) {
    waiting.push(line);
    rows += 1;
    if (waiting.length < ROWS_AT_A_TIME) continue;
    await insert(table, waiting);
    waiting = [];
  }
  if (waiting.length > 0) await insert(table, waiting);
  return rows;
}

/** At line feeds alone: node:readline also splits at U+2028, which texts of listings contain. */
async function* linesOf(entry: TarEntry, path: string): AsyncIterable<string> {
  const unpacked = createZstdDecompress().setEncoding('utf8');
  const feeding = pipeline(Readable.from(entry.read()), unpacked);
  // Heard of below, where what it gives is read.
  feeding.catch(() => undefined);
  let rest = '';
  try {
    for await (const chunk of unpacked) {
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
    await feeding;
  } catch (cause) {
    throw notWhole(path, `${entry.name} is damaged (${describeError(cause)})`);
  }
  if (rest !== '') throw notWhole(path, `${entry.name} ends within a line`);
}

async function bytesOf(entry: TarEntry, path: string): Promise<Buffer> {
  if (entry.size > MOST_BYTES) throw notWhole(path, `${entry.name} is too large`);
  const chunks: Buffer[] = [];
  for await (const chunk of entry.read()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function jsonOf(entry: TarEntry, path: string): Promise<unknown> {
  try {
    return JSON.parse((await bytesOf(entry, path)).toString('utf8'));
  } catch (cause) {
    throw new OperatorError('input', `${path} is damaged at ${entry.name}.`, 'Give another backup.', {
      cause,
    });
  }
}

function checkedStart(value: unknown, schema: number, path: string): BackupStart {
  const read = backupStart.safeParse(value);
  if (!read.success) throw notWhole(path, 'its manifest is not one that this version reads');
  if (read.data.schema === schema) return read.data;
  throw new OperatorError(
    'usage',
    `The backup is of schema ${read.data.schema} (version ${read.data.program}), this program is of schema ${schema}.`,
    'Restore it with the version that made it; the newer one then brings the database up to date at its start.',
  );
}

function checkedEnd(value: unknown, found: BackupEnd, path: string): BackupEnd {
  const read = backupEnd.safeParse(value);
  if (!read.success) throw notWhole(path, 'its end is not one that this version reads');
  const wrong = Object.entries(read.data.rows).find(([name, rows]) => found.rows[name] !== rows);
  if (wrong !== undefined)
    throw notWhole(path, `${wrong[0]} has ${found.rows[wrong[0]] ?? 0} of ${count(wrong[1], 'row')}`);
  if (read.data.captures !== found.captures)
    throw notWhole(
      path,
      `${found.captures} of ${count(read.data.captures, 'copy of a page', 'copies of pages')}`,
    );
  return read.data;
}

function notWhole(path: string, why: string): OperatorError {
  return new OperatorError('input', `${path} is no whole backup: ${why}.`, UNCHANGED);
}
