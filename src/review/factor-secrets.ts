/** The stored secrets of second factors: encrypted with the key of this server, opened with it, and looked at as a whole. */
import { type Check, fault, fine, warning } from '../model/check.ts';
import { OperatorError } from '../model/errors.ts';
import { appendAudit } from '../store/accounts/audit-log.ts';
import {
  listSecrets,
  lockSecrets,
  replaceSecret,
  type StoredSecret,
} from '../store/accounts/sign-in-state.ts';
import type { Db } from '../store/open-database.ts';
import { type Decrypted, decryptSecret, encryptSecret, isPlain } from './factor-cipher.ts';
import {
  type FoundKey,
  isOpenToOthers,
  keepOldKeys,
  makeFactorKey,
  newFactorKey,
  readFactorKey,
  replaceFactorKeys,
} from './factor-key.ts';

/**
 * The stored secret cannot be used on this server, and why. Thrown rather than answered, so that nobody who asks can go
 * on without the second factor.
 */
export class FactorClosed extends OperatorError {
  constructor(message: string, remedy: string) {
    super('config', message, remedy);
    this.name = 'FactorClosed';
  }
}

const PUT_BACK =
  'Put the key there that was in use when they were set up (all servers of one database need the same), or reset them: precursor-watch users clear-second-factor NAME.';

/** What to do about a value that does not open. */
const CLOSED: Readonly<Record<Exclude<Decrypted['kind'], 'open'>, { says: string; fix: string }>> = {
  plain: { says: 'is stored in plain text', fix: 'Start the server anew: it encrypts what is plain.' },
  unknown: { says: 'was stored by a newer version', fix: 'Run that version here, too.' },
  closed: { says: 'does not open with the key', fix: PUT_BACK },
};

/** @throws FactorClosed when it does not open with the key that is in the file */
export async function openFactor(keyFile: string, user: number, stored: string): Promise<string> {
  const keys = requireKeys(await readFactorKey(keyFile), keyFile);
  const decrypted = openWith(keys, user, stored);
  if (decrypted.kind === 'open') return decrypted.secret;
  const { says, fix } = CLOSED[decrypted.kind];
  throw new FactorClosed(`The second factor of account ${user} ${says} (${keyFile}).`, fix);
}

/**
 * Within the transaction that stores it, after `lockSecrets`. Makes the key when nothing stored needs another one.
 * @throws FactorClosed when other accounts have secrets that the key here does not open: this one would be of no use there
 */
export async function encryptFactor(db: Db, keyFile: string, user: number, secret: string): Promise<string> {
  const others = (await listSecrets(db)).filter((each) => each.user !== user && !isPlain(each.stored));
  return encryptSecret(await keyBeside(others, keyFile), user, secret);
}

/** Those from before they were encrypted. Gives how many these were. @throws FactorClosed as above */
export async function encryptPlainFactors(db: Db, keyFile: string): Promise<number> {
  return await db.transaction().execute(async (tx) => {
    await lockSecrets(tx);
    const all = await listSecrets(tx);
    const plain = all.filter(({ stored }) => isPlain(stored));
    if (plain.length === 0) return 0;
    const key = await keyBeside(
      all.filter(({ stored }) => !isPlain(stored)),
      keyFile,
    );
    for (const { user, stored } of plain) await replaceSecret(tx, user, encryptSecret(key, user, stored));
    return plain.length;
  });
}

export type Rekeyed = {
  readonly reencrypted: number;
  /** Where the key lies that was in use until now; null when none was. */
  readonly oldKey: string | null;
};

/**
 * Encrypts all of them with a new key. Killed at any moment it leaves what opens, and goes on with the same key at the next call:
 * first the file holds both keys, then all secrets change in one transaction, then the old key leaves the file. Each step has the lock
 * of who sets one up, so that of several calls none drops a key that another one encrypts with. Null: nobody has set one up yet, and
 * there is no key to change.
 * @throws FactorClosed when one of them does not open with the key here; OperatorError 'storage'. Nothing is changed then
 */
export async function rekeyFactors(db: Db, keyFile: string, by: string, now: Date): Promise<Rekeyed | null> {
  const reencrypted = await db.transaction().execute(async (tx) => {
    await lockSecrets(tx);
    const all = await listSecrets(tx);
    const found = await readFactorKey(keyFile);
    if (all.length === 0 && found.kind === 'missing') return null;
    const keys = requireKeys(found, keyFile);
    const open = all.map(({ user, stored }) => ({ user, secret: openOrPlain(keys, user, stored, keyFile) }));
    const key = keys.length > 1 ? keys[0] : newFactorKey();
    if (keys.length === 1) await replaceFactorKeys(keyFile, [key, ...keys]);
    for (const { user, secret } of open) await replaceSecret(tx, user, encryptSecret(key, user, secret));
    const entry = { actor: by, action: 'second-factors.rekey' as const, subject: null };
    await appendAudit(tx, { ...entry, detail: { accounts: all.length } }, now);
    return all.length;
  });
  return reencrypted === null ? null : { reencrypted, oldKey: await dropOldKeys(db, keyFile, now) };
}

/** Unless something still needs them. */
async function dropOldKeys(db: Db, keyFile: string, now: Date): Promise<string | null> {
  return await db.transaction().execute(async (tx) => {
    await lockSecrets(tx);
    const [key, ...older] = requireKeys(await readFactorKey(keyFile), keyFile);
    const all = await listSecrets(tx);
    const done = all.every(({ user, stored }) => decryptSecret(key, user, stored).kind === 'open');
    if (older.length === 0 || !done) return null;
    const kept = await keepOldKeys(keyFile, older, now);
    await replaceFactorKeys(keyFile, [key]);
    return kept;
  });
}

function openOrPlain(
  keys: readonly [Buffer, ...Buffer[]],
  user: number,
  stored: string,
  keyFile: string,
): string {
  const found = openWith(keys, user, stored);
  if (found.kind === 'open') return found.secret;
  if (found.kind === 'plain') return stored;
  const why =
    found.kind === 'unknown' ? 'were stored by a newer version' : `do not open with the key in ${keyFile}`;
  throw new FactorClosed(
    `Some second factors, such as that of account ${user}, ${why}.`,
    CLOSED[found.kind].fix,
  );
}

/** Accounts whose secrets do not open here, by number. */
export async function closedFactors(db: Db, keyFile: string): Promise<ReadonlySet<number>> {
  const found = await readFactorKey(keyFile);
  const all = await listSecrets(db);
  return new Set(all.filter((each) => kindOf(each, found) !== 'open').map(({ user }) => user));
}

export const FACTOR_CHECK = 'second factors';

/**
 * Whether everybody who has a second factor can sign in on this server.
 * @param console whether the console runs on this machine: elsewhere the key need not be
 */
export async function checkFactors(db: Db, keyFile: string, console = true): Promise<Check> {
  const [found, all] = [await readFactorKey(keyFile), await listSecrets(db)];
  const kinds = all.map((each) => kindOf(each, found));
  const count = (kind: Decrypted['kind']) => kinds.filter((each) => each === kind).length;
  const sealed = all.length - count('plain');
  const name = FACTOR_CHECK;
  if (found.kind === 'broken') return fault(name, `${keyFile} ${found.why}`, PUT_BACK);
  if (found.kind === 'missing' && sealed > 0) {
    const finding = `set up: ${sealed}; their key is not in ${keyFile}, so that nobody who has one signs in at this machine`;
    if (!console) return warning(name, finding, `Where no console runs, nothing is to be done. ${PUT_BACK}`);
    return fault(name, finding, PUT_BACK);
  }
  if (count('closed') > 0)
    return fault(name, `do not open with the key in ${keyFile}: ${count('closed')} of ${sealed}`, PUT_BACK);
  if (count('unknown') > 0)
    return fault(name, `stored by a newer version: ${count('unknown')}`, CLOSED.unknown.fix);
  if (count('plain') > 0) return warning(name, `stored in plain text: ${count('plain')}`, CLOSED.plain.fix);
  if (found.kind === 'key' && found.older.length > 0) {
    const finding = `two keys are in ${keyFile}: a change of the key was begun and is not done`;
    return warning(name, finding, 'Finish it: precursor-watch users rekey.');
  }
  if (await isOpenToOthers(keyFile)) {
    const fix = `Close it to them: chmod 600 ${keyFile}`;
    return warning(name, `other accounts of this machine can read ${keyFile}`, fix);
  }
  return fine(name, all.length === 0 ? 'none is set up' : `open with the key in ${keyFile}: ${all.length}`);
}

/** By the first key that opens it; else as the first one finds it. */
function openWith(keys: readonly [Buffer, ...Buffer[]], user: number, stored: string): Decrypted {
  const [first, ...older] = keys;
  const found = decryptSecret(first, user, stored);
  const opened = older.map((key) => decryptSecret(key, user, stored)).find(({ kind }) => kind === 'open');
  return found.kind === 'closed' ? (opened ?? found) : found;
}

function kindOf({ user, stored }: StoredSecret, found: FoundKey): Decrypted['kind'] {
  if (found.kind === 'key') return openWith([found.key, ...found.older], user, stored).kind;
  return isPlain(stored) ? 'plain' : 'closed';
}

/** The key to encrypt with where others are encrypted already: theirs, or a new one when there is none and they are none. */
async function keyBeside(others: readonly StoredSecret[], keyFile: string): Promise<Buffer> {
  const found = await readFactorKey(keyFile);
  if (found.kind === 'missing' && others.length === 0)
    return requireKeys(await makeFactorKey(keyFile), keyFile)[0];
  const [key] = requireKeys(found, keyFile);
  if (others.length === 0 || others.some((each) => kindOf(each, found) === 'open')) return key;
  throw new FactorClosed(`No second factor of other accounts opens with the key in ${keyFile}.`, PUT_BACK);
}

/** The one to encrypt with first. @throws FactorClosed when there is none */
function requireKeys(found: FoundKey, keyFile: string): readonly [Buffer, ...Buffer[]] {
  switch (found.kind) {
    case 'key':
      return [found.key, ...found.older];
    case 'missing':
      throw new FactorClosed(`The key of second factors is not in ${keyFile}.`, PUT_BACK);
    case 'broken':
      throw new FactorClosed(`The key of second factors ${keyFile} ${found.why}.`, PUT_BACK);
  }
}
