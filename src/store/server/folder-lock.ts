/** One process at a time starts or stops the server of a data folder; a lock left by a killed process is taken over. */
import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { OperatorError, storageFault } from '../../model/errors.ts';
import { isAlive, type ProcessIdentity, thisProcess } from './process-identity.ts';

const PATIENCE_MS = 180_000;
/** Between its creation and its content a lock file names nobody for an instant; for longer means a crash there. */
const UNNAMED_MS = 5_000;

const holderShape = z.object({ pid: z.int(), startedAt: z.string() });

/** Runs `work` while this process alone holds `folder`; a live holder is waited for, then `busy` is thrown. */
export async function withFolderLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const path = join(folder, 'postgres.lock');
  const until = Date.now() + PATIENCE_MS;
  while (!(await tryLock(path))) {
    const seen = await readFile(path, 'utf8').catch(() => null);
    if (seen !== null && (await isAbandoned(path, seen))) {
      await removeExactly(path, seen);
      continue;
    }
    if (Date.now() > until) {
      throw new OperatorError(
        'busy',
        `The data folder ${folder} is held by another process (${seen ?? 'unknown'}).`,
        `Wait for it or end it; delete ${path} only if no such process exists.`,
      );
    }
    await sleep(50);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function tryLock(path: string): Promise<boolean> {
  try {
    await using file = await open(path, 'wx', 0o600);
    // On a full disk there may be room for its name alone.
    await file.writeFile(JSON.stringify(thisProcess())).catch(async (error: unknown) => {
      await rm(path, { force: true });
      throw error;
    });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw storageFault(error, path) ?? error;
  }
}

async function isAbandoned(path: string, content: string): Promise<boolean> {
  const holder = holderIn(content);
  if (holder !== null) return !isAlive(holder);
  const written = await stat(path).catch(() => null);
  return written !== null && Date.now() - written.mtimeMs > UNNAMED_MS;
}

/** null also for one cut short, or filled with zeros by a power failure. */
function holderIn(content: string): ProcessIdentity | null {
  try {
    return holderShape.parse(JSON.parse(content));
  } catch {
    // That it names nobody is the answer.
    return null;
  }
}

/** Two waiters may see the same dead holder; the slower one must not remove the quicker one's new lock. */
async function removeExactly(path: string, content: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    // The other waiter was quicker; the next round looks again.
    return;
  }
  const moved = await readFile(aside, 'utf8');
  if (moved === content) await rm(aside, { force: true });
  else await rename(aside, path);
}
