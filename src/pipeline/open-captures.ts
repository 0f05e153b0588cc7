/**
 * Opens the folder of the copies of pages that belongs to a database: the same one on every machine. In another one copies
 * would be missing, and those that are erased would stay where they lie.
 */
import { join } from 'node:path';
import { type CaptureStore, openCaptureStore } from '../evidence/capture-store.ts';
import { idFile, makeFolderId, readFolderId } from '../evidence/folder-id.ts';
import { type Check, fault, fine } from '../model/check.ts';
import { OperatorError } from '../model/errors.ts';
import { captureFolderId, lockFolderId, noteFolderId } from '../store/captures-folder.ts';
import type { Db } from '../store/open-database.ts';

export const capturesFolder = (dataFolder: string): string => join(dataFolder, 'captures');

const misfit = (folder: string) => `${folder} is not the folder of the copies of pages of this database`;

const remedy = (folder: string, known: string) =>
  `Mount the folder that the other machines have there, or set PRECURSOR_DATA to where it lies. If it is lost for good, put back a backup, or write ${known} into ${idFile(folder)}: its copies are missing then.`;

/**
 * Whoever opens it first notes the id of the folder in the database, and makes one where the folder has none.
 * @throws OperatorError 'config' when the database has another folder, 'storage' when it cannot be written
 */
export async function openCaptures(db: Db, dataFolder: string): Promise<CaptureStore> {
  const folder = capturesFolder(dataFolder);
  await db.transaction().execute(async (tx) => {
    const known = await lockFolderId(tx);
    const own = await readFolderId(folder);
    if (known === null) await noteFolderId(tx, own ?? (await makeFolderId(folder)));
    else if (known !== own) throw new OperatorError('config', `${misfit(folder)}.`, remedy(folder, known));
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
  const [known, own] = [await captureFolderId(db), await readFolderId(folder)];
  if (known === null) return fine(name, `${folder} will be their folder`);
  if (known === own) return fine(name, `${folder} is the folder of this database`);
  return fault(name, misfit(folder), remedy(folder, known));
}
