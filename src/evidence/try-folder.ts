/** Tells whether a folder of copies takes more of them, before a page is asked for that could not be kept. */
import { randomUUID } from 'node:crypto';
import { mkdir, open as openFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { storageFault } from '../model/errors.ts';

/** Room for about a hundred pages: with less of it the next ones would not be kept either. */
const TRIED_BYTES = 1_048_576;

/** Writes a file and removes it. @throws OperatorError 'storage' with the reason when that cannot be done */
export async function tryFolder(folder: string): Promise<void> {
  const path = join(folder, `trial.${randomUUID()}.tmp`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await using open = new AsyncDisposableStack();
    const file = await openFile(path, 'wx', 0o600);
    open.defer(() => rm(path, { force: true }));
    open.use(file);
    await file.writeFile(Buffer.alloc(TRIED_BYTES));
    // A network file system, and one that allots late, says only here that it is full.
    await file.sync();
  } catch (error) {
    const first = firstOf(error);
    throw storageFault(first, folder) ?? first;
  }
}

/** What broke, not what then could not be cleared away either. */
function firstOf(error: unknown): unknown {
  return error instanceof SuppressedError ? firstOf(error.suppressed) : error;
}
