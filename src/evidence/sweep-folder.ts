/** Removes what processes that were killed left half written in a folder of copies: nobody else ever does. */
import { opendir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { storageFault } from '../model/errors.ts';

/** As `write-files.ts` and `try-folder.ts` name what they write, with an id that nobody uses twice. */
const HALF_WRITTEN = /\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp(?:\.link)?$/;
const SUBFOLDER = /^[0-9a-f]{2}$/;

/**
 * Those that were last written before `before`: a writer needs seconds. Gives how many there were; a folder that is missing
 * has none. @throws OperatorError 'storage' when one cannot be read or removed
 */
export async function sweepFolder(folder: string, before: Date, isStopped: () => boolean): Promise<number> {
  try {
    let removed = 0;
    for (const place of [folder, ...(await subfolders(folder))])
      if (!isStopped()) removed += await sweepPlace(place, before);
    return removed;
  } catch (error) {
    throw storageFault(error, folder) ?? error;
  }
}

async function subfolders(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name } of entriesOf(folder)) if (SUBFOLDER.test(name)) found.push(join(folder, name));
  return found;
}

async function sweepPlace(place: string, before: Date): Promise<number> {
  let removed = 0;
  for await (const { name } of entriesOf(place)) {
    if (!HALF_WRITTEN.test(name)) continue;
    const path = join(place, name);
    const facts = await stat(path).catch(orNothing);
    if (facts === null || facts.mtime >= before) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  return removed;
}

/** One after the other: there may be a hundred thousand in one folder. */
async function* entriesOf(place: string): AsyncIterable<{ readonly name: string }> {
  const entries = await opendir(place).catch(orNothing);
  if (entries !== null) yield* entries;
}

/** What is gone by now is no fault: its writer has ended it, or another process has. */
function orNothing(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
}
