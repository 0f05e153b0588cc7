/** Which live processes use the bundled server of a data folder: the last one to leave stops it. */
import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { storageFault } from '../../model/errors.ts';
import { isAlive, thisProcess } from './process-identity.ts';

const usersShape = z.array(z.object({ pid: z.int(), startedAt: z.string(), id: z.string() }));
type Users = z.infer<typeof usersShape>;

/** Dead processes are dropped. Call it, like everything here, only while the folder's lock is held. */
async function readUsers(folder: string): Promise<Users> {
  const text = await readFile(pathIn(folder), 'utf8').catch(() => '[]');
  // A file cut short by a power failure names nobody who could still be alive.
  const parsed = usersShape.safeParse(parseOrNull(text));
  return parsed.success ? parsed.data.filter(isAlive) : [];
}

async function writeUsers(folder: string, users: Users): Promise<void> {
  const path = pathIn(folder);
  try {
    await writeFile(`${path}.new`, JSON.stringify(users), { mode: 0o600 });
    await rename(`${path}.new`, path);
  } catch (error) {
    throw storageFault(error, path) ?? error;
  }
}

export async function countUsers(folder: string): Promise<number> {
  return (await readUsers(folder)).length;
}

/** Enters this process; the id belongs to one opening, since a process may open a folder twice. */
export async function addUser(folder: string): Promise<string> {
  const id = randomUUID();
  await writeUsers(folder, [...(await readUsers(folder)), { ...thisProcess(), id }]);
  return id;
}

/** Removes one opening and gives the number of live ones that are left. */
export async function removeUser(folder: string, id: string): Promise<number> {
  const left = (await readUsers(folder)).filter((user) => user.id !== id);
  await writeUsers(folder, left);
  return left.length;
}

function pathIn(folder: string): string {
  return join(folder, 'postgres.users.json');
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
