/** A backup: one tar file with every table as lines of JSON and every copy of a page, all of one moment. */
import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress } from 'node:zlib';
import { type CaptureStore, DamagedCapture } from '../../evidence/capture-store.ts';
import { createTar, type TarWriter } from '../../evidence/tar-file.ts';
import { OperatorError } from '../../model/errors.ts';
import { VERSION } from '../../model/product.ts';
import {
  countCaptures,
  countRecorded,
  type DumpedTable,
  dumpTable,
  listCaptures,
  schemaNumber,
  tablesInOrder,
  withSnapshot,
} from '../../store/dump-tables.ts';
import type { OpenDatabase } from '../../store/open-database.ts';
import { count } from '../../text/count.ts';
import type { BackupEnd, BackupStart } from './backup-format.ts';
import { BACKUP, captureName, tableName } from './backup-format.ts';

type Database = Pick<OpenDatabase, 'pool'>;
type Client = Parameters<Parameters<typeof withSnapshot>[1]>[0];

export type BackupReport = BackupEnd & {
  /** Copies that the database names, now as at the moment of the backup, and the disk does not have. */
  readonly missing: number;
  /** Copies whose files hold something else: they are left out. */
  readonly damaged: number;
  readonly bytes: number;
};

/** How far it is, for who watches; `fault` is for everybody. */
export type Tell = (line: string, what?: 'fault') => void;

type BackupTools = {
  readonly database: Database;
  readonly captures: CaptureStore;
  readonly clock: () => Date;
  /** Ctrl-C: gives the backup up. */
  readonly signal: AbortSignal;
};

/**
 * `tell` hears how far it is. The file has its name only once it is whole: until then one that is replaced stands, and
 * what a power cut leaves is not taken for a backup. What does not become whole is taken away.
 * @throws OperatorError 'storage' when the file cannot be written, 'usage' when it is there already, 'failed' when interrupted
 */
export async function backUp(
  tools: BackupTools,
  path: string,
  replace: boolean,
  tell: Tell,
): Promise<BackupReport> {
  const place = `${path}.new`;
  if (!replace) await refuseExisting(path);
  else if ((await stat(path).catch(() => null))?.isDirectory())
    throw new OperatorError('usage', `${path} is a folder.`, 'Name a file, in it or elsewhere.');
  await using tar = await createTar(place, replace);
  try {
    const report = await fill(tar, tools, place, tell);
    await rename(place, path);
    return report;
  } catch (error) {
    await rm(place, { force: true });
    throw error;
  }
}

/** Makes the file and takes it away again, since that is refused in one step where it is there or cannot be. */
async function refuseExisting(path: string): Promise<void> {
  await (await createTar(path, false))[Symbol.asyncDispose]();
  await rm(path);
}

function goOn({ signal }: Pick<BackupTools, 'signal'>): void {
  if (!signal.aborted) return;
  throw new OperatorError('failed', 'The backup was interrupted.', 'Nothing of it is left; make it again.');
}

async function fill(tar: TarWriter, tools: BackupTools, path: string, tell: Tell): Promise<BackupReport> {
  const { database, clock } = tools;
  return await withSnapshot(database.pool, async (client) => {
    const tables = await tablesInOrder(client);
    const start: BackupStart = {
      format: BACKUP.format,
      program: VERSION,
      schema: await schemaNumber(client),
      at: clock().toISOString(),
      tables,
    };
    await tar.add(BACKUP.start, json(start));
    const rows: Record<string, number> = {};
    for (const table of tables) {
      rows[table.name] = await addTable(tar, { client, table, part: `${path}.part` }, tools);
      tell(`${table.name}: ${count(rows[table.name] ?? 0, 'row')}`);
    }
    const { captures, ...absent } = await addCaptures(tar, client, tools, tell);
    const end: BackupEnd = { rows, captures };
    await tar.add(BACKUP.end, json(end));
    await tar.finish();
    return { ...end, ...absent, bytes: (await stat(path)).size };
  });
}

function json(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}

/** Through a file beside the archive: tar wants to know sizes beforehand. */
async function addTable(
  tar: TarWriter,
  { client, table, part }: { readonly client: Client; readonly table: DumpedTable; readonly part: string },
  tools: Pick<BackupTools, 'signal'>,
): Promise<number> {
  let rows = 0;
  const lines = async function* () {
    for await (const some of dumpTable(client, table)) {
      goOn(tools);
      rows += some.length;
      yield `${some.join('\n')}\n`;
    }
  };
  try {
    // What lies there is not written into: it may lead elsewhere, or be open to others.
    await rm(part, { force: true });
    await pipeline(lines(), createZstdCompress(), createWriteStream(part, { mode: 0o600, flags: 'wx' }));
    await tar.addFile(tableName(table.name), part, (await stat(part)).size);
  } finally {
    await rm(part, { force: true });
  }
  return rows;
}

const TELL_EVERY = 5_000;

async function addCaptures(
  tar: TarWriter,
  client: Client,
  tools: Pick<BackupTools, 'database' | 'captures' | 'signal'>,
  tell: Tell,
): Promise<{ captures: number; missing: number; damaged: number }> {
  const total = await countCaptures(client);
  let [captures, damaged] = [0, 0];
  const absent: string[] = [];
  for await (const sha256 of listCaptures(client)) {
    goOn(tools);
    const packed = await tools.captures.packed(sha256).catch(damageOf);
    if (packed instanceof DamagedCapture) {
      damaged += 1;
      tell(packed.message, 'fault');
    } else if (packed === null) absent.push(sha256);
    else {
      await tar.add(captureName(sha256), packed);
      captures += 1;
      if (captures % TELL_EVERY === 0) tell(`copies of pages: ${captures} of ${total}`);
    }
  }
  tell(`copies of pages: ${captures}`);
  const missing = absent.length === 0 ? 0 : await countRecorded(tools.database.pool, absent);
  return { captures, missing, damaged };
}

/** One bad file among millions keeps nobody from a backup of all the others. */
function damageOf(error: unknown): DamagedCapture {
  if (error instanceof DamagedCapture) return error;
  throw error;
}
