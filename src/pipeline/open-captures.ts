/**
 * Opens the folder of the copies of pages that belongs to a database: the same one on every machine. In another one copies
 * would be missing, and those that are erased would stay where they lie.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type CaptureStore, openCaptureStore } from '../evidence/capture-store.ts';
import { idFile, makeFolderId, readFolderId } from '../evidence/folder-id.ts';
import { type Check, fault, fine, warning } from '../model/check.ts';
import { OperatorError } from '../model/errors.ts';
import type { Db } from '../store/open-database.ts';
import {
  captureFolderId,
  lockFolderId,
  noteFolderId,
  someCaptures,
} from '../store/retention/captures-folder.ts';
import { count } from '../text/count.ts';

export const capturesFolder = (dataFolder: string): string => join(dataFolder, 'captures');

/** Copies that are looked for in a folder that the database does not know: one of them says that it is theirs. */
const LOOKED_FOR = 20;

/** Of a folder without an id: the database has copies, and none lies there, as on a machine that did not mount theirs. */
async function isStrange(db: Db, folder: string): Promise<boolean> {
  const copies = await someCaptures(db, LOOKED_FOR);
  const store = openCaptureStore(folder);
  for (const sha256 of copies) {
    // A damaged one is there, too.
    const isThere = await store.get(sha256).then(
      (bytes) => bytes !== null,
      () => true,
    );
    if (isThere) return false;
  }
  return copies.length > 0;
}

type Ids = { readonly known: string | null; readonly own: string | null };

/** Null where the folder is the one of the database, or may become it. */
async function misfitOf(db: Db, folder: string, { known, own }: Ids): Promise<OperatorError | null> {
  const fits = known === null ? own !== null || !(await isStrange(db, folder)) : known === own;
  if (fits) return null;
  return new OperatorError(
    'config',
    `${folder} is not the folder of the copies of pages of this database.`,
    `Mount the folder that the other machines have there, or set PRECURSOR_DATA to where it lies. If it is lost for good, put back a backup, or write ${known ?? randomUUID()} into ${idFile(folder)}: its copies are missing then.`,
  );
}

/**
 * Whoever opens it first notes the id of the folder in the database, and makes one where the folder has none.
 * @throws OperatorError 'config' when the database has another folder, 'storage' when it cannot be written
 */
export async function openCaptures(db: Db, dataFolder: string): Promise<CaptureStore> {
  const folder = capturesFolder(dataFolder);
  await db.transaction().execute(async (tx) => {
    const ids = { known: await lockFolderId(tx), own: await readFolderId(folder) };
    const misfit = await misfitOf(tx, folder, ids);
    if (misfit !== null) throw misfit;
    if (ids.known === null) await noteFolderId(tx, ids.own ?? (await makeFolderId(folder)));
  });
  return openCaptureStore(folder);
}

/** After all copies were put into this folder: it is the one of the database, whatever that had before. */
export async function takeCaptures(db: Db, dataFolder: string): Promise<void> {
  const folder = capturesFolder(dataFolder);
  await db.transaction().execute(async (tx) => {
    await lockFolderId(tx);
    await noteFolderId(tx, (await readFolderId(folder)) ?? (await makeFolderId(folder)));
  });
}

/** Changes nothing. @throws OperatorError 'storage' when it cannot be read */
export async function checkCaptures(db: Db, dataFolder: string): Promise<Check> {
  const name = 'copies of pages';
  const folder = capturesFolder(dataFolder);
  const ids = { known: await captureFolderId(db), own: await readFolderId(folder) };
  const misfit = await misfitOf(db, folder, ids);
  if (misfit !== null) return fault(name, misfit.message.replace(/\.$/, ''), misfit.remedy);
  if (ids.known === null) return fine(name, `${folder} will be their folder`);
  const looked = await someCaptures(db, SAMPLED);
  const store = openCaptureStore(folder);
  const missing = looked.filter((sha256) => !store.has(sha256)).length;
  if (missing === 0) return fine(name, `${folder} is the folder of this database`);
  const finding = `${missing} of ${count(looked.length, 'copy', 'copies')} that were looked for are not in ${folder}`;
  return warning(name, finding, MISSING_REMEDY);
}

/** Copies of which `doctor` sees whether they are there: with one in fifty gone it misses that once in fifty times. */
const SAMPLED = 200;
const MISSING_REMEDY =
  'Put back what was lost there, from a copy of the folder; `backup` counts all that are missing.';
