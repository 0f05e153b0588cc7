/** The file in the captures' folder that tells it from every other one, also where it is mounted under another name. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { storageFault } from '../model/errors.ts';
import { openFileWriter } from './write-files.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const idFile = (folder: string): string => join(folder, 'folder-id');

/** null when it has none, or one that nobody wrote. @throws OperatorError 'storage' when it cannot be read */
export async function readFolderId(folder: string): Promise<string | null> {
  try {
    const text = (await readFile(idFile(folder), 'utf8')).trim();
    return UUID.test(text) ? text : null;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw storageFault(error, folder) ?? error;
  }
}

/** Makes the folder, too, where there is none. @throws OperatorError 'storage' when it cannot be written */
export async function makeFolderId(folder: string): Promise<string> {
  const id = randomUUID();
  try {
    await openFileWriter().write([idFile(folder)], Buffer.from(`${id}\n`));
  } catch (error) {
    throw storageFault(error, folder) ?? error;
  }
  return id;
}
