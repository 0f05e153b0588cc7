/** Accounts and sessions against the real database: first account, passwords, tokens, their end. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createFirstUser,
  PASSWORD_LENGTH,
  resetPassword,
  setPassword,
  verifyPassword,
} from '../src/review/accounts.ts';
import { resumeSession, signIn, signOut } from '../src/review/sign-in.ts';
import { findUserByName } from '../src/store/users.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';

const NOW = new Date('2026-02-01T00:00:00Z');
const hoursLater = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000);

let database: TestDatabase;
let first: { name: string; password: string };

beforeAll(async () => {
  database = await openTestDatabase();
  first = (await createFirstUser(database.db, NOW)) ?? expect.fail('no first account');
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

describe('accounts', () => {
  it('begin with one administrator whose random password can be read out', () => {
    expect(first.name).toBe('admin');
    expect(first.password).toMatch(/^([a-z2-9]{4}-){4}[a-z2-9]{4}$/);
  });

  it('give no first account twice', async () => {
    expect(await createFirstUser(database.db, NOW)).toBeNull();
  });

  it('give one first account when two processes start together', async () => {
    await using fresh = await openTestDatabase();
    const both = await Promise.all([createFirstUser(fresh.db, NOW), createFirstUser(fresh.db, NOW)]);
    expect(both.filter((each) => each !== null)).toHaveLength(1);
  });

  it('keep an argon2id hash and never the password', async () => {
    const user = await findUserByName(database.db, 'admin');
    expect(user?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,/);
    expect(user?.passwordHash).not.toContain(first.password);
  });

  it('refuse a password that is too short, and an unknown name', async () => {
    const short = 'x'.repeat(PASSWORD_LENGTH.min - 1);
    await expect(setPassword(database.db, 'admin', short)).rejects.toMatchObject({ exit: 'usage' });
    await expect(resetPassword(database.db, 'nobody')).rejects.toThrow('There is no account "nobody".');
  });

  it('without a hash are never verified, whatever the password', async () => {
    expect(await verifyPassword(null, '')).toBe(false);
    expect(await verifyPassword(null, first.password)).toBe(false);
  });
});

describe('sessions', () => {
  const enter = async (now = NOW) => (await signIn(database.db, first, now)) ?? expect.fail('not signed in');

  it('open with the right password, whatever the case of the name', async () => {
    const session = await signIn(database.db, { ...first, name: 'ADMIN' }, NOW);
    expect(session?.user).toMatchObject({ name: 'admin', role: 'admin' });
  });

  it.each([
    { name: 'admin', password: 'wrong password' },
    { name: 'nobody', password: 'wrong password' },
    { name: 'admin', password: '' },
    { name: 'admin\0', password: '\0' },
  ])('do not open for $name with a wrong password', async (given) => {
    expect(await signIn(database.db, given, NOW)).toBeNull();
  });

  it('are stored by the hash of a 256-bit token only', async () => {
    const { token } = await enter();
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    const rows = await database.db.selectFrom('sessions').selectAll().execute();
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it('end twelve hours after their last use, not after their beginning', async () => {
    const { token } = await enter();
    expect(await resumeSession(database.db, token, hoursLater(11))).toMatchObject({ name: 'admin' });
    expect(await resumeSession(database.db, token, hoursLater(22))).toMatchObject({ name: 'admin' });
    expect(await resumeSession(database.db, token, hoursLater(34.1))).toBeNull();
  });

  it('end at signing out', async () => {
    const { token } = await enter();
    await signOut(database.db, token);
    expect(await resumeSession(database.db, token, NOW)).toBeNull();
  });

  it('end when the account is disabled', async () => {
    const { token } = await enter();
    await database.db.updateTable('users').set({ disabled_at: NOW }).execute();
    expect(await resumeSession(database.db, token, NOW)).toBeNull();
    expect(await signIn(database.db, first, NOW)).toBeNull();
    await database.db.updateTable('users').set({ disabled_at: null }).execute();
  });

  it('end when the password is set anew, which the old one then does not open', async () => {
    const { token } = await enter();
    const password = await resetPassword(database.db, 'admin');
    expect(await resumeSession(database.db, token, NOW)).toBeNull();
    expect(await signIn(database.db, first, NOW)).toBeNull();
    first = { name: 'admin', password };
    expect(await signIn(database.db, first, NOW)).not.toBeNull();
  });
});
